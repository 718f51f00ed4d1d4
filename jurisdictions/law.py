"""The shape of a jurisdiction pack: places, dated statutes and every number with its citation."""

from datetime import date
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from jurisdictions.errors import DomainError

Unit = Literal["business_days", "calendar_days", "weeks", "months", "years", "hours"]
Roll = Literal["none", "forward", "forward_sunday_or_holiday", "backward"]
Binds = Literal["agency", "requester"]
ByLanguage = dict[str, str]


class NoStatuteInForce(DomainError):
    """No version of the law covers the date on which the request was received."""


class Cited(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement of law with where it stands, and whether anybody has read it there.

    `verified` is true only if a text of the provision, an official restatement of it, or two
    readings that agree were seen; `source` says which, `checked_on` when.
    """

    cite: str
    verified: bool = False
    source: str = ""
    checked_on: date | None = None
    text: str = ""


class Clause(Cited, frozen=True):
    """A provision that letters quote; `text` paraphrases it in English."""


class Term(Cited, frozen=True):
    """One clock: what starts it, how long it runs, how its days are counted, whom it binds.

    `start` lists anchors in order of preference (see `limits.anchors`): an event kind, a group of
    kinds, `received`, `due:TERM` or `silence:TERM`. `presume_from` is an anchor used when none of
    them is known, and marks the date as presumed. `at_latest` caps the start. `only_if` lists the
    events without which the term is of no interest. `amount` is None where the law has no number.
    `hard_if` names a rule of `anchors.HARD_IF`. `moot_by` lists what takes a remedy against silence
    away (if empty: the release of everything).
    """

    term: str
    label: str
    binds: Binds
    start: tuple[str, ...] = field(name="from")
    presume_from: str = ""
    at_latest: str = ""
    only_if: tuple[str, ...] = ()
    amount: int | None = None
    unit: Unit = "calendar_days"
    first_day_counts: bool = False
    roll: Roll = "none"
    is_franc: bool = False
    calendar: str = ""
    met_by: tuple[str, ...] = ()
    moot_by: tuple[str, ...] = ()
    step: str = ""
    hard: bool = True
    hard_if: str = ""
    why_soft: str = ""


class Extension(Cited, frozen=True):
    """How far a body may move one of its own terms, and until when it must say so.

    `basis`: "added" to the due date, "total" from the start, or "reasonable" (no number in law).
    The notice is due within the term itself unless `notify_amount` counts it from the start.
    """

    term: str
    basis: Literal["added", "total", "reasonable"] = "added"
    amount: int | None = None
    unit: Unit = "calendar_days"
    times: int = 1
    notify_amount: int | None = None
    notify_unit: Unit = "calendar_days"
    grounds: str = ""


class Tolling(Cited, frozen=True):
    """An event that stops a clock, and the event that lets it go on or begin again."""

    starts_on: str
    ends_on: str
    terms: tuple[str, ...]
    effect: Literal["stop", "restart"] = "stop"
    times: int = 0


class Silence(Cited, frozen=True):
    """What it means that the body let `term` pass without an answer."""

    effect: Literal["refusal", "grant", "exhaustion", "violation", "none"]
    term: str


class Appeal(Cited, frozen=True):
    """One step of the ladder of remedies; its windows are terms with the same `step`."""

    step: str
    body: ByLanguage
    kind: str
    is_mandatory: bool = False


class Variant(Cited, frozen=True):
    """A kind of request with other numbers; its terms replace those of the same name."""

    name: str
    label: str
    terms: tuple[Term, ...] = ()


class ReceiptRule(Cited, frozen=True):
    """When something sent by a channel counts as received, in the pack's time zone.

    `presumed`: what a sending alone proves. `cutoff` ("17:00") and `on_closed_day` shift an arrival
    after hours, or on a closed day, to the next working day, and apply to known arrivals too.
    """

    presumed: Literal["same_day", "unknown"] = "unknown"
    cutoff: str = ""
    on_closed_day: Literal["same_day", "next_working_day"] = "same_day"


class Window(Cited, frozen=True):
    """Days of every year ("12-25" to "01-15") that the named terms do not count."""

    first: str
    last: str
    terms: tuple[str, ...]
    reason: str


class Suspension(Cited, frozen=True):
    """A published suspension of clocks. Both days belong to it.

    "stop": its days do not count. "afresh": a term that would end inside it runs anew from the day
    after it, for at most `at_most_months` months.
    """

    first: date
    last: date
    terms: tuple[str, ...]
    reason: str
    effect: Literal["stop", "afresh"] = "stop"
    at_most_months: int = 0


class Channel(Cited, frozen=True):
    """A way in which a request may be made."""

    kind: Literal["email", "portal", "post", "fax", "in_person"]
    note: str


class Regulator(Cited, frozen=True):
    """Who oversees the law, and whether it can be reached at all."""

    name: ByLanguage
    status: Literal["active", "transition", "abolished"]
    since: date | None = None
    until: date | None = None
    note: str = ""


class Note(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An open question in words. Empty `terms` and `when` mean that it always matters.

    `when` is an event kind, "closure", "presumed" or "variant:NAME".
    """

    text: str
    terms: tuple[str, ...] = ()
    when: str = ""
    cite: str = ""


class Statute(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The law as in force from `valid_from` to `valid_to` (both included; None: still in force)."""

    version: str
    valid_from: date
    law_name: ByLanguage
    cite: str
    valid_to: date | None = None
    terms: tuple[Term, ...] = ()
    extensions: tuple[Extension, ...] = ()
    tolling: tuple[Tolling, ...] = ()
    silence: Silence | None = None
    appeals: tuple[Appeal, ...] = ()
    variants: tuple[Variant, ...] = ()
    clauses: dict[str, Clause] = {}
    receipt: dict[str, ReceiptRule] = {}
    windows: tuple[Window, ...] = ()
    closures: Literal["count", "pause"] = "count"
    closures_why: str = ""


class Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One jurisdiction: everything its dates are made of."""

    code: str
    name: ByLanguage
    country: str
    time_zone: str
    languages: tuple[str, ...]
    calendar: str
    risk: Literal["none", "high"] = "none"
    risk_reason: ByLanguage = {}
    channels: tuple[Channel, ...] = ()
    statutes: tuple[Statute, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    regulators: tuple[Regulator, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()

    def statute_on(self, on: date) -> Statute:
        """The version in force on a date; `NoStatuteInForce` if the pack has none."""
        for statute in self.statutes:
            if statute.valid_from <= on and (statute.valid_to is None or on <= statute.valid_to):
                return statute
        known = ", ".join(f"{s.valid_from} to {s.valid_to or 'now'}" for s in self.statutes)
        raise NoStatuteInForce(
            f"{self.code} has no law on file for {on}: its versions run {known or 'never'}; "
            "check the date, or add that version of the law to the pack."
        )


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    return ZoneInfo(name)
