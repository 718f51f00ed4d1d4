"""A calendar of expected answers: on which day how many are due."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: So many months are drawn; what is due later is counted in one sentence.
MOST_MONTHS = 12
#: How dark a day is drawn: by its share of the fullest day.
LEVELS = 4


@dataclass(frozen=True)
class Day:
    """One square: how many answers are due; `level` runs from 0, nothing, to 4, the fullest."""

    on: date
    number: int
    level: int


@dataclass(frozen=True)
class Month:
    """A month as weeks of days; the squares of other months are None."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True)
class Expected:
    """The months that are drawn, and how many answers are due after them."""

    months: tuple[Month, ...]
    later: int


def expected_answers(counted: Sequence[tuple[date, int]]) -> Expected:
    """Return the calendar of answers counted by the day they are due."""
    numbers = dict(counted)
    firsts = sorted({on.replace(day=1) for on in numbers})[:MOST_MONTHS]
    most = max(numbers.values(), default=0)
    shown = sum(number for on, number in numbers.items() if on.replace(day=1) in firsts)
    months = tuple(Month(first, _weeks(first, numbers, most)) for first in firsts)
    return Expected(months, sum(numbers.values()) - shown)


def _weeks(first: date, numbers: dict[date, int], most: int) -> tuple[tuple[Day | None, ...], ...]:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(_day(on, numbers, most) if on.month == first.month else None for on in week)
        for week in weeks
    )


def _day(on: date, numbers: dict[date, int], most: int) -> Day:
    number = numbers.get(on, 0)
    return Day(on, number, -(-number * LEVELS // most) if number else 0)
