"""History is only added to; stage and deadlines follow from it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from foia import custody, docket
from foia.flow import archive, deadlines
from foia.models import (
    AgencyClosure,
    CustodyEntry,
    Deadline,
    DocketEntry,
    HistoryIsAppendOnly,
    Message,
    RecordsRequest,
    User,
)
from jurisdictions import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(draft: Message, now: datetime) -> RecordsRequest:
    """The Chicago request, said to be sent, without the mail of it."""
    request = draft.request
    assert request is not None
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    return request


def projection(request: RecordsRequest) -> tuple[Any, ...]:
    """Everything that is rebuilt from the docket."""
    fresh = RecordsRequest.objects.get(pk=request.pk)
    rows = Deadline.objects.filter(request=request).order_by("position")
    return (
        fresh.stage,
        fresh.next_due_on,
        fresh.refold_at,
        fresh.notes,
        list(rows.values("term", "due_on", "state", "cite")),
    )


def due(request: RecordsRequest) -> date:
    return request.deadlines.get(term="response").due_on


def test_an_event_gives_the_stage_and_every_deadline(request_: RecordsRequest) -> None:
    request_.refresh_from_db()
    assert request_.stage == "awaiting_response"
    deadline = request_.deadlines.get(term="response")
    assert (deadline.due_on, deadline.cite) == (date(2026, 11, 23), "5 ILCS 140/3(d)")
    assert (request_.clocks_from, request_.clocks_to) == (date(2026, 11, 16), deadline.due_on)
    assert request_.next_due_on == deadline.due_on


def test_the_same_cause_is_recorded_once(request_: RecordsRequest, now: datetime) -> None:
    fields: dict[str, Any] = {"request": request_, "kind": "extended", "at": now, "now": now}
    assert docket.record(origin="reading:1", **fields) is not None
    before = projection(request_)
    assert docket.record(origin="reading:1", **fields) is None
    assert projection(request_) == before
    assert request_.docket.count() == 2


@pytest.mark.parametrize(
    ("kind", "shift", "details", "said"),
    [
        ("extended", -30, {}, "is before"),
        ("no_such_thing", 1, {}, "unknown"),
        ("extended", 1, {"untill": "2026-12-02"}, "untill"),
        ("extended", 1, {"until": "soon"}, "until"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    request_: RecordsRequest,
    now: datetime,
    kind: str,
    shift: int,
    details: dict[str, str],
    said: str,
) -> None:
    before, links = projection(request_), CustodyEntry.objects.count()
    with pytest.raises(DomainError, match=said):
        docket.record(
            request=request_, kind=kind, at=now + timedelta(days=shift), details=details, now=now
        )
    assert projection(request_) == before
    assert request_.docket.count() == 1
    assert CustodyEntry.objects.count() == links
    again = docket.record(request=request_, kind="acknowledged", at=now, now=now)
    assert again is not None
    assert again.seq == 2


def test_an_event_before_anything_was_sent_is_refused(draft: Message, now: datetime) -> None:
    assert draft.request is not None
    with pytest.raises(DomainError, match="no request before it"):
        docket.record(request=draft.request, kind="extended", at=now, now=now)
    assert not DocketEntry.objects.exists()


def test_a_mistake_is_voided_and_stays_readable(
    request_: RecordsRequest, citizen: User, now: datetime
) -> None:
    before = projection(request_)
    wrong = docket.record(request=request_, kind="denied", at=now + timedelta(days=1), now=now)
    assert wrong is not None
    correction = docket.void(entry=wrong, reason="It was another letter.", by=citizen, now=now)
    assert projection(request_) == before
    assert (correction.voids, correction.details["reason"]) == (wrong, "It was another letter.")
    assert [entry.kind for entry in docket.standing(request_)] == ["sent"]
    for entry in (wrong, correction):
        with pytest.raises(docket.DocketError, match="void already"):
            docket.void(entry=entry, reason="again", by=citizen, now=now)
    assert request_.docket.count() == 3


@pytest.mark.parametrize("is_void_first", [True, False])
def test_the_order_of_correcting_and_recording_does_not_matter(
    request_: RecordsRequest, citizen: User, now: datetime, is_void_first: bool
) -> None:
    later = now + timedelta(days=1)
    wrong = docket.record(request=request_, kind="denied", at=now, now=now)
    assert wrong is not None
    if is_void_first:
        docket.void(entry=wrong, reason="misread", by=citizen, now=now)
    docket.record(request=request_, kind="extended", at=later, now=now)
    if not is_void_first:
        docket.void(entry=wrong, reason="misread", by=citizen, now=now)
    assert request_.deadlines.get(term="response").due_on == date(2026, 12, 2)
    assert RecordsRequest.objects.get().stage == "awaiting_response"
    assert not request_.deadlines.filter(term="appeal").exists()


def test_the_first_sending_cannot_be_voided_under_what_came_after(
    request_: RecordsRequest, citizen: User, now: datetime
) -> None:
    docket.record(request=request_, kind="extended", at=now + timedelta(days=1), now=now)
    before = projection(request_)
    sent = request_.docket.get(kind="sent")
    with pytest.raises(DomainError, match="no request before it"):
        docket.void(entry=sent, reason="never left", by=citizen, now=now)
    assert projection(request_) == before


def test_history_can_be_neither_changed_nor_deleted(request_: RecordsRequest) -> None:
    entry = request_.docket.get()
    entry.kind = "denied"
    with pytest.raises(HistoryIsAppendOnly):
        entry.save()
    with pytest.raises(HistoryIsAppendOnly):
        entry.delete()
    with pytest.raises(IntegrityError):
        request_.delete()


def test_folding_again_changes_nothing(request_: RecordsRequest, now: datetime) -> None:
    docket.record(request=request_, kind="extended", at=now + timedelta(days=1), now=now)
    before = projection(request_)
    docket.refold(request=request_, now=now)
    docket.refold(request=RecordsRequest.objects.get(pk=request_.pk), now=now)
    assert projection(request_) == before


def test_a_published_closure_is_seen_at_the_next_folding(
    request_: RecordsRequest, now: datetime
) -> None:
    day = date(2026, 11, 18)
    AgencyClosure.objects.create(
        agency=request_.agency, first_on=day, last_on=day, reason="Burst pipe"
    )
    docket.refold(request=RecordsRequest.objects.get(pk=request_.pk), now=now)
    assert any("Burst pipe" in note for note in projection(request_)[3])


def test_time_alone_moves_the_stage_and_only_when_it_must(
    request_: RecordsRequest, now: datetime
) -> None:
    request_.refresh_from_db()
    first = request_.refold_at
    assert first is not None
    assert first.astimezone(now.tzinfo).date() == date(2026, 11, 24)
    assert deadlines.run(now=first - timedelta(seconds=1)) == 0
    assert deadlines.run(now=first) == 1
    request_.refresh_from_db()
    assert request_.stage in ("silent_refusal", "overdue")
    assert request_.refold_at is None or request_.refold_at > first
    assert deadlines.run(now=first) == 0


def test_a_broken_docket_does_not_hold_up_the_others(
    request_: RecordsRequest, draft_to: Callable[..., Message], now: datetime
) -> None:
    other = draft_to("chicago-oemc").request
    assert other is not None
    docket.record(request=other, kind="sent", at=now, details={"channel": "email"}, now=now)
    RecordsRequest.objects.filter(pk=request_.pk).update(jurisdiction_code="gone")
    assert deadlines.run(now=now + timedelta(days=30)) == 1
    other.refresh_from_db()
    assert other.stage != "awaiting_response"


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_number_the_entries_and_the_links_without_a_gap(
    request_: RecordsRequest, now: datetime
) -> None:
    def work(number: int) -> None:
        request = RecordsRequest.objects.get(pk=request_.pk)
        docket.record(
            request=request,
            kind="acknowledged",
            at=now + timedelta(hours=number),
            origin=f"test:{number // 2}",
            now=now,
        )
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(1, 13)))
    numbers = list(request_.docket.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 1 + 7, "each cause once"
    assert list(custody.breaks()) == []
    assert list(archive.verify_store()) == []


def test_recording_costs_few_statements(
    request_: RecordsRequest, now: datetime, django_assert_max_num_queries: Any
) -> None:
    request = RecordsRequest.objects.select_related("agency").get(pk=request_.pk)
    with django_assert_max_num_queries(13):
        docket.record(request=request, kind="acknowledged", at=now, origin="test:1", now=now)


def test_refolding_nothing_costs_one_statement(
    request_: RecordsRequest, now: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
        deadlines.run(now=now)


def test_a_request_that_its_law_refuses_does_not_stand_in_the_way_of_others(
    request_: RecordsRequest, now: datetime
) -> None:
    RecordsRequest.objects.filter(pk=request_.pk).update(variants=["no such variant"])
    later = now + timedelta(days=30)
    assert deadlines.run(now=later) == 0
    request_.refresh_from_db()
    assert request_.refold_at == later + timedelta(days=1)
    assert deadlines.run(now=later) == 0
