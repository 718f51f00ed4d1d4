"""What a long run over random dockets of every place brought to light, and the laws it tried."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions import Deadline, DomainError, Event, Pack, codes, fold, load_pack
from jurisdictions.events import CHANNELS, KINDS
from jurisdictions.terms import DAYS_IN
from tests.jurisdictions.places import answer, due, only, place, told

REASONABLE = """
[[statutes.extensions]]
term = "response"
basis = "reasonable"
cite = "Act, s. 2"
"""
ANEW = """
[[statutes.tolling]]
starts_on = "clarification_requested"
ends_on = "clarified"
effect = "restart"
terms = ["response"]
cite = "Act, s. 3"
"""
AUGUST = """
[[statutes.windows]]
first = "08-01"
last = "08-31"
effect = "skip_months"
terms = ["response"]
reason = "August does not count"
cite = "Act, s. 9"
"""


def test_a_term_that_begins_anew_overtakes_the_date_that_the_body_had_fixed() -> None:
    timeline = told(
        place(REASONABLE, ANEW),
        "received 2026-03-02",
        "extended 2026-03-10 until=2026-06-15",
        "clarification_requested 2026-04-10",
        "clarified 2026-07-06",
    )
    assert only(timeline, "response").starts_on == date(2026, 7, 6)
    assert due(timeline) == date(2026, 8, 3)


def test_a_term_that_begins_in_a_month_that_does_not_run_is_told_in_order() -> None:
    pack = place(AUGUST, response=answer(amount=2, unit="months"))
    days = only(told(pack, "received 2026-08-10"), "response").counted
    assert [day.date for day in days] == sorted(day.date for day in days)
    assert any("counts from 2026-07-31: August" in day.why for day in days)


def test_a_date_that_the_body_fixed_is_explained_beyond_the_calendar_too() -> None:
    timeline = told(
        place(REASONABLE, ANEW),
        "received 2035-07-31",
        "extended 2035-08-01 until=2036-02-04",
        "clarification_requested 2035-09-06",
        "clarified 2035-12-20",
        as_of="2036-12-31",
    )
    assert due(timeline) == date(2036, 2, 4)


def test_two_notices_of_one_moment_may_be_told_in_either_order() -> None:
    extension = REASONABLE.replace('"reasonable"', '"added"\namount = 10\ntimes = 1')
    events = ["received 2026-03-02", "extended 2026-03-04 days=0", "extended 2026-03-04"]
    once = told(place(extension), *events)
    assert told(place(extension), *events[::-1]) == once


def test_an_empty_name_is_no_step() -> None:
    with pytest.raises(DomainError, match="names the step ''"):
        told(place(), "received 2026-03-02", "appealed 2026-04-02 step=")


def moments_of(year: int) -> list[datetime]:
    """Nights on which clocks change, leap days, month ends and the turn of the year."""
    days = [(1, 1), (2, 28), (3, 29), (7, 31), (10, 25), (12, 31)]
    leap = [(2, 29)] if year % 4 == 0 else []
    return [datetime(year, *day, hour, 30, tzinfo=UTC) for day in days + leap for hour in (1, 23)]


ODD_MOMENTS = st.sampled_from([at for year in range(2015, 2036) for at in moments_of(year)])
LATER = st.tuples(
    st.integers(0, len(KINDS)),
    st.integers(0, 300),
    st.fixed_dictionaries(
        {},
        optional={
            "days": st.sampled_from([0, 1, 10, 3660]),
            "until": st.dates(date(2015, 1, 1), date(2037, 1, 1)),
            "channel": st.sampled_from(CHANNELS),
            "remedies_notified": st.booleans(),
        },
    ),
)
OFTEN = ("extended", "resumed", "denied", "appealed", "clarification_requested", "clarified")


def docket(pack: Pack, received: datetime, later: list[tuple[int, int, Any]]) -> list[Event]:
    """Events of the kinds that this law reacts to, half of the time, at steps that it has."""
    known = [rule.starts_on for statute in pack.statutes for rule in statute.tolling]
    kinds = [*sorted(KINDS), *OFTEN, *known]
    found = [Event(kind="received", at=received)]
    for number, days, fields in later:
        kind = kinds[-1 - number] if number < len(kinds) else "extended"
        found.append(Event(kind=kind, at=received + timedelta(days=days), **fields))
    return found


@settings(max_examples=500)
@given(st.sampled_from(codes()), ODD_MOMENTS, st.lists(LATER, max_size=6), st.randoms())
def test_every_docket_is_explained_to_the_day_or_refused_in_a_sentence(
    code: str, received: datetime, later: list[tuple[int, int, Any]], random: Any
) -> None:
    pack = load_pack(code)
    events, as_of = docket(pack, received, later), received + timedelta(days=150)
    try:
        timeline = fold(pack, events, as_of=as_of)
    except DomainError as error:
        assert str(error).endswith(".")
        assert "\n" not in str(error)
        return
    random.shuffle(events)
    assert fold(pack, events, as_of=as_of) == timeline
    for deadline in timeline.deadlines:
        require_sound(deadline)


def require_sound(deadline: Deadline) -> None:
    """It ends on its date, not before its start, tells days in order, and adds up."""
    assert deadline.counted[-1].date == deadline.due_on >= deadline.starts_on
    count = deadline.count
    if count is None or count.roll == "backward":
        return
    days = [day.date for day in deadline.counted]
    assert days == sorted(days)
    assert deadline.looked_at[0] <= days[0] <= days[-1] <= deadline.looked_at[1]
    if count.fixed_on is None and all(span.unit in DAYS_IN for span in count.spans):
        numbered = [day for day in deadline.counted if day.counts and " of " in day.why]
        assert len(numbered) == sum(span.amount * DAYS_IN[span.unit] for span in count.spans)
