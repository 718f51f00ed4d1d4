"""Counting: from a start and a length to a due date, and day by day why it is that date."""

import calendar as months_of
from datetime import date, timedelta

from msgspec import Struct

from jurisdictions.calendars import Calendar
from jurisdictions.errors import DomainError
from jurisdictions.law import Roll, Unit

ONE_DAY = timedelta(days=1)
LONGEST_DAYS = 366 * 30


class Uncountable(DomainError):
    """A length that cannot be counted to a date."""


class Stop(Struct, frozen=True):
    """Days, both included, on which a clock does not run, and why."""

    first: date
    last: date
    why: str


class Span(Struct, frozen=True):
    """A length of time in the law's own unit; `of` says what it belongs to, in words."""

    amount: int
    unit: Unit
    of: str = ""


class CountedDay(Struct, frozen=True):
    """One day of an explanation."""

    date: date
    counts: bool
    why: str


class Count(Struct, frozen=True, kw_only=True):
    """Everything that makes one due date. Day units only, except that hours end as calendar days.

    `fixed_on` is a date set by the body, which then is the due date whatever the count says.
    """

    start: date
    spans: tuple[Span, ...]
    calendar: Calendar
    day_zero: str = "The first day is not counted"
    first_day_counts: bool = False
    roll: Roll = "none"
    is_franc: bool = False
    stops: tuple[Stop, ...] = ()
    fixed_on: date | None = None
    fixed_why: str = ""


def due_date(count: Count) -> date:
    """The last day of the term."""
    if count.fixed_on is not None:
        return count.fixed_on
    if count.stops or count.first_day_counts:
        return _walk(count, None)
    day = count.start
    for span in count.spans:
        day = _jump(day, span, count.calendar)
    return _rolled(day + ONE_DAY if count.is_franc else day, count, None)


def _jump(day: date, span: Span, calendar: Calendar) -> date:
    """The end of an undisturbed span without walking its days."""
    if span.unit == "business_days":
        return calendar.add_working_days(day, span.amount) if span.amount > 0 else day
    if span.unit == "months":
        return add_months(day, span.amount)
    if span.unit == "years":
        return add_months(day, 12 * span.amount)
    return day + timedelta(days=7 * span.amount if span.unit == "weeks" else span.amount)


def explain(count: Count) -> tuple[CountedDay, ...]:
    """Every day from the start to the due date, each with whether it counts and why."""
    told: list[CountedDay] = []
    reached = _walk(count, told)
    if count.fixed_on is None:
        return tuple(told)
    kept = [day for day in told if day.date < count.fixed_on]
    day = max(reached, count.start) + ONE_DAY
    while day < count.fixed_on:
        kept.append(CountedDay(day, False, "Beyond the days counted by the law"))
        day += ONE_DAY
    kept.append(CountedDay(count.fixed_on, True, count.fixed_why))
    return tuple(kept)


def add_months(start: date, months: int) -> date:
    """The same day of the month that many months later, or that month's last day if it has none."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, months_of.monthrange(year, month + 1)[1]))


def _walk(count: Count, told: list[CountedDay] | None) -> date:
    """Count the spans one after the other, then the free day and the roll."""
    day = count.start
    if count.first_day_counts:
        day -= ONE_DAY
    elif told is not None:
        told.append(CountedDay(day, False, count.day_zero))
    for span in count.spans:
        if span.unit in ("months", "years"):
            day = _count_months(day, span, count, told)
        else:
            day = _count_days(day, span, count, told)
    if count.is_franc:
        day += ONE_DAY
        _tell(told, day, True, "The free day added at the end of a délai franc")
    return _rolled(day, count, told)


def _count_days(day: date, span: Span, count: Count, told: list[CountedDay] | None) -> date:
    amount = span.amount * 7 if span.unit == "weeks" else span.amount
    if amount > LONGEST_DAYS:
        raise Uncountable(
            f"A term of {span.amount} {span.unit} is longer than any law's: check it."
        )
    business = span.unit == "business_days"
    of = f" of {span.of}" if span.of else ""
    done = 0
    while done < amount:
        day += ONE_DAY
        why = _why_stopped(day, count.stops)
        if business:
            count.calendar.require(day)
            why = count.calendar.why_closed(day) or why
        if why:
            _tell(told, day, False, why)
            continue
        done += 1
        if told is not None:
            told.append(CountedDay(day, True, f"{_noun(span.unit)} {done} of {amount}{of}"))
    return day


def _count_months(start: date, span: Span, count: Count, told: list[CountedDay] | None) -> date:
    months = span.amount * (12 if span.unit == "years" else 1)
    moved = _deferred(start, count.stops)
    if moved != start:
        _tell(
            told,
            moved,
            False,
            f"The term starts only now: {_why_stopped(start + ONE_DAY, count.stops)}",
        )
    anchor = add_months(moved, months)
    due = anchor
    stopped = -1
    while stopped != (lost := _days_stopped(moved, due, count.stops)):
        stopped, due = lost, anchor + timedelta(days=lost)
    clamped = (
        "" if anchor.day == moved.day else f", the month's last day, as it has no day {moved.day}"
    )
    if told is not None:
        length = f"{span.amount} {span.unit.removesuffix('s')}{'s' if span.amount != 1 else ''}"
        told.append(CountedDay(anchor, stopped == 0, f"{length} after {moved}{clamped}"))
        if stopped:
            why = _why_stopped(_first_stopped(moved, due, count.stops), count.stops)
            told.append(CountedDay(due, True, f"{stopped} days later: {why}"))
    return due


def _rolled(day: date, count: Count, told: list[CountedDay] | None) -> date:
    if count.roll == "none":
        return day
    step = -ONE_DAY if count.roll == "backward" else ONE_DAY
    while why := _why_rolls(day, count):
        _tell(told, day, False, f"The last day moves past this one: {why}")
        day += step
        if not _why_rolls(day, count):
            _tell(
                told, day, True, f"The first open day {'before' if step < timedelta() else 'after'}"
            )
    return day


def _why_rolls(day: date, count: Count) -> str:
    count.calendar.require(day)
    if count.roll == "forward_sunday_or_holiday" and day.weekday() == 5:
        return count.calendar.closed.get(day.isoformat(), "")
    return count.calendar.why_closed(day)


def _why_stopped(day: date, stops: tuple[Stop, ...]) -> str:
    for stop in stops:
        if stop.first <= day <= stop.last:
            return stop.why
    return ""


def _deferred(start: date, stops: tuple[Stop, ...]) -> date:
    """A month term that begins inside a stop begins on the day after it."""
    for stop in stops:
        if stop.first <= start <= stop.last:
            return stop.last + ONE_DAY
    return start


def _first_stopped(start: date, end: date, stops: tuple[Stop, ...]) -> date:
    return min(stop.first for stop in stops if stop.first <= end and stop.last > start)


def _days_stopped(start: date, end: date, stops: tuple[Stop, ...]) -> int:
    """Days after `start` up to `end` that fall in any stop; overlapping stops count once."""
    days: set[int] = set()
    for stop in stops:
        first, last = max(stop.first, start + ONE_DAY), min(stop.last, end)
        days.update(range(first.toordinal(), last.toordinal() + 1))
    return len(days)


def _noun(unit: Unit) -> str:
    return "Business day" if unit == "business_days" else "Day"


def _tell(told: list[CountedDay] | None, day: date, counts: bool, why: str) -> None:
    if told is not None:
        told.append(CountedDay(day, counts, why))
