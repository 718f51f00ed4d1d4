"""A plain mail goes from its arrival to the docket in one transaction; all else as the rooms do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import custody, docket, receiving
from foia.flow import inbound, match, read
from foia.mail.classify import classify
from foia.models import (
    AgencyClosure,
    Arrival,
    Contact,
    DocketEntry,
    LawChange,
    Message,
    Reading,
    RecordsRequest,
    Suggestion,
    Team,
    User,
)
from tests.killed import dies_before
from tests.mails import EXTENSION, FINAL, VAGUE, contract, mail

MOST = 15
RECEIVED = "We received your request on November 16, 2026. Our file F-2026-01184.\n"
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
State = Arrival.State
NewRequest = Callable[[], RecordsRequest]


@pytest.fixture
def new_request(
    draft_to: Callable[..., Message], sent: RecordsRequest, now: datetime
) -> NewRequest:
    """Makes one more request to Chicago's police that has left."""

    def made() -> RecordsRequest:
        request = draft_to("chicago-police-department").the_request
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        return request

    return made


def take(content: bytes, now: datetime) -> Arrival:
    return inbound.take(content=content, door="smtp", now=now)


def walk(now: datetime) -> None:
    """Let the rooms look, as the worker does."""
    for room in (receiving, match, read):
        room.run(now=now)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are executed inside, without the bounds of transactions."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as seen:
        yield found
    said = (str(query["sql"]) for query in seen.captured_queries)
    found += [sql for sql in said if not sql.startswith(BOUNDS)]


def history(request: RecordsRequest) -> list[str]:
    return list(request.docket.order_by("seq").values_list("kind", flat=True))


def test_one_lone_plain_mail_costs_few_statements_from_door_to_docket(
    sent: RecordsRequest, now: datetime
) -> None:
    content = mail(RECEIVED, to=sent)
    with counted() as statements:
        take(content, now)
        assert receiving.run(now=now) == 1
    assert history(sent) == ["sent", "acknowledged"]
    assert sent.agency_references.get().text == "F-2026-01184"
    assert len(statements) <= MOST, "\n".join(sql[:150] for sql in statements)
    assert list(custody.breaks()) == []
    with counted() as idle:
        walk(now)
    assert len(idle) <= 4  # each room looks once; nothing is done again


def test_plain_mails_together_cost_hardly_more_than_their_doors(
    new_request: NewRequest, now: datetime
) -> None:
    requests = [new_request() for _ in range(20)]
    with counted() as statements:
        for request in requests:
            take(mail(RECEIVED, to=request), now)
        assert receiving.run(now=now) == 20
    assert {tuple(history(request)) for request in requests} == {("sent", "acknowledged")}
    assert len(statements) <= 20 * 3 + 15


def what_is_known(request: RecordsRequest) -> list[Any]:
    """All that a request shows of its mails, whichever way they took."""
    request.refresh_from_db()
    mails = request.messages.incoming().order_by("pk")
    columns = ("filing", "filing_rung", "body_text", "reading__kind", "reading__state")
    return [
        list(mails.values_list(*columns, "reading__troubles")),
        list(request.docket.order_by("seq").values_list("kind", "details", "message__subject")),
        list(request.deadlines.order_by("position").values_list("term", "due_on", "state")),
        list(request.findings.order_by("category").values_list("category", "state")),
        list(request.agency_references.order_by("text").values_list("text", flat=True)),
        (request.stage, request.next_due_on, request.remind_at),
    ]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (RECEIVED, {}),
        (EXTENSION, {}),
        (FINAL, {"files": {"contract.pdf": contract()}}),
        (VAGUE, {}),
        (EXTENSION, {"sender": "clerk@elsewhere.example"}),
        ("Your appeal is denied.", {}),
        ("Out of office until Monday.", {"Auto_Submitted": "auto-replied"}),
    ],
)
def test_both_ways_end_in_the_same_record(
    new_request: NewRequest, now: datetime, text: str, more: dict[str, Any]
) -> None:
    found = []
    for first in (receiving, inbound):
        request = new_request()
        take(mail(text, to=request, **more), now)
        for room in (first, match, read):
            room.run(now=now)
        found.append(what_is_known(request))
    assert found[0][0]
    assert found[0] == found[1]


