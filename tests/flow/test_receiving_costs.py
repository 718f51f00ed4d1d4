"""What a plain mail costs from the door to the docket, and what large ones do to the others."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import docket
from foia.flow import inbound, match, read
from foia.models import Arrival, Message, RecordsRequest
from tests.mails import VAGUE, mail

TOGETHER = 20  # mails that wait when the rooms look, every two seconds
MOST = 15
RECEIVED = "We received your request on November 16, 2026. Our file F-2026-011{:02}.\n"


@pytest.fixture
def requests(
    draft_to: Callable[..., Message], sent: RecordsRequest, now: datetime
) -> list[RecordsRequest]:
    """Twenty requests that have left, and wait for an answer."""
    found = [sent]
    for _ in range(1, TOGETHER):
        request = draft_to("chicago-police-department").the_request
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        found.append(request)
    return found


def test_a_plain_mail_costs_few_statements_from_door_to_docket(
    requests: list[RecordsRequest], now: datetime
) -> None:
    contents = [mail(RECEIVED.format(n), to=request) for n, request in enumerate(requests)]
    with CaptureQueriesContext(connection) as seen:
        for content in contents:
            inbound.take(content=content, door="smtp", now=now)
        for room in (inbound, match, read):
            room.run(now=now)
    for request in requests:
        assert request.docket.filter(kind="acknowledged").count() == 1
        assert request.agency_references.count() == 1
    a_mail = len(seen) / TOGETHER
    assert a_mail <= MOST, f"{a_mail:.1f} statements a mail"


def test_storing_placing_and_filing_cost_the_same_however_many_wait(
    sent: RecordsRequest, now: datetime
) -> None:
    costs = []
    for number in (10, 60):
        for each in range(number):
            inbound.take(content=mail(f"{VAGUE} {number} {each}", to=sent), door="smtp", now=now)
        with CaptureQueriesContext(connection) as seen:
            assert inbound.run(now=now) == number
            assert match.run(now=now) == number
        costs.append(len(seen))
    # SQLite takes some twenty rows of so many columns in one statement
    assert costs[1] - costs[0] <= 5
    assert costs[0] <= 25


def test_a_lone_large_mail_waits_for_the_small_ones(
    sent: RecordsRequest, now: datetime, monkeypatch: Any
) -> None:
    large = mail(VAGUE, to=sent, files={"scan.bin": bytes(2_000_000)})
    inbound.take(content=large, door="smtp", now=now)
    inbound.take(content=mail(VAGUE, to=sent), door="smtp", now=now)
    inbound.run(now=now)
    small_one, large_one = Message.objects.incoming().order_by("pk")
    assert small_one.attachments.count() == 0
    assert large_one.attachments.count() == 1


def test_a_crowd_of_large_mails_is_taken_in_turns(
    sent: RecordsRequest, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr("foia.flow.inbound.turning.MOST_AT_ONCE", 3_000_000)
    for number in range(4):
        content = mail(f"{VAGUE} {number}", to=sent, files={"scan.bin": bytes(1_500_000)})
        inbound.take(content=content, door="smtp", now=now)
    turns = [inbound.run(now=now) for _ in range(4)]
    assert turns == [1, 1, 1, 1]
    assert not Arrival.objects.filter(state=Arrival.State.WAITING).exists()
