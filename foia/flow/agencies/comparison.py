"""What a dry run found, as a page shows it: figures, and the first of each kind."""

from typing import Any

import msgspec

from foia.flow.agencies.bodies import Problem
from foia.flow.agencies.differences import Change, Plan

SHOWN = 20
#: So many words of a table that name no law are asked about at once.
ASKED = 10


class Changed(msgspec.Struct, frozen=True):
    """A body that changes. `was`: (column, old, new); `contacts`: (channel, address)."""

    name: str
    was: tuple[tuple[str, str, str], ...]
    contacts: tuple[tuple[str, str], ...]
    is_reordered: bool


class Alike(msgspec.Struct, frozen=True):
    """A new body, and one that it may be; see `lookalikes.Lookalike`."""

    line: int
    name: str
    agency: str
    other: str
    score: int


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with a row; see `bodies.Problem`."""

    line: int
    column: str
    found: str
    sentence: str
    is_refused: bool


class Comparison(msgspec.Struct, frozen=True):
    """What of a plan is shown. `laws`: (code, new bodies); `unknown`: (words, rows)."""

    counts: dict[str, int]
    laws: tuple[tuple[str, int], ...]
    changed: tuple[Changed, ...]
    lookalikes: tuple[Alike, ...]
    problems: tuple[Wrong, ...]
    unknown: tuple[tuple[str, int], ...]


def comparison_of(plan: Plan) -> Comparison:
    """Return what is shown of a plan."""
    unknown = sorted(plan.unknown_laws.items(), key=lambda one: -one[1])
    return Comparison(
        counts=plan.counts(),
        laws=tuple(plan.laws()),
        changed=tuple(map(_changed, plan.changed[:SHOWN])),
        lookalikes=tuple(Alike(*one) for one in plan.lookalikes[:SHOWN]),
        problems=tuple(map(_wrong, plan.problems[:SHOWN])),
        unknown=tuple(one for one in unknown if one[0])[:ASKED],
    )


def kept(told: dict[str, Any]) -> Comparison:
    """Return a comparison that was kept as JSON."""
    return msgspec.convert(told, Comparison)


def _changed(change: Change) -> Changed:
    return Changed(
        name=change.body.name,
        was=tuple((was.column, was.old, was.new) for was in change.was),
        contacts=tuple((channel, address) for channel, address, _ in change.contacts),
        is_reordered=bool(change.ranks),
    )


def _wrong(problem: Problem) -> Wrong:
    return Wrong(*problem)
