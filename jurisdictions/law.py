"""The shape of a jurisdiction pack: a place, its dated statutes, and where each rule stands."""

from datetime import date
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from jurisdictions.errors import DomainError
from jurisdictions.rules import (
    Appeal,
    ByLanguage,
    Cited,
    Exemption,
    Extension,
    Limit,
    ReceiptRule,
    ServiceRule,
    Silence,
    Suspension,
    Term,
    Tolling,
    Variant,
    Window,
)

__all__ = [
    "Channel",
    "Clause",
    "Exemption",
    "Extension",
    "Limit",
    "NoStatuteInForce",
    "Note",
    "Pack",
    "Regulator",
    "Statute",
    "Term",
    "zone",
]


class NoStatuteInForce(DomainError):
    """No version of the law covers the date on which the request was received."""


class Clause(Cited, frozen=True):
    """A provision that letters quote; `text` paraphrases it in English."""


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
    """The law as in force from `valid_from` to `valid_to` (both included; None: still in force).

    `receipt` and `service` are by channel ("any" for all the others): what is sent to the body, and
    what the body sends. `closures`: whether days on which one body is closed stop the count.
    """

    version: str
    valid_from: date
    law_name: ByLanguage
    cite: str
    valid_to: date | None = None
    terms: tuple[Term, ...] = ()
    extensions: tuple[Extension, ...] = ()
    tolling: tuple[Tolling, ...] = ()
    silence: tuple[Silence, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    variants: tuple[Variant, ...] = ()
    limits: tuple[Limit, ...] = ()
    clauses: dict[str, Clause] = {}
    exemptions: tuple[Exemption, ...] = ()
    receipt: dict[str, ReceiptRule] = {}
    service: dict[str, ServiceRule] = {}
    windows: tuple[Window, ...] = ()
    closures: Literal["count", "pause"] = "count"
    closures_why: str = ""


class Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One jurisdiction: everything its dates are made of.

    `calendars` are those that single bodies, institutions or regions follow instead of `calendar`.
    `no_law` is said, with its source, where no act gives a right to records: a place without law
    has no statutes, no dates, and an answer all the same.
    """

    code: str
    name: ByLanguage
    country: str
    time_zone: str
    languages: tuple[str, ...]
    calendar: str
    calendars: tuple[str, ...] = ()
    risk: Literal["none", "high"] = "none"
    risk_reason: ByLanguage = {}
    no_law: Clause | None = None
    channels: tuple[Channel, ...] = ()
    statutes: tuple[Statute, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    regulators: tuple[Regulator, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Whether the number of the main clock, under the latest law, was read at its source."""
        terms = self.statutes[-1].terms if self.statutes else ()
        return any(t.verified for t in terms if t.term == "response" and t.amount is not None)

    @property
    def is_without_law(self) -> bool:
        """Say whether no act at all gives a right to records there."""
        return self.no_law is not None and not self.statutes

    def statute_on(self, on: date) -> Statute:
        """The version in force on a date, without any terms if the place has no law at all.

        `NoStatuteInForce` if the pack has a law, but none for that date.
        """
        for statute in self.statutes:
            if statute.valid_from <= on and (statute.valid_to is None or on <= statute.valid_to):
                return statute
        if self.no_law and not self.statutes:
            return Statute(
                version="no law", valid_from=date.min, law_name={}, cite=self.no_law.cite
            )
        known = ", ".join(f"{s.valid_from} to {s.valid_to or 'now'}" for s in self.statutes)
        raise NoStatuteInForce(
            f"{self.code} has no law on file for {on}: its versions run {known or 'never'}; "
            "check the date, or add that version of the law to the pack."
        )


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    return ZoneInfo(name)