def test_a_second_mail_of_a_request_waits_until_the_first_is_read(
    sent: RecordsRequest, now: datetime
) -> None:
    take(mail(RECEIVED, to=sent), now)
    take(mail(EXTENSION, to=sent), now)
    receiving.run(now=now)
    assert history(sent) == ["sent", "acknowledged"]
    assert Message.objects.to_match().count() == 1
    take(mail("We need to know which year you mean, please clarify.", to=sent), now)
    receiving.run(now=now)  # the one before is not even filed
    assert Message.objects.to_match().count() == 2
    walk(now)
    assert history(sent)[:3] == ["sent", "acknowledged", "extended"]
    assert not Message.objects.to_match().exists()
    assert not Message.objects.to_read().exists()


def test_what_breaks_on_the_short_way_takes_the_long_one(
    sent: RecordsRequest, new_request: NewRequest, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_request()

    def breaks(mail: Any, **asked: Any) -> Any:
        if "unreadable" in mail.text:
            raise ValueError("This mail breaks its reader.")
        return classify(mail, **asked)

    monkeypatch.setattr("foia.flow.read.reading.classify", breaks)
    take(mail("An unreadable answer.", to=sent), now)
    take(mail(RECEIVED, to=other), now)
    assert receiving.run(now=now) == 2
    assert not Arrival.objects.exclude(state=State.TAKEN_IN).exists()
    assert Message.objects.to_match().count() == 2
    walk(now)
    assert history(other) == ["sent", "acknowledged"]
    (reading,) = Reading.objects.filter(message__request=sent)
    assert (reading.kind, reading.state) == ("unknown", Reading.State.ASKED)
    sent.refresh_from_db()
    assert sent.remind_at == now


def test_the_same_mail_by_two_doors_is_one_message_and_one_entry(
    sent: RecordsRequest, now: datetime
) -> None:
    content = mail(RECEIVED, to=sent)
    for door in ("smtp", "imap"):
        inbound.take(
            content=b"Received: by " + door.encode() + b"\r\n" + content, door=door, now=now
        )
    receiving.run(now=now)
    inbound.take(content=b"Received: by a third\r\n" + content, door="webhook", now=now)
    walk(now)
    message = Message.objects.incoming().get()
    assert message.arrivals.filter(state=State.TAKEN_IN).count() == 3
    assert history(sent) == ["sent", "acknowledged"]
    assert list(custody.breaks()) == []


def test_the_closed_days_of_a_body_count_and_a_change_of_law_is_told(
    sent: RecordsRequest, now: datetime
) -> None:
    AgencyClosure.objects.create(
        agency=sent.agency, first_on="2026-11-20", last_on="2026-11-20", reason="Closed"
    )
    LawChange.objects.create(
        agency=sent.agency, by=LawChange.By.CLOCKS, spans=[], why=["Closed"], created_at=now
    )
    take(mail(RECEIVED, to=sent), now)
    receiving.run(now=now)
    sent.refresh_from_db()
    timeline = docket.timeline_of(request=sent, now=now)
    shown = [(due.term, due.due_on) for due in timeline.deadlines]
    assert list(sent.deadlines.order_by("position").values_list("term", "due_on")) == shown


def test_a_sender_whom_the_team_alone_knows_is_no_stranger(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    team = Team.objects.create(name="Alone", created_at=now)
    team.memberships.create(user=citizen, role="owner")
    Contact.objects.create(
        agency=sent.agency, channel="email", address="clerk@private.example", rank=9, team=team
    )
    take(mail(RECEIVED, to=sent, sender="clerk@private.example"), now)
    receiving.run(now=now)
    assert history(sent) == ["sent", "acknowledged"]


@pytest.mark.django_db(transaction=True)
def test_killed_before_any_statement_a_mail_is_neither_lost_nor_doubled(
    sent: RecordsRequest, now: datetime
) -> None:
    for nth in count(1):
        content = mail(f"{RECEIVED}It is the mail {nth}.", to=sent, files={"a.txt": b"%d" % nth})
        take(content, now)
        has_died = dies_before(nth, now, receiving.run)
        walk(now)
        message = Message.objects.incoming().order_by("pk").last()
        assert message and f"mail {nth}." in message.body_text
        assert Message.objects.incoming().count() == nth
        assert message.attachments.count() == 1
        assert DocketEntry.objects.filter(message=message).count() == 1, nth
        assert not Arrival.objects.exclude(state=State.TAKEN_IN).exists()
        assert not Suggestion.objects.exists()
        if not has_died:
            break
    assert nth > 12
    assert list(custody.breaks()) == []
