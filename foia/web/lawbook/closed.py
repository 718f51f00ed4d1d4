"""The closed days of a calendar in two years, with where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jurisdictions.calendars import Calendar, load_calendar


@dataclass(frozen=True)
class NamedDay:
    """A day and why it is special."""

    on: date
    why: str


@dataclass(frozen=True)
class Year:
    """One year: days that are closed besides weekends, weekend days worked, short days."""

    number: int
    closed: tuple[NamedDay, ...]
    opened: tuple[NamedDay, ...]
    short: tuple[NamedDay, ...]


@dataclass(frozen=True)
class ClosedDays:
    """A calendar with its days in the years that a page shows."""

    calendar: Calendar
    years: tuple[Year, ...]


def closed_days(name: str, today: date) -> ClosedDays:
    """Return a calendar with its days of this year and the next; years beyond it are empty."""
    calendar = load_calendar(name)
    return ClosedDays(
        calendar, tuple(_year(calendar, number) for number in (today.year, today.year + 1))
    )


def _year(calendar: Calendar, number: int) -> Year:
    return Year(
        number,
        _days_of(calendar.closed, number),
        _days_of(calendar.opened, number),
        _days_of(calendar.short, number),
    )


def _days_of(days: Mapping[str, str], year: int) -> tuple[NamedDay, ...]:
    return tuple(
        NamedDay(date.fromisoformat(on), why)
        for on, why in sorted(days.items())
        if on.startswith(f"{year:04d}-")
    )
