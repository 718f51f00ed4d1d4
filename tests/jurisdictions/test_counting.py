"""Counting against an independent counter and numpy, and the laws that any count must obey."""

from datetime import date, timedelta

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.calendars import OutsideCalendar, UnknownCalendar, load_calendar
from jurisdictions.terms import Count, Span, Stop, add_months, due_date, explain
from tests.jurisdictions.slow_counter import slow_business_days, slow_months

CALENDARS = ("us", "us-il", "mx", "fr")
DAYS = st.dates(date(2016, 1, 1), date(2029, 12, 31))
NAMES = st.sampled_from(CALENDARS)
UNITS = st.sampled_from(["business_days", "calendar_days", "weeks", "months"])
SPANS = st.builds(Span, st.integers(1, 40), UNITS)
STOPS = st.builds(
    lambda first, length: Stop(first, first + timedelta(days=length), "stopped"),
    DAYS,
    st.integers(0, 60),
)


@given(NAMES, DAYS, st.integers(1, 120))
def test_business_days_agree_with_a_slow_counter_and_with_numpy(
    name: str, start: date, days: int
) -> None:
    calendar = load_calendar(name)
    slow = slow_business_days(start, days, set(calendar.closed))
    oracle = numpy.busday_offset(start, days, roll="preceding", holidays=list(calendar.closed))
    assert calendar.add_working_days(start, days) == slow == oracle.astype(date)


@given(DAYS, st.integers(1, 30))
def test_months_agree_with_a_slow_counter(start: date, months: int) -> None:
    assert add_months(start, months) == slow_months(start, months)


@given(NAMES, DAYS, st.lists(SPANS, min_size=1, max_size=2), st.lists(STOPS, max_size=2))
def test_the_explanation_ends_on_the_due_date_and_adds_up(
    name: str, start: date, spans: list[Span], stops: list[Stop]
) -> None:
    count = Count(start=start, spans=tuple(spans), calendar=load_calendar(name), stops=tuple(stops))
    told = explain(count)
    assert told[-1].date == due_date(count) >= start
    if all(span.unit != "months" for span in spans):
        wanted = sum(span.amount * (7 if span.unit == "weeks" else 1) for span in spans)
        assert sum(day.counts for day in told) == wanted
        assert [day.date for day in told] == [
            start + timedelta(days=n) for n in range((told[-1].date - start).days + 1)
        ]


@given(NAMES, DAYS, st.integers(0, 40), SPANS)
def test_a_later_start_never_falls_due_earlier(
    name: str, start: date, later: int, span: Span
) -> None:
    first = Count(start=start, spans=(span,), calendar=load_calendar(name))
    second = Count(start=start + timedelta(days=later), spans=(span,), calendar=first.calendar)
    assert due_date(first) <= due_date(second)


@given(NAMES, DAYS, SPANS, STOPS)
def test_a_stop_never_brings_a_date_forward(name: str, start: date, span: Span, stop: Stop) -> None:
    free = Count(start=start, spans=(span,), calendar=load_calendar(name))
    stopped = Count(start=start, spans=(span,), calendar=free.calendar, stops=(stop,))
    assert due_date(stopped) >= due_date(free)


def test_the_first_day_counts_where_the_law_says_so() -> None:
    calendar = load_calendar("us")
    count = Count(
        start=date(2026, 3, 2),
        spans=(Span(5, "business_days"),),
        calendar=calendar,
        first_day_counts=True,
    )
    assert due_date(count) == date(2026, 3, 6)
    assert explain(count)[0].counts


@pytest.mark.parametrize(
    ("roll", "due_on"),
    [
        ("none", date(2026, 2, 14)),
        ("forward", date(2026, 2, 17)),
        ("forward_sunday_or_holiday", date(2026, 2, 14)),
        ("backward", date(2026, 2, 13)),
    ],
)
def test_a_last_day_on_a_saturday_rolls_as_the_law_says(roll: str, due_on: date) -> None:
    count = Count(
        start=date(2026, 1, 14),
        spans=(Span(1, "months"),),
        calendar=load_calendar("us"),
        roll=roll,  # type: ignore[arg-type]
    )
    assert due_date(count) == due_on == explain(count)[-1].date


def test_a_day_beyond_the_calendar_is_refused_and_never_guessed() -> None:
    with pytest.raises(OutsideCalendar, match="from 2015-01-01 to 2035-12-31, and 2036-01-01"):
        load_calendar("us").add_working_days(date(2035, 12, 20), 20)
    with pytest.raises(OutsideCalendar, match="2014-06-01"):
        load_calendar("us").add_working_days(date(2014, 6, 1), 5)


def test_an_unknown_calendar_names_those_there_are() -> None:
    with pytest.raises(UnknownCalendar, match="us-il"):
        load_calendar("atlantis")


@pytest.mark.parametrize(
    ("name", "day", "why"),
    [
        ("us-il", date(2026, 2, 12), "Lincoln's Birthday"),
        ("us-il", date(2026, 11, 27), "Day after Thanksgiving"),
        ("us-il", date(2026, 3, 2), ""),
        ("us-il", date(2026, 11, 3), "General Election Day"),
        ("us-il", date(2027, 11, 2), ""),
        ("us-il", date(2027, 6, 18), ""),
        ("us", date(2027, 12, 31), "New Year's Day (observed)"),
        ("us", date(2026, 11, 27), ""),
        ("us", date(2024, 12, 24), ""),
        ("us", date(2025, 1, 20), "Martin Luther King Jr. Day"),
        ("mx", date(2026, 5, 5), "Battle of Puebla"),
        ("ru", date(2025, 11, 1), ""),
        ("us", date(2026, 7, 5), "Sunday"),
    ],
)
def test_the_known_traps_of_the_calendars(name: str, day: date, why: str) -> None:
    assert load_calendar(name).why_closed(day) == why
