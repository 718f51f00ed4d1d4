"""Every way of counting against the slow counter, by terms of law made up at random."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions import Closure
from jurisdictions.calendars import load_calendar
from tests.jurisdictions.places import answer, due, place, told
from tests.jurisdictions.slow_counter import (
    EASTERS,
    slow_days,
    slow_months,
    slow_months_from_next_day,
    slow_months_without,
    slow_roll,
)

STARTS = st.dates(date(2016, 1, 1), date(2032, 12, 31))
DAYS = {"business_days": 1, "calendar_days": 1, "weeks": 7, "working_weeks": 5}
WORKING = ("business_days", "working_weeks")
ROLLS = st.sampled_from(["none", "forward", "forward_full_day", "backward"])
CALENDARS = st.sampled_from(["us", "fr", "br", "gb"])
MONTH_DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(lambda day: day.strftime("%m-%d"))
FAR = "2034-12-31"


@lru_cache
def days_of(name: str) -> tuple[set[date], set[date]]:
    """Closed days, weekends among them, and short ones, as the calendar's file lists them."""
    found = load_calendar(name)
    closed = {date.fromisoformat(day) for day in found.closed}
    opened = {date.fromisoformat(day) for day in found.opened}
    every = (found.first + timedelta(days=n) for n in range((found.last - found.first).days + 1))
    closed |= {day for day in every if day.isoweekday() > 5 and day not in opened}
    return closed, {date.fromisoformat(day) for day in found.short}


