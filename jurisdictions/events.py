"""What can happen to a request, read strictly from plain lists."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from jurisdictions.errors import DomainError

#: Every kind of event, with what it records.
KINDS: dict[str, str] = {
    "sent": "the request left us (for e-mail: the body's mail server accepted it)",
    "received": "the body received the request; the moment is known",
    "registered": "the body entered the request in its register",
    "acknowledged": "the body confirmed receipt (moves no response clock by itself)",
    "routed": "the request reached the component that holds the records",
    "extended": "the body announced in writing that it takes longer",
    "tolled": "the body declared the clock stopped",
    "resumed": "a stopped clock runs again",
    "clarification_requested": "the body asked the requester for more details",
    "clarified": "the body received the requester's details",
    "fee_demanded": "the body asked for money",
    "fee_paid": "the body received the money",
    "transferred": "the body sent the request on to another body",
    "determined": "the body decided to give the records",
    "released": "all the records were handed over",
    "partially_released": "some records were handed over, some withheld",
    "denied": "the body refused in words",
    "no_records": "the body says that it holds no such records",
    "appealed": "an appeal, complaint or referral was lodged (which one: `step`)",
    "appeal_acknowledged": "the appeal body confirmed receipt",
    "appeal_registered": "the appeal body entered the appeal in its register",
    "appeal_extended": "the appeal body announced that it takes longer",
    "appeal_opinion": "the appeal body gave an opinion that does not bind",
    "appeal_decided": "the appeal was decided",
    "court_filed": "the matter was taken to court",
    "withdrawn": "the requester withdrew the request",
    "closed": "the request was closed by agreement or by the requester",
}
ANSWERS = frozenset({"determined", "released", "partially_released", "denied", "no_records"})
REFUSALS = frozenset({"denied", "partially_released", "no_records"})
#: What only a body that has the request can do.
BODY_ACTS = ANSWERS | {
    *("registered", "acknowledged", "routed", "extended", "tolled", "transferred"),
    *("clarification_requested", "fee_demanded"),
}
ENDINGS = frozenset({"withdrawn", "closed"})

CHANNELS = ("email", "portal", "post", "fax", "in_person")

# Beyond these something was mistyped, and date arithmetic would overflow.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
LONGEST_NAMED = 3660
LONGEST_SHOWN = 60


class BadEvent(DomainError):
    """An event list that cannot be read, or that contradicts itself."""


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that happened. `at` and `notified_at` are aware moments.

    `until`: a date fixed by the body; `days`: a number of days it named (in the law's unit);
    `received_on`: the day of receipt that an acknowledgment states; `registered_on` likewise;
    `remedies_notified`: whether the notice told the requester how to challenge it.
    """

    kind: str
    at: datetime
    channel: str | None = None
    until: date | None = None
    days: int | None = None
    notified_at: datetime | None = None
    received_on: date | None = None
    registered_on: date | None = None
    remedies_notified: bool | None = None
    ground: str | None = None
    step: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse unknown kinds and channels, times without an offset, and impossible numbers."""
        if self.kind not in KINDS:
            raise BadEvent(f"the kind {_short(self.kind)} is unknown: expected {_one_of(KINDS)}")
        if self.channel is not None and self.channel not in CHANNELS:
            raise BadEvent(
                f"the channel {_short(self.channel)} is unknown: expected {_one_of(CHANNELS)}"
            )
        _require_moment("at", self.at)
        if self.notified_at is not None:
            _require_moment("notified_at", self.notified_at)
            if self.notified_at < self.at:
                raise BadEvent(
                    f"notified_at is {self.notified_at.isoformat()}, before the event itself at "
                    f"{self.at.isoformat()}: correct one of them"
                )
        for name in ("until", "received_on", "registered_on"):
            _require_year(name, getattr(self, name))
        if self.days is not None and not 0 <= self.days <= LONGEST_NAMED:
            raise BadEvent(f"days is {self.days}: expected 0 to {LONGEST_NAMED}")


def _require_moment(name: str, moment: datetime) -> None:
    if moment.tzinfo is None:
        raise BadEvent(
            f"{name} is {moment.isoformat()}, which has no offset from UTC: "
            "write it like 2026-01-05T09:00:00-06:00"
        )
    _require_year(name, moment)


def _require_year(name: str, day: date | None) -> None:
    if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadEvent(
            f"{name} is in the year {day.year}: expected {EARLIEST_YEAR} to {LATEST_YEAR}"
        )


def _one_of(words: Iterable[str]) -> str:
    return f"one of {', '.join(words)}"


def _short(found: object) -> str:
    """What was found, as program text, cut to a length that a person still reads."""
    text = repr(found)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def parse_events(listed: object) -> list[Event]:
    """Events from plain dicts; `BadEvent` names the index, what was found and what was expected."""
    if not isinstance(listed, list):
        raise BadEvent(
            f"The events are {_plain_type(listed)}: expected a list of objects such as "
            '[{"kind": "received", "at": "2026-01-05T09:00:00-06:00"}].'
        )
    return [_parse_one(index, entry) for index, entry in enumerate(listed)]


def _parse_one(index: int, entry: object) -> Event:
    if not isinstance(entry, Mapping):
        raise BadEvent(
            f"Event {index} is {_plain_type(entry)}: expected an object with kind and at."
        )
    try:
        return msgspec.convert(dict(entry), Event)
    except msgspec.ValidationError as error:
        raise BadEvent(f"Event {index}: {_explain(error, entry)}.") from error


def _explain(error: msgspec.ValidationError, entry: Mapping[Any, Any]) -> str:
    """Put the decoder's complaint in our words, with what was found."""
    if isinstance(error.__cause__, BadEvent):
        return str(error.__cause__)
    unknown = [str(key) for key in entry if key not in Event.__struct_fields__]
    if unknown:
        return (
            f"the key {_short(unknown[0])} is unknown: expected {_one_of(Event.__struct_fields__)}"
        )
    message, _, path = str(error).partition(" - at `$.")
    name = path.rstrip("`")
    if name in entry:
        return f"{name} is {_short(entry[name])}: {message[0].lower()}{message[1:]}"
    return f"{message[0].lower()}{message[1:]}"


def _plain_type(found: object) -> str:
    names = {
        dict: "an object",
        str: "a text",
        int: "a number",
        float: "a number",
        bool: "a truth value",
    }
    return "nothing" if found is None else names.get(type(found), "not a list")
