"""History of many requests at once is the same history, in few statements."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foia import custody, docket
from foia.models import Deadline, Message, RecordsRequest

pytestmark = pytest.mark.django_db
CHICAGO = "chicago-police-department"
EMAIL = {"channel": "email"}


@pytest.fixture
def requests(draft_to: Callable[..., Message]) -> list[RecordsRequest]:
    """Twelve requests that have not left."""
    return [draft_to(CHICAGO).the_request for _ in range(12)]


def sent(request: RecordsRequest, now: datetime, **fields: Any) -> docket.Happened:
    """The leaving of its letter, not on file yet."""
    return docket.Happened(request, fields.pop("kind", "sent"), now, EMAIL, **fields)


def dates(request: RecordsRequest) -> tuple[object, ...]:
    request.refresh_from_db()
    rows = Deadline.objects.filter(request=request).order_by("position")
    return request.stage, request.next_due_on, list(rows.values_list("term", "due_on", "state"))


def test_many_events_give_what_each_alone_gives(
    requests: list[RecordsRequest], now: datetime
) -> None:
    alone, *rest = requests
    docket.record(request=alone, kind="sent", at=now, details=EMAIL, now=now)
    done = docket.record_all([sent(request, now) for request in rest], now=now)
    assert len(done) == 11
    assert {str(dates(request)) for request in rest} == {str(dates(alone))}
    assert list(custody.breaks()) == []


def test_statements_do_not_grow_with_the_requests(
    requests: list[RecordsRequest], now: datetime
) -> None:
    counts = []
    for some in (requests[:2], requests[2:]):
        with CaptureQueriesContext(connection) as seen:
            entries = docket.record_all([sent(request, now) for request in some], now=now)
            docket.void_all([(entry, "It came back.") for entry in entries], by=None, now=now)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_long_history_brings_its_request_and_body_once(
    requests: list[RecordsRequest], now: datetime
) -> None:
    docket.record_all([sent(request, now) for request in requests], now=now)
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        held = docket.hold_all(request.pk for request in requests)
    of_requests, of_history = (statement["sql"] for statement in seen)
    assert "foia_recordsrequest" in of_requests and "foia_recordsrequest" not in of_history
    assert all(e.request is held.requests[pk] for pk in held.history for e in held.history[pk])


def test_what_came_back_never_started_a_clock(
    requests: list[RecordsRequest], now: datetime
) -> None:
    before = str(dates(requests[0]))
    entries = docket.record_all([sent(request, now) for request in requests], now=now)
    void = docket.void_all([(entry, "It came back.") for entry in entries], by=None, now=now)
    assert void == entries
    assert {str(dates(request)) for request in requests} == {before}
    assert docket.void_all([(entry, "Again.") for entry in entries], by=None, now=now) == []


def test_one_cause_is_recorded_once_and_one_refusal_stays_alone(
    requests: list[RecordsRequest], now: datetime
) -> None:
    first, second, *_ = requests
    events = [sent(first, now, origin="delivery:1:sent"), sent(second, now, kind="no_such_event")]
    assert [entry.request for entry in docket.record_all(events, now=now)] == [first]
    again = sent(first, now + timedelta(hours=1), origin="delivery:1:sent")
    assert docket.record_all([again], now=now) == []
    assert second.docket.count() == 0


def test_an_entry_that_others_rest_on_is_not_voided(
    requests: list[RecordsRequest], now: datetime
) -> None:
    request = requests[0]
    (entry,) = docket.record_all([sent(request, now)], now=now)
    docket.record(request=request, kind="extended", at=now + timedelta(days=1), now=now)
    left = docket.void_all([(entry, "It came back.")], by=None, now=now)
    kinds = [standing.kind for standing in docket.standing(request)]
    assert kinds == (["extended"] if left else ["sent", "extended"])
