"""A calendar month by month: which days were counted, which were not, and why."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Day:
    """One square of a month. `number` is its place in the count, or 0 if it does not count."""

    on: date
    number: int
    why: str
    is_due: bool

    @property
    def mark(self) -> str:
        """Name how the square is drawn."""
        if self.is_due:
            return "due"
        if self.number:
            return "counts"
        return "skipped" if self.why else "outside"


@dataclass(frozen=True)
class Month:
    """A month as weeks of days; the squares of other months are None."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months_of(counted: Sequence[Mapping[str, Any]], due_on: date) -> tuple[Month, ...]:
    """Return the months that a count touches, each day with its number and reason.

    `counted` are the rows {date, counts, why} of a deadline, in order.
    """
    days: dict[date, Day] = {}
    number = 0
    for row in counted:
        on = date.fromisoformat(row["date"])
        number += bool(row["counts"])
        days[on] = Day(on, number if row["counts"] else 0, row["why"], on == due_on)
    firsts = sorted({on.replace(day=1) for on in days})
    return tuple(Month(first, _weeks(first, days)) for first in firsts)


def _weeks(first: date, days: Mapping[date, Day]) -> tuple[tuple[Day | None, ...], ...]:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(
            days.get(on, Day(on, 0, "", False)) if on.month == first.month else None for on in week
        )
        for week in weeks
    )
