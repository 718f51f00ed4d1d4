"""Months and years: from a date to the same day of a later month, with what the law leaves out."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

ONE_DAY = timedelta(days=1)


class Stop(Struct, frozen=True):
    """Days, both included, on which a clock does not run, and why."""

    first: date
    last: date
    why: str


class Months(Struct, frozen=True, kw_only=True):
    """A span of months counted: `anchor` is its end by the date, `due_on` after `lost` days."""

    start: date
    runs_from: date
    anchor: date
    due_on: date
    lost: int = 0
    why: str = ""
    is_whole: bool = False
    passed: tuple[int, ...] = ()

    def told(self, length: str) -> Iterator[tuple[date, bool, str]]:
        """The days worth a word, each with whether it counts and why."""
        if self.runs_from > self.start:
            yield self.runs_from, False, f"The term starts only now: {self.why}"
        elif self.runs_from < self.start:
            yield self.start, False, f"The term counts from {self.runs_from}: {self.why}"
        for month in self.passed:
            name = calendar.month_name[month]
            yield self.anchor, False, f"{name} is passed over, as if the year did not have it"
        yield self.anchor, self.lost == 0, f"{length} {self._from()}{self._clamp()}"
        if self.lost:
            yield self.due_on, True, f"{self.lost} days later: {self.why}"

    def _from(self) -> str:
        if self.is_whole:
            return f"from {self.runs_from}, that day included"
        return f"after {self.runs_from}"

    def _clamp(self) -> str:
        if self.is_whole or self.anchor.day == self.runs_from.day:
            return ""
        return f", the month's last day, as it has no day {self.runs_from.day}"


def add_months(start: date, months: int) -> date:
    """The same day of the month that many months later, or that month's last day if it has none."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def count_months(
    start: date,
    months: int,
    stops: tuple[Stop, ...] = (),
    skipped: tuple[int, ...] = (),
    is_whole: bool = False,
) -> Months:
    """A term of months from `start`; `is_whole` if the law counts the first day.

    A term that would begin inside a stop begins on the day after it; days of a stop on the way are
    added at the end. `skipped` months are passed over, and a start in one counts as the day before.
    """
    runs_from = _before_skipped(_after_stops(start, stops), skipped)
    length, passed = _lengthened(runs_from, months, skipped)
    anchor = add_months(runs_from, length)
    if is_whole and anchor.day == runs_from.day:
        anchor -= ONE_DAY
    lost, due_on = -1, anchor
    while lost != (found := _days_stopped(runs_from, due_on, stops)):
        lost, due_on = found, anchor + timedelta(days=found)
    why = why_stopped(
        start if runs_from > start else _first_stopped(runs_from, due_on, stops), stops
    )
    return Months(
        start=start,
        runs_from=runs_from,
        anchor=anchor,
        due_on=due_on,
        lost=lost,
        why=why or f"{calendar.month_name[start.month]} does not count",
        is_whole=is_whole,
        passed=passed,
    )


def why_stopped(day: date, stops: tuple[Stop, ...]) -> str:
    """Why a clock stands still on a day; "" if it runs."""
    for stop in stops:
        if stop.first <= day <= stop.last:
            return stop.why
    return ""


def _after_stops(start: date, stops: tuple[Stop, ...]) -> date:
    """The day before the first one that runs; touching and overlapping stops are one."""
    day = start
    for stop in sorted(stops, key=lambda stop: stop.first):
        if stop.first <= day <= stop.last:
            day = stop.last + ONE_DAY
    return day


def _before_skipped(start: date, skipped: tuple[int, ...]) -> date:
    """A start in a skipped month counts as the last day before that month."""
    while start.month in skipped:
        start = start.replace(day=1) - ONE_DAY
    return start


def _lengthened(start: date, months: int, skipped: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """How many months to add so that so many that are not skipped go by, and those passed over."""
    added, left, passed = 0, months, []
    while left:
        added += 1
        month = (start.month - 1 + added) % 12 + 1
        if month in skipped:
            passed.append(month)
        else:
            left -= 1
    return added, tuple(passed)


def _days_stopped(start: date, end: date, stops: tuple[Stop, ...]) -> int:
    """Days after `start` up to `end` that fall in any stop; overlapping stops count once."""
    days: set[int] = set()
    for stop in stops:
        first, last = max(stop.first, start + ONE_DAY), min(stop.last, end)
        days.update(range(first.toordinal(), last.toordinal() + 1))
    return len(days)


def _first_stopped(start: date, end: date, stops: tuple[Stop, ...]) -> date:
    """The first day after `start` that is stopped, or `end`."""
    return min((max(s.first, start + ONE_DAY) for s in stops if s.last > start), default=end)
