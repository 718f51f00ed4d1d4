"""What comes through a door is kept whole, becomes one message, and holds up nothing else."""

from datetime import datetime
from typing import Any

import pytest

from foia.flow import inbound
from foia.gateways import blobs
from foia.models import Arrival, Attachment, Message, RecordsRequest
from tests.mails import SAMPLES, VAGUE, mail

pytestmark = pytest.mark.django_db


def receive(content: bytes, now: datetime, *, door: str = "smtp", to: str = "") -> Arrival:
    """Take a mail and take it in."""
    arrival = inbound.take(content=content, door=door, envelope_to=[to] if to else [], now=now)
    inbound.run(now=now)
    arrival.refresh_from_db()
    return arrival


def test_the_bytes_are_kept_as_they_came(now: datetime) -> None:
    content = (SAMPLES / "odd_nuls.eml").read_bytes()
    arrival = receive(content, now)
    assert blobs.read(arrival.blob_id) == content
    assert arrival.message is not None
    assert arrival.message.raw_id == arrival.blob_id


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.eml")), ids=lambda path: path.stem)
def test_every_odd_mail_becomes_a_message(path: Any, now: datetime) -> None:
    arrival = receive(path.read_bytes(), now)
    assert arrival.state == Arrival.State.TAKEN_IN, arrival.trouble
    assert arrival.message is not None
    for text in (arrival.message.subject, arrival.message.body_text, arrival.message.sender):
        assert "\0" not in text  # Postgres takes none
        text.encode()  # and no lone surrogates


def test_the_same_mail_is_one_message_whichever_door_it_came_by(
    sent: RecordsRequest, now: datetime
) -> None:
    content = mail(VAGUE, to=sent, files={"a.txt": b"one\r\ntwo"})
    traced = b"Delivered-To: somebody@else.example\r\nReceived: from a by b\r\n" + content
    saved_by_hand = content.replace(b"\r\n", b"\n")
    messages = {
        receive(content, now).message,
        receive(content, now).message,
        receive(traced, now).message,
        receive(saved_by_hand, now, door="file").message,
    }
    assert len(messages) == 1
    assert Arrival.objects.count() == 4
    assert Attachment.objects.filter(message__in=messages).count() == 1


def test_the_same_words_to_two_requests_are_two_messages(now: datetime) -> None:
    same = {"Message_ID": "<one@city.example>"}
    first = receive(mail(VAGUE, to="r-a@reply.openshutter.example", **same), now)
    second = receive(mail(VAGUE, to="r-b@reply.openshutter.example", **same), now)
    assert first.message != second.message


def test_an_attachment_of_thirty_megabytes_is_kept_byte_for_byte(
    sent: RecordsRequest, now: datetime
) -> None:
    big = bytes(range(256)) * 4096 * 30
    arrival = receive(mail(VAGUE, to=sent, files={"camera-list.bin": big}), now)
    assert arrival.message is not None
    assert blobs.read(arrival.message.attachments.get().blob_id) == big


def test_a_mail_that_breaks_is_set_aside_with_its_trouble_and_can_come_back(
    sent: RecordsRequest, now: datetime
) -> None:
    broken = inbound.take(content=mail(VAGUE, to=sent), door="smtp", now=now)
    path = blobs.path_of(broken.blob_id)
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(b"bit rot")
    later = inbound.take(content=mail("Another", to=sent), door="smtp", now=now)

    assert inbound.run(now=now) == 1
    broken.refresh_from_db()
    later.refresh_from_db()
    assert broken.state == Arrival.State.FAILED
    assert "have been altered" in broken.trouble
    assert later.state == Arrival.State.TAKEN_IN
    assert inbound.run(now=now) == 0

    path.write_bytes(whole)
    assert inbound.try_again() == 1
    assert inbound.run(now=now) == 1
    broken.refresh_from_db()
    assert broken.state == Arrival.State.TAKEN_IN
    assert broken.trouble == ""
    assert Message.objects.incoming().count() == 2


def test_a_crowd_of_broken_mails_does_not_stand_before_the_others(
    sent: RecordsRequest, now: datetime
) -> None:
    lost = [inbound.take(content=mail(VAGUE, to=sent), door="smtp", now=now) for _ in range(3)]
    for arrival in lost:
        blobs.path_of(arrival.blob_id).unlink()
    whole = inbound.take(content=mail("Whole", to=sent), door="smtp", now=now)
    inbound.run(now=now, limit=3)
    inbound.run(now=now, limit=3)
    whole.refresh_from_db()
    assert whole.state == Arrival.State.TAKEN_IN


def test_taking_a_mail_costs_few_statements(
    sent: RecordsRequest, now: datetime, django_assert_max_num_queries: Any
) -> None:
    content = mail(VAGUE, to=sent)
    # begin, look for the bytes, keep them (in a savepoint), their link, the arrival, commit
    with django_assert_max_num_queries(11):
        inbound.take(content=content, door="smtp", now=now)
    assert Message.objects.incoming().count() == 0
