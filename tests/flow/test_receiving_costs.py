"""What a plain mail costs from the door to the docket, and what large ones do to the others."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia.flow import inbound, match, read
from foia.models import Arrival, Message, RecordsRequest
from tests.mails import VAGUE, mail

TOGETHER = 20  # mails that wait when the rooms look, every two seconds
MOST = 15


def test_a_plain_mail_costs_few_statements_from_door_to_docket(
    sent: RecordsRequest, now: datetime
) -> None:
    text = "We received your request on November 16, 2026 and assigned it number F-2026-0{}.\n"
    contents = [mail(text.format(number), to=sent) for number in range(TOGETHER)]
    with CaptureQueriesContext(connection) as seen:
        for content in contents:
            inbound.take(content=content, door="smtp", now=now)
        for room in (inbound, match, read):
            room.run(now=now)
    filed = Message.objects.filter(request=sent, direction="in")
    assert filed.count() == TOGETHER
    assert filed.exclude(reading=None).count() == TOGETHER
    by_room = len(seen) / TOGETHER
    assert by_room <= MOST, f"{by_room:.1f} statements a mail"


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
    assert costs[0] == costs[1]
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
