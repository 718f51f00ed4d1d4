"""A mail that comes back is believed if it returns a Message-ID of ours, and asked about if not."""

from datetime import datetime, timedelta

import pytest

from foia import docket
from foia.flow import inbound, match, read, reports
from foia.models import Delivery, DeliveryReport, Message, Reading, RecordsRequest, User

LOST = "Delivery has failed to these recipients: the address was not found.\n"
SLOW = "Your message is still in the queue; you need not send it again.\n"


def returned(request: RecordsRequest, *, names: str, action: str = "failed", status: str) -> bytes:
    """A delivery report to the request's reply address that returns a mail of this Message-ID."""
    text, subject = (SLOW, "Delayed") if action == "delayed" else (LOST, "Undeliverable")
    return (
        "From: MAILER-DAEMON@mx.chicago-police.example\nReturn-Path: <>\n"
        f"To: r-{request.reply_token}@reply.openshutter.example\nSubject: {subject}\n"
        f"Message-ID: <{action}.{status}@mx.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; foia@chicago-police.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 unknown\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {names}\nSubject: x\n\nx\n--b--\n"
    ).encode()


def receive(content: bytes, now: datetime) -> Message:
    """Take a mail through the door, read it, and apply what it reports."""
    arrival = inbound.take(content=content, door="smtp", now=now)
    for room in (inbound, match, read, reports):
        room.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


@pytest.fixture
def ours(sent: RecordsRequest) -> str:
    """The Message-ID of the letter that left."""
    return sent.messages.get(kind="letter").message_id


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(minutes=5)


def test_a_returned_letter_never_started_the_clock(
    sent: RecordsRequest, ours: str, later: datetime
) -> None:
    message = receive(returned(sent, names=ours, status="5.1.1"), later)
    assert (message.reading.kind, message.reading.state) == ("bounce", "sure")
    assert Delivery.objects.exclude(message__kind="notice").get().fate == "bounced_hard"
    assert list(docket.standing(sent)) == []


@pytest.mark.parametrize("names", ["<forged@reply.openshutter.example>", "<x@elsewhere.example>"])
def test_a_forged_bounce_is_a_question_and_voids_nothing(
    sent: RecordsRequest, later: datetime, names: str
) -> None:
    message = receive(returned(sent, names=names, status="5.1.1"), later)
    assert message.reading.state == Reading.State.ASKED
    assert "names none" in message.reading.troubles[-1]
    assert not DeliveryReport.objects.exists()
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]


def test_a_person_who_confirms_it_is_believed(
    sent: RecordsRequest, citizen: User, later: datetime
) -> None:
    message = receive(returned(sent, names="<x@elsewhere.example>", status="5.1.1"), later)
    read.confirm(reading=message.reading, kind="bounce", by=citizen, now=later)
    reports.run(now=later)
    assert list(docket.standing(sent)) == []


def test_a_delayed_letter_has_not_come_back(
    sent: RecordsRequest, ours: str, later: datetime
) -> None:
    message = receive(returned(sent, names=ours, action="delayed", status="4.4.1"), later)
    assert message.reading.kind == "auto_reply"
    assert DeliveryReport.objects.get().kind == "deferred"
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]


def test_a_delay_before_a_failure_is_no_answer_of_the_body(
    sent: RecordsRequest, ours: str, later: datetime
) -> None:
    receive(returned(sent, names=ours, action="delayed", status="4.4.1"), later)
    receive(returned(sent, names=ours, status="5.4.4"), later + timedelta(days=1))
    assert list(docket.standing(sent)) == []


def test_a_letter_that_expired_in_a_queue_is_tried_again(
    sent: RecordsRequest, ours: str, later: datetime
) -> None:
    receive(returned(sent, names=ours, status="4.4.7"), later)
    states = Delivery.objects.order_by("attempt").values_list("state", "fate")
    assert list(states) == [("handed_over", "bounced_soft"), ("waiting", "")]


def test_the_same_report_through_two_doors_counts_once(
    sent: RecordsRequest, ours: str, later: datetime
) -> None:
    for _ in range(2):
        receive(returned(sent, names=ours, status="5.1.1"), later)
    assert DeliveryReport.objects.count() == 1
    assert sent.docket.filter(kind="void").count() == 1
