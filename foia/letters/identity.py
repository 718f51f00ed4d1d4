"""Who asks, where a law wants to know: what it requires of the requester, and how a letter says it.

Nothing is asked for, kept or stated that the law of that place does not name.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from foia.letters.catalogue import in_language
from foia.letters.citations import citation
from foia.letters.dates import day_at, long_date
from foia.letters.letter import Details, Paragraph, Requester
from foia.letters.template import TemplateError
from foia.letters.typography import lead_in
from foia.letters.wording import ROOT
from jurisdictions import Pack

#: The reply address made for each request is an e-mail address, so that need is always met.
ALWAYS_GIVEN = "email"
#: Of those who may ask under a law, the requester is none: the letter says nothing of it.
NO_STANDING = "none"
DETAILS = Details.__struct_fields__
T = TypeVar("T")


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What some laws ask of a request or its writer; the pack's `clause`, if there, is cited."""

    jurisdictions: tuple[str, ...]
    because: str
    cite: str = ""
    clause: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    standing: dict[str, dict[str, str]] = {}
    is_by_hand: bool = False
    most_records: int = 0


class Source(NamedTuple):
    """Where a requirement stands, and whether anybody has read it there."""

    cite: str
    is_verified: bool

    def __str__(self) -> str:
        return self.cite if self.is_verified else f"{self.cite}, not yet verified"


@lru_cache
def requirements() -> tuple[Requirement, ...]:
    """Return all requirements on file; a wrong entry is a `TemplateError`."""
    return _read("requirements.toml", dict[str, tuple[Requirement, ...]])["requirements"]


def required_by(code: str) -> tuple[Requirement, ...]:
    """Return what the law of a place asks."""
    return tuple(rule for rule in requirements() if code in rule.jurisdictions)


def must_give(code: str) -> tuple[str, ...]:
    """Return what a requester has to give there beyond a name and the reply address, each once."""
    wanted = (
        choice
        for rule in required_by(code)
        for choices in rule.needs
        if ALWAYS_GIVEN not in choices
        for choice in choices
    )
    return tuple(dict.fromkeys(wanted))


def standings(code: str, language: str) -> dict[str, str]:
    """Return by id how a person may be entitled to ask there, in the letter's own words."""
    return {
        id: in_language(said, language)
        for rule in required_by(code)
        for id, said in rule.standing.items()
    }


def source_of(rule: Requirement, pack: Pack, on: date | datetime) -> Source:
    """Return where a requirement stands in the law in force on that day."""
    clause = pack.statute_on(day_at(pack, on)).clauses.get(rule.clause)
    return Source(clause.cite, clause.verified) if clause else Source(rule.cite, False)


def is_given(requester: Requester, name: str) -> bool:
    """Say whether the requester gave an address, an organization or a detail."""
    holder = requester.details if name in DETAILS else requester
    return getattr(holder, name) not in ("", None)


def is_unanswered(requester: Requester, code: str) -> bool:
    """Say whether the law of a place asks for something that this requester has not given."""
    needs = (choices for rule in required_by(code) for choices in rule.needs)
    return any(not any(is_given(requester, name) for name in choices) for choices in needs)


def stated(pack: Pack, requester: Requester, language: str, on: date) -> list[Paragraph]:
    """Return what a request says of its writer: the details this law names, and no others."""
    lines = "\n".join(_lines(pack, requester.details, language))
    return [*([Paragraph(lines)] if lines else []), *_standing(pack, requester, language, on)]


def _lines(pack: Pack, details: Details, language: str) -> Iterator[str]:
    """Yield one line for each detail that has a label."""
    wanted = must_give(pack.code)
    for name, label in labels().items():
        value = getattr(details, name)
        if name in wanted and value:
            said = long_date(value, language, pack.country) if name == "born_on" else value
            yield f"{lead_in(in_language(label, language), language)} {said}"


def _standing(pack: Pack, requester: Requester, language: str, on: date) -> Iterator[Paragraph]:
    """Yield the sentence that says how the requester is entitled to ask, with its provision."""
    for rule in required_by(pack.code):
        if said := rule.standing.get(requester.details.standing):
            cite = citation(source_of(rule, pack, on).cite, language)
            yield Paragraph(f"{in_language(said, language)} ({cite}).")


@lru_cache
def labels() -> dict[str, dict[str, str]]:
    """Return how a letter names each detail, by language."""
    return _read("details.toml", dict[str, dict[str, str]])


def _read(name: str, kind: type[T]) -> T:
    """Read a file of `letter_templates`; a wrong entry is a `TemplateError`."""
    try:
        return msgspec.convert(tomllib.loads((ROOT / name).read_text(encoding="utf-8")), kind)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(f"letter_templates/{name}: {error}; correct it.") from error
