"""Counting: from a start and a length to a due date, and day by day why it is that date."""

from contextlib import suppress
from datetime import date, timedelta

from msgspec import Struct

from jurisdictions.calendars import Calendar, OutsideCalendar
from jurisdictions.errors import DomainError
from jurisdictions.months import ONE_DAY, Stop, add_months, count_months, why_stopped
from jurisdictions.rules import Roll, Unit

#: Days that one of a unit stands for; months and years go by the date.
DAYS_IN = {"business_days": 1, "calendar_days": 1, "weeks": 7, "working_weeks": 5}
WORKING = ("business_days", "working_weeks")
LONGEST_DAYS = 366 * 30


class Uncountable(DomainError):
    """A length that cannot be counted to a date."""


class Span(Struct, frozen=True):
    """A length of time in the law's own unit; `of` says what it belongs to, in words."""

    amount: int
    unit: Unit
    of: str = ""

    @property
    def in_words(self) -> str:
        """The span as people say it: 30 business days."""
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{self.amount} {unit.replace('_', ' ')}"


class CountedDay(Struct, frozen=True):
    """One day of an explanation."""

    date: date
    counts: bool
    why: str


class Count(Struct, frozen=True, kw_only=True):
    """Everything that makes one due date; terms in hours are no counts.

    `skipped_months` (1 to 12) do not exist for spans in months. `fixed_on` is a date set by the
    body, which then is the due date whatever the count says.
    """

    start: date
    spans: tuple[Span, ...]
    calendar: Calendar
    day_zero: str = "The first day is not counted"
    first_day_counts: bool = False
    roll: Roll = "none"
    is_franc: bool = False
    stops: tuple[Stop, ...] = ()
    skipped_months: tuple[int, ...] = ()
    fixed_on: date | None = None
    fixed_why: str = ""


def due_date(count: Count) -> date:
    """The last day of the term."""
    if count.fixed_on is not None:
        return count.fixed_on
    if count.stops or count.first_day_counts or count.skipped_months:
        return _walk(count, None)
    day = count.start
    for span in count.spans:
        day = _jump(day, span, count.calendar)
    return _rolled(day + ONE_DAY if count.is_franc else day, count, None)


def _jump(day: date, span: Span, calendar: Calendar) -> date:
    """The end of an undisturbed span without walking its days."""
    if span.unit in ("months", "years"):
        return add_months(day, months_in(span))
    days = DAYS_IN[span.unit] * span.amount
    if span.unit not in WORKING:
        return day + timedelta(days=days)
    return calendar.add_working_days(day, days) if days > 0 else day


def months_in(span: Span) -> int:
    """The months of a span in months or years."""
    return span.amount * (12 if span.unit == "years" else 1)


def explain(count: Count) -> tuple[CountedDay, ...]:
    """Every day from the start to the due date, each with whether it counts and why."""
    told: list[CountedDay] = []
    if count.fixed_on is None:
        _walk(count, told)
        return tuple(told)
    with suppress(OutsideCalendar):  # the body's date stands also where the law's own lies beyond
        _walk(count, told)
    kept = [day for day in told if day.date < count.fixed_on]
    day = max((day.date for day in told), default=count.start) + ONE_DAY
    while day < count.fixed_on:
        kept.append(CountedDay(day, False, "Beyond the days counted by the law"))
        day += ONE_DAY
    kept.append(CountedDay(count.fixed_on, True, count.fixed_why))
    return tuple(kept)


def _walk(count: Count, told: list[CountedDay] | None) -> date:
    """Count the spans one after the other, then the free day and the roll."""
    day = count.start
    is_whole = count.first_day_counts
    if not is_whole:
        _tell(told, day, False, count.day_zero)
    for span in count.spans:
        if span.unit in ("months", "years"):
            day = _walk_months(day, span, count, is_whole, told)
        else:
            day = _walk_days(day - ONE_DAY if is_whole else day, span, count, told)
        is_whole = False
    if count.is_franc:
        day += ONE_DAY
        _tell(told, day, True, "The free day added at the end of a délai franc")
    return _rolled(day, count, told)


def _walk_days(day: date, span: Span, count: Count, told: list[CountedDay] | None) -> date:
    amount = span.amount * DAYS_IN[span.unit]
    if amount > LONGEST_DAYS:
        raise Uncountable(
            f"A term of {span.amount} {span.unit} is longer than any law's: check it."
        )
    working = span.unit in WORKING
    of = f" of {span.of}" if span.of else ""
    done = 0
    while done < amount:
        day += ONE_DAY
        why = why_stopped(day, count.stops)
        if working:
            count.calendar.require(day)
            why = count.calendar.why_closed(day) or why
        if why:
            _tell(told, day, False, why)
            continue
        done += 1
        if told is not None:
            told.append(CountedDay(day, True, _number(done, amount, of, working)))
    return day


def _number(done: int, amount: int, of: str, working: bool) -> str:
    """Say which day of the term this is."""
    if working:
        return f"Business day {done} of {amount}{of}"
    return f"Day {done} of {amount}{of}"


def _walk_months(
    start: date, span: Span, count: Count, is_whole: bool, told: list[CountedDay] | None
) -> date:
    found = count_months(start, months_in(span), count.stops, count.skipped_months, is_whole)
    if told is not None:
        told += [CountedDay(day, counts, why) for day, counts, why in found.told(span.in_words)]
    return found.due_on


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
    why = count.calendar.why_closed(day)
    if not why and count.roll == "forward_full_day":
        why = count.calendar.short.get(day.isoformat(), "")
    return why


def _tell(told: list[CountedDay] | None, day: date, counts: bool, why: str) -> None:
    if told is not None:
        told.append(CountedDay(day, counts, why))
