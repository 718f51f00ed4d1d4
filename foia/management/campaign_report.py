"""A campaign in lines of text: its forecast, and a bar that grows."""

from collections.abc import Iterator
from typing import Any

import msgspec

from foia.flow.campaigns import Forecast

WIDTH = 40


def bar(done: int, total: int) -> str:
    """Return a bar with its share and counts."""
    share = done / total if total else 0.0
    full = round(WIDTH * share)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%} {done:,} of {total:,}"


def plainly(found: Forecast) -> dict[str, Any]:
    """Return what a forecast says, as JSON holds it."""
    named = {
        name: [row._asdict() for row in getattr(found, name)]
        for name in ("letters", "held_back", "limits")
    }
    plain: dict[str, Any] = msgspec.to_builtins(vars(found) | named)
    return plain | {"duplicates": found.duplicates.count}


def told(found: Forecast) -> Iterator[str]:
    """Yield what a forecast says, a line each."""
    yield f"{found.bodies:,} bodies without a letter; dated {found.first_on} to {found.last_on}"
    for row in found.letters:
        doubt = "" if row.is_reviewed else ", wording not reviewed"
        fallback = ", for want of their own language" if row.is_fallback else ""
        where = f"{row.law}, {row.channel}, {row.language_name}{fallback}{doubt}"
        yield f"  {row.letters:,} letters: {where}"
    for held in found.held_back:
        yield f"  {held.bodies.count:,} held back: {held.why}"
    if found.duplicates.count:
        yield f"  {found.duplicates.count:,} earlier requests to the same bodies for the same"
    for limit in found.limits:
        doubt = "" if limit.is_verified else ", not yet verified"
        yield f"  {limit.place}: {limit.label} ({limit.cite}{doubt}): {limit.bodies.count:,} bodies"
    for day, answers in found.expected:
        yield f"  answers due by {day}: {answers:,}"
    if found.undated:
        yield f"  answers without a date by law: {found.undated:,}"
