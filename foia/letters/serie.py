"""The French "série": requests with one object to several bodies, referred to the CADA at once.

Law: code des relations entre le public et l'administration (CRPA), art. L342-1, R343-1, R343-3-1,
R*343-4 and R343-5, read in the consolidated code in a public mirror of Légifrance, state of
2026-04-03. A referral names every request of the series, also one that is not refused yet (L342-1,
al. 3; R343-3-1, al. 3: the date of the refusal "le cas échéant"), and proves at least one refusal.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from foia.letters.citations import citation
from foia.letters.draft import CITE
from foia.letters.letter import Addressee, AskItem, Requester
from foia.letters.printable import one_line
from foia.letters.template import Template
from foia.letters.wording import template
from jurisdictions import DomainError, Pack

LANGUAGE = "fr"
#: "au moins cinq demandes" (CRPA, art. R343-3-1, al. 1; read 2026-11-22).
LEAST = 5
CITES = {
    "one_referral": "CRPA, art. L342-1, al. 2",
    "inform": "CRPA, art. L342-1, al. 3",
    "form": "CRPA, art. R343-1",
    "series": "CRPA, art. R343-3-1, al. 1",
    "table": "CRPA, art. R343-3-1, al. 3",
    "effect": "CRPA, art. R343-3-1, al. 4",
    "list": "CRPA, art. R343-3-1, al. 5",
    "opinion": "CRPA, art. R343-3-1, al. 6 et 7",
    "after": "CRPA, art. R*343-4 et R343-5",
}
COLUMNS = ("number", "body", "reach", "asked_on", "refused_on", "how", "reference")


class SerieError(DomainError):
    """A series that cannot be referred as it stands."""


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """One request of the series, and how its refusal came about.

    `reach`: the body's e-mail or else postal address. `refused_on`: the day on which the refusal
    was notified or silence became one, None if neither; `is_silent` says which. `received_on`: the
    day from which the month was counted, `is_presumed` if that is the day of sending. `reply_to`:
    where an answer about this request, and no other, arrives.
    """

    reference: str
    addressee: Addressee
    reach: str
    asked_on: date
    received_on: date
    is_presumed: bool = False
    refused_on: date | None = None
    is_silent: bool = False
    reply_to: str


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The series of one requester; `lead` is the reference of the refusal to be examined."""

    requester: Requester
    technology: str
    ask: tuple[AskItem, ...]
    demands: tuple[Demand, ...]
    lead: str
    system_name: str = ""

    @property
    def leading(self) -> Demand:
        """The demand proposed to the Commission for its examination."""
        return next(demand for demand in self.demands if demand.reference == self.lead)


def require_referable(series: Series) -> None:
    """Raise SerieError, in one sentence, for what the law does not take as a series."""
    demands = series.demands
    if len(demands) < LEAST:
        raise SerieError(
            f"A series is at least {LEAST} requests with the same object ({CITES['series']}), and"
            f" these are {len(demands)}: {_named(demands)}; refer each to the CADA by itself."
        )
    bodies = [demand.addressee.name for demand in demands]
    twice = [demand for demand in demands if bodies.count(demand.addressee.name) > 1]
    if twice:
        raise SerieError(
            f"A series goes to different bodies ({CITES['one_referral']}), and these went to the"
            f" same one: {_named(twice)}; leave all but one out."
        )
    if not any(demand.refused_on for demand in demands):
        raise SerieError(
            f"Nothing is refused yet, and a referral proves at least one refusal"
            f" ({CITES['table']}); wait until a time to answer has ended: {_named(demands)}."
        )
    if not series.leading.refused_on:
        raise SerieError(f"{series.lead} is not refused yet; propose a refused one with --lead.")
    if not series.requester.name.strip() or not series.requester.postal_address.strip():
        raise SerieError(
            f"The referral gives the requester's name and postal address ({CITES['form']}), and"
            " one is missing; give it with --address."
        )


def _named(demands: tuple[Demand, ...] | list[Demand]) -> str:
    return ", ".join(f"{demand.reference} ({demand.addressee.name})" for demand in demands)


def cites(pack: Pack, on: date) -> dict[str, str]:
    """Return the citations that the texts of a series use: its own, and the pack's."""
    clauses = pack.statute_on(on).clauses
    told = {name: clause.cite for name, clause in clauses.items()} | CITES
    return {f"{CITE}{name}": citation(cite, LANGUAGE) for name, cite in told.items()}


def head() -> tuple[str, ...]:
    """Return the names of the table's columns."""
    return tuple(map(_words, COLUMNS))


def rows(series: Series, pack: Pack, on: date) -> Iterator[tuple[str, ...]]:
    """Yield what R343-3-1, al. 3, asks for: one row for each body, in the order of `COLUMNS`."""
    law = cites(pack, on)
    for number, demand in enumerate(series.demands, start=1):
        yield (
            str(number),
            one_line(demand.addressee.name),
            one_line(demand.reach),
            _short(demand.asked_on),
            _short(demand.refused_on) if demand.refused_on else "",
            _counted(demand, law),
            demand.reference,
        )


def _counted(demand: Demand, law: dict[str, str]) -> str:
    """Say whether the refusal is express or implicit, and how its day was counted."""
    told = law | {"received_on": _short(demand.received_on)}
    if demand.refused_on is None:
        return _words("none", told)
    if not demand.is_silent:
        return _words("express", told)
    return _words("silent_presumed" if demand.is_presumed else "silent", told)


def _words(section: str, values: dict[str, str] | None = None) -> str:
    """Return a section of the table's wording, filled."""
    return " ".join(text.fill(values or {}) for text in wording_of("table").sections[section])


def wording_of(name: str) -> Template:
    """Return one of the template files of the series."""
    return template(f"{LANGUAGE}/serie/{name}")


def _short(day: date) -> str:
    """Return a day as French tables write it: 01/09/2026."""
    return f"{day:%d/%m/%Y}"
