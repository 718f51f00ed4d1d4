"""A report of findings as plain values, ready to be drawn: sections with tables and bars."""

from datetime import date

import msgspec

#: Colors of states in print; bars differ in their order and their numbers as well.
COLORS = {
    "published": "0b5f59",
    "obtained": "4d9c8f",
    "partly": "a9cfc6",
    "withheld": "9c2a1e",
    "confirmed_absent": "c9822b",
    "silent": "5c574f",
    "pending": "d9d3c6",
    "met": "0b5f59",
    "late": "c9822b",
    "missed": "9c2a1e",
}
OTHER = "b0a99b"


class Bar(msgspec.Struct, frozen=True):
    """One part of a row's bar: a state, and its share of the widest row, from 0 to 1."""

    state: str
    share: float


class Row(msgspec.Struct, frozen=True):
    """A row of a table: its cells, and its bar if the table has one."""

    cells: tuple[str, ...]
    bars: tuple[Bar, ...] = ()


class Sheet(msgspec.Struct, frozen=True):
    """A table. `has_bars`: its last column is a bar, whose head is the last name."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    has_bars: bool = False


class Section(msgspec.Struct, frozen=True):
    """A heading, what is said under it, and a table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    sheet: Sheet | None = None
    legend: tuple[tuple[str, str], ...] = ()


class Report(msgspec.Struct, frozen=True):
    """A report: its title, the day it was made on, and its sections. `language`: ISO 639."""

    title: str
    language: str
    made_on: date
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def color(state: str) -> str:
    """Return the color of a state in print, as RRGGBB."""
    return COLORS.get(state, OTHER)