def span(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def every_year(first: str, last: str) -> set[date]:
    """The days of a yearly window, which may reach over the new year."""
    found: set[date] = set()
    for year in range(2015, 2035):
        begins, ends = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
        if ends < begins:
            ends = date.fromisoformat(f"{year + 1}-{last}")
        found |= span(begins, ends)
    return found


def window(first: str, last: str, effect: str = "stop") -> str:
    return f"""
[[statutes.windows]]
first = "{first}"
last = "{last}"
effect = "{effect}"
terms = ["response"]
reason = "A window"
cite = "Act, s. 9"
"""


def tolling(effect: str, **more: object) -> str:
    lines = "\n".join(f"{key} = {str(value).lower()}" for key, value in more.items())
    return f"""
[[statutes.tolling]]
starts_on = "clarification_requested"
ends_on = "clarified"
effect = "{effect}"
terms = ["response"]
cite = "Act, s. 8"
{lines}
"""


@settings(max_examples=120)
@given(
    CALENDARS, STARTS, st.sampled_from(sorted(DAYS)), st.integers(1, 60), ROLLS,
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_days_weeks_first_days_rolls_and_free_days(
    name: str, start: date, unit: str, amount: int, roll: str,
    first: bool, opens: bool, franc: bool,
) -> None:  # fmt: skip
    opens = opens and unit not in WORKING and not first
    options: dict[str, Any] = {"first_day_counts": first, "starts_on_working_day": opens}
    term = answer(amount=amount, unit=unit, roll=roll, is_franc=franc, calendar=name, **options)
    closed, short = days_of(name)
    day = slow_days(
        start, amount * DAYS[unit], closed=closed, is_working=unit in WORKING, stopped=set(),
        first_day_counts=first, from_open_day=opens,
    )  # fmt: skip
    wanted = slow_roll(day + timedelta(days=franc), roll, closed, short)
    assert due(told(place(response=term), f"received {start}", as_of=FAR)) == wanted


@settings(max_examples=60)
@given(STARTS, st.integers(1, 30), st.sampled_from(["months", "years"]))
def test_months_and_years_from_the_day_and_from_the_day_after(
    start: date, amount: int, unit: str
) -> None:
    amount, months = (1, 12) if unit == "years" else (amount, amount)
    plain = place(response=answer(amount=amount, unit=unit))
    next_day = place(response=answer(amount=amount, unit=unit, months_from_next_day=True))
    for pack, wanted in (
        (plain, slow_months(start, months)),
        (next_day, slow_months_from_next_day(start, months)),
    ):
        assert due(told(pack, f"received {start}", as_of=FAR)) == wanted


@settings(max_examples=60)
@given(STARTS, st.integers(1, 14), st.sampled_from([("08-01", "08-31", 8), ("02-01", "02-28", 2)]))
def test_months_that_do_not_run(start: date, months: int, month: tuple[str, str, int]) -> None:
    first, last, number = month
    pack = place(window(first, last, "skip_months"), response=answer(amount=months, unit="months"))
    wanted = slow_months_without(start, months, number)
    assert due(told(pack, f"received {start}", as_of=FAR)) == wanted


@settings(max_examples=80)
@given(STARTS, st.sampled_from(sorted(DAYS)), st.integers(1, 40), MONTH_DAYS, MONTH_DAYS)
def test_windows_of_every_year(start: date, unit: str, amount: int, first: str, last: str) -> None:
    stopped = every_year(first, last)
    if len(stopped) > 20 * 300:
        return
    pack = place(window(first, last), response=answer(amount=amount, unit=unit))
    closed, _ = days_of("us")
    wanted = slow_days(
        start, amount * DAYS[unit], closed=closed, is_working=unit in WORKING, stopped=stopped
    )
    if wanted.year < 2034:
        assert due(told(pack, f"received {start}", as_of=FAR)) == wanted


@settings(max_examples=60)
@given(STARTS, st.integers(1, 60), st.integers(0, 30), st.integers(0, 30))
def test_windows_around_easter(start: date, amount: int, before: int, after: int) -> None:
    pack = place(
        window(f"easter-{before}", f"easter+{after}"),
        response=answer(amount=amount, unit="calendar_days"),
    )
    stopped: set[date] = set()
    for sunday in EASTERS.values():
        stopped |= span(sunday - timedelta(days=before), sunday + timedelta(days=after))
    wanted = slow_days(start, amount, closed=set(), is_working=False, stopped=stopped)
    assert due(told(pack, f"received {start}", as_of=FAR)) == wanted


@settings(max_examples=100)
@given(
    STARTS, st.sampled_from(sorted(DAYS)), st.integers(1, 40), st.integers(0, 50),
    st.integers(0, 50), st.booleans(), st.integers(-20, 60), st.integers(0, 20),
)  # fmt: skip
def test_questions_and_closed_days_of_a_body(
    start: date, unit: str, amount: int, asked: int, took: int, from_its_day: bool,
    shut: int, shut_for: int,
) -> None:  # fmt: skip
    pack = place(
        tolling("stop", from_its_day=from_its_day),
        response=answer(amount=amount, unit=unit),
        statute='closures = "pause"\n',
    )
    question = start + timedelta(days=asked)
    answered = question + timedelta(days=took)
    closure = Closure(
        start + timedelta(days=shut), start + timedelta(days=shut + shut_for), "Flood"
    )
    stopped = span(question + timedelta(days=not from_its_day), answered)
    if unit in WORKING:
        stopped |= span(closure.first, closure.last)
    closed, _ = days_of("us")
    wanted = slow_days(
        start, amount * DAYS[unit], closed=closed, is_working=unit in WORKING, stopped=stopped
    )
    events = (f"clarification_requested {question}", f"clarified {answered}")
    found = told(pack, f"received {start}", *events, as_of=FAR, closed=[closure])
    assert due(found) == wanted


@settings(max_examples=80)
@given(STARTS, st.integers(1, 40), st.integers(0, 80), st.integers(0, 40), st.integers(1, 20))
def test_terms_that_begin_anew_or_are_lengthened(
    start: date, amount: int, asked: int, took: int, added: int
) -> None:
    closed, _ = days_of("us")

    def counted(begins: date, days: int) -> date:
        return slow_days(begins, days, closed=closed, is_working=True, stopped=set())

    question = start + timedelta(days=asked)
    answered = question + timedelta(days=took)
    events = (f"clarification_requested {question}", f"clarified {answered}")
    term = answer(amount=amount, unit="business_days")
    first = counted(start, amount)
    anew = counted(answered, amount) if question <= first else first
    longer = counted(first, added) if question <= first else first
    more = tolling("add", amount=added) + 'unit = "business_days"\n'
    for rule, wanted in ((tolling("restart"), anew), (more, longer)):
        found = told(place(rule, response=term), f"received {start}", *events, as_of=FAR)
        assert due(found) == wanted


@settings(max_examples=50)
@given(STARTS, st.integers(1, 90), st.integers(1, 200))
def test_of_two_lengths_the_one_that_ends_first(start: date, working: int, days: int) -> None:
    closed, _ = days_of("us")
    first = slow_days(start, working, closed=closed, is_working=True, stopped=set())
    wanted = min(first, start + timedelta(days=days))
    term = answer(amount=working, unit="business_days", or_amount=days, or_unit="calendar_days")
    assert due(told(place(response=term), f"received {start}", as_of=FAR)) == wanted


def test_a_union_is_closed_on_the_days_of_all_its_parts() -> None:
    union = load_calendar("gb")
    parts = [load_calendar(name) for name in union.union]
    assert parts
    assert set(union.closed) >= {day for part in parts for day in part.closed}
