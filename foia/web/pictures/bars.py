"""Bars: counts laid end to end in each row, and months as columns standing side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 320
COLUMN, GAP, HEIGHT = 24, 10, 150


@dataclass(frozen=True)
class Part:
    """One state of a bar or column: where it begins and how far it reaches, in the viewBox."""

    state: str
    number: int
    at: float
    size: float


@dataclass(frozen=True)
class Bar:
    """One row: its name, its parts in order, and all of them together."""

    name: str
    parts: tuple[Part, ...]
    total: int
    counted: Mapping[str, int]


@dataclass(frozen=True)
class Column:
    """One month: its name, where it stands, and its parts from below."""

    name: str
    x: float
    parts: tuple[Part, ...]
    counted: Mapping[str, int]


@dataclass(frozen=True)
class Bars:
    """Rows of bars under one scale, the states that occur in them, and how many rows are left."""

    rows: tuple[Bar, ...]
    states: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class Columns:
    """Months side by side, and the states that occur in them."""

    columns: tuple[Column, ...]
    states: tuple[str, ...]
    width: float
    height: float = HEIGHT


def bars(counted: Mapping[str, Counter[str]], order: Sequence[str], most: int = 12) -> Bars:
    """Return the first rows as bars; the widest reaches the whole width."""
    shown = dict(list(counted.items())[:most])
    widest = max((states.total() for states in shown.values()), default=0) or 1
    used = tuple(state for state in order if any(states[state] for states in shown.values()))
    rows = tuple(
        Bar(name, _parts(states, used, WIDTH / widest), states.total(), states)
        for name, states in shown.items()
    )
    return Bars(rows, used, len(counted) - len(shown))


def columns(counted: Mapping[str, Counter[str]], order: Sequence[str]) -> Columns:
    """Return months as columns, in the order they are given; the highest reaches the top."""
    highest = max((states.total() for states in counted.values()), default=0) or 1
    used = tuple(state for state in order if any(states[state] for states in counted.values()))
    found = []
    for place, (name, states) in enumerate(counted.items()):
        parts = [
            Part(part.state, part.number, HEIGHT - part.at - part.size, part.size)
            for part in _parts(states, used, HEIGHT / highest)
        ]
        found.append(Column(name, place * (COLUMN + GAP), tuple(parts), states))
    return Columns(tuple(found), used, max(len(found) * (COLUMN + GAP) - GAP, COLUMN))


def _parts(states: Counter[str], order: Sequence[str], scale: float) -> tuple[Part, ...]:
    """Return the parts of one bar, laid end to end."""
    parts, at = [], 0.0
    for state in order:
        if number := states[state]:
            parts.append(Part(state, number, round(at, 1), round(number * scale, 1)))
            at += number * scale
    return tuple(parts)
