"""Calendars of closed days as reviewed data, and a table that counts working days quickly."""

import tomllib
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from jurisdictions.errors import DomainError

FOLDER = Path(__file__).parent / "calendars"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class UnknownCalendar(DomainError):
    """A pack or a caller named a calendar that is not on file, or that cannot be read."""


class OutsideCalendar(DomainError):
    """A date lies before or after the days that a calendar knows."""


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a calendar departs from what it was drawn up from, and why."""

    text: str
    cite: str = ""
    verified: bool = False


class Calendar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Closed days from `first` to `last` (both included), with their provenance.

    `opened`: weekend days that are worked. `short`: working days on which offices close early.
    `union`: other calendars whose closed days are closed here too.
    """

    name: str
    title: str
    first: date
    last: date
    reviewed_on: date
    provenance: str
    weekend: tuple[str, ...] = ("Saturday", "Sunday")
    sources: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    closed: dict[str, str] = {}
    opened: dict[str, str] = {}
    short: dict[str, str] = {}
    union: tuple[str, ...] = ()

    @cached_property
    def _table(self) -> tuple[int, list[int], list[date]]:
        """First ordinal, working days up to each day (inclusive), and the working days in order."""
        origin = self.first.toordinal()
        ranks: list[int] = []
        working: list[date] = []
        for ordinal in range(origin, self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if not self.why_closed(day):
                working.append(day)
            ranks.append(len(working))
        return origin, ranks, working

    def why_closed(self, day: date) -> str:
        """Why offices are closed that day ("Saturday", a holiday's name); "" if they are open."""
        key = day.isoformat()
        if key in self.closed:
            return self.closed[key]
        weekday = WEEKDAYS[day.weekday()]
        return weekday if weekday in self.weekend and key not in self.opened else ""

    def is_open(self, day: date) -> bool:
        """Whether that day is a working day; `OutsideCalendar` beyond what is known."""
        self.require(day)
        return not self.why_closed(day)

    def require(self, day: date) -> None:
        """Raise `OutsideCalendar` unless the calendar knows that day."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(
                f"The calendar {self.name} knows the days from {self.first} to {self.last}, and "
                f"{day} lies outside: correct the date, or extend that calendar first."
            )

    def add_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`, which itself is not counted (`days` ≥ 1)."""
        origin, ranks, working = self._table
        index = start.toordinal() - origin
        if index < 0 or index >= len(ranks):
            self.require(start)
        position = ranks[index] + days - 1
        if position >= len(working):
            self.require(self.last + timedelta(days=1))
        return working[position]

    def next_open(self, day: date) -> date:
        """That day if offices are open, otherwise the next day on which they are."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def previous_open(self, day: date) -> date:
        """That day if offices are open, otherwise the last day before on which they were."""
        while not self.is_open(day):
            day -= timedelta(days=1)
        return day


@lru_cache(maxsize=512)
def load_calendar(name: str) -> Calendar:
    """The calendar of that name; `UnknownCalendar` if there is none or its file is not in order."""
    return read_calendar(FOLDER / f"{name}.toml")


def read_calendar(path: Path, inside: tuple[str, ...] = ()) -> Calendar:
    """The calendar of a file; a union takes the days of its parts, which lie beside it."""
    found = own_days(path)
    chain = (*inside, path.stem)
    if set(found.union) & set(chain):
        raise UnknownCalendar(f"calendars/{path.name} is not in order: it is a part of itself.")
    parts = [read_calendar(path.parent / f"{part}.toml", chain) for part in found.union]
    return _united(found, parts)


def own_days(path: Path) -> Calendar:
    """The calendar as its file has it, without the days of its parts."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Calendar)
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.toml")))
        raise UnknownCalendar(
            f"There is no calendar {path.stem!r}; the calendars on file are {known}."
        ) from None
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnknownCalendar(f"calendars/{path.name} is not in order: {error}.") from error


def _united(calendar: Calendar, parts: list[Calendar]) -> Calendar:
    """The calendar with the closed days of its parts, each named with the parts that close."""
    if not parts:
        return calendar
    closed: dict[str, str] = {}
    for part in parts:
        for day, why in part.closed.items():
            closed[day] = (
                f"{closed[day]}; {part.title}" if day in closed else f"{why}: {part.title}"
            )
    return structs.replace(
        calendar,
        first=max(calendar.first, *(part.first for part in parts)),
        last=min(calendar.last, *(part.last for part in parts)),
        closed={**closed, **calendar.closed},
    )
