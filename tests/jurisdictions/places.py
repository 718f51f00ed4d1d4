"""Small invented places: packs of a few lines of TOML, to try one rule of law at a time."""

from datetime import date, datetime
from typing import Any

from jurisdictions import Deadline, Pack, Timeline, fold, parse_events
from jurisdictions.packs import read_pack

HEAD = """
code = "xx"
country = "XX"
time_zone = "UTC"
languages = ["en"]
calendar = "us"
name = { en = "A place", es = "Un lugar", fr = "Un lieu" }
"""
STATUTE = """
[[statutes]]
version = "xx-2015"
valid_from = 2015-01-01
law_name = { en = "An act" }
cite = "Act"
"""
RESPONSE = """
[[statutes.terms]]
term = "response"
label = "Answer"
binds = "agency"
from = ["received"]
amount = 20
unit = "business_days"
cite = "Act, s. 1"
"""


def place(*parts: str, head: str = "", response: str = RESPONSE, statute: str = "") -> Pack:
    """The pack of a place with these tables; `head` and `statute` stand above them."""
    return read_pack(HEAD + head + STATUTE + statute + response + "\n".join(parts), name="xx.toml")


def answer(**changes: Any) -> str:
    """The term for an answer with other values; a value of None takes the line away."""
    lines = []
    for line in RESPONSE.strip().splitlines():
        key = line.partition(" = ")[0]
        if key not in changes:
            lines.append(line)
    lines += [f"{key} = {_toml(value)}" for key, value in changes.items() if value is not None]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).replace("'", '"')


def told(pack: Pack, *events: str, as_of: str = "2026-12-31", **options: Any) -> Timeline:
    """The timeline of events written as "kind 2026-03-05", with "key=value" after them."""
    return fold(
        pack,
        parse_events([_event(text) for text in events]),
        as_of=datetime.fromisoformat(f"{as_of}T12:00:00+00:00"),
        **options,
    )


def _event(text: str) -> dict[str, Any]:
    kind, day, *rest = text.split()
    at = day if "T" in day else f"{day}T12:00:00+00:00"
    event: dict[str, Any] = {"kind": kind, "at": at}
    for pair in rest:
        key, _, value = pair.partition("=")
        event[key] = int(value) if value.isdigit() else value
    return event


def only(timeline: Timeline, term: str) -> Deadline:
    """The one deadline of that name."""
    (found,) = [deadline for deadline in timeline.deadlines if deadline.term == term]
    return found


def due(timeline: Timeline, term: str = "response") -> date:
    """The date of the one deadline of that name, which its explanation ends on."""
    deadline = only(timeline, term)
    assert deadline.counted[-1].date == deadline.due_on
    return deadline.due_on
