"""What must be right before a letter may be approved: each problem is a sentence with its cure."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

import msgspec

from foia.letters.dates import day_at
from foia.letters.letter import AskItem, Requester
from foia.letters.template import TemplateError
from foia.letters.wording import ROOT
from jurisdictions import Pack

_PLACEHOLDER = re.compile(
    r"\[[A-Z][A-Z _-]{2,}\]|\bX{3,}\b|\{\{|\}\}|\{%|\$[A-Za-z_]{2,}|<[A-Z][A-Z _-]{2,}>|_{4,}"
)
_SHOUTING_LETTERS = 20
_WORDS = {
    "postal_address": "a postal address",
    "email": "an e-mail address",
    "organization": "the name of the organization",
    "is_resident": "whether the requester lives there",
}


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What some laws ask of a request or its writer; the pack's `clause`, if there, is cited."""

    jurisdictions: tuple[str, ...]
    because: str
    cite: str = ""
    clause: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    most_records: int = 0


@lru_cache
def requirements() -> tuple[Requirement, ...]:
    """Return all requirements on file; a wrong entry is a `TemplateError`."""
    path = ROOT / "requirements.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["requirements"]
        return msgspec.convert(entries, tuple[Requirement, ...])
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, KeyError) as error:
        raise TemplateError(f"letter_templates/requirements.toml: {error}; correct it.") from error


def problems(
    *, pack: Pack, ask: Sequence[AskItem], requester: Requester, on: date | datetime
) -> tuple[str, ...]:
    """Return what stands in the way of approving this letter; an empty tuple means nothing does."""
    return (
        *_unsigned(requester),
        *_empty(ask),
        *(sentence for number, item in enumerate(ask, 1) for sentence in _item(number, item)),
        *(
            sentence
            for rule in requirements()
            if pack.code in rule.jurisdictions
            for sentence in _law(rule, _source(rule, pack, on), ask, requester)
        ),
    )


def _unsigned(requester: Requester) -> Iterator[str]:
    """A letter has a name under it that a person wrote."""
    if not requester.name.strip():
        yield "The letter is unsigned; give the requester's name."
    elif _PLACEHOLDER.search(requester.name):
        yield f"The requester's name {requester.name!r} looks unfilled; write the real name."


def _empty(ask: Sequence[AskItem]) -> Iterator[str]:
    """A letter asks for something."""
    if not ask:
        yield "Nothing is asked for; choose at least one kind of record."


def _item(number: int, item: AskItem) -> Iterator[str]:
    """One record item is filled, and is not shouted."""
    text = item.text.strip()
    if not text:
        yield f"Item {number} is empty; write what is asked for, or remove it."
        return
    if stray := placeholder_in(text):
        yield f"Item {number} contains {stray!r}, which looks unfilled; replace it."
    if is_shouted(text):
        yield f"Item {number} is all in capitals; write it in ordinary letters."


def placeholder_in(text: str) -> str:
    """Return the first thing in `text` that looks like a blank nobody filled, or nothing."""
    found = _PLACEHOLDER.search(text)
    return found.group() if found else ""


def is_shouted(text: str) -> bool:
    """Say whether a text of some length is all in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _SHOUTING_LETTERS and text == text.upper() != text.lower()


def _source(rule: Requirement, pack: Pack, on: date | datetime) -> str:
    """Return where the requirement stands, and whether anybody has read it there."""
    clause = pack.statute_on(day_at(pack, on)).clauses.get(rule.clause)
    if clause and clause.verified:
        return clause.cite
    return f"{clause.cite if clause else rule.cite}, not yet verified"


def _law(
    rule: Requirement, source: str, ask: Sequence[AskItem], requester: Requester
) -> Iterator[str]:
    """The request keeps within what this law asks of it."""
    if rule.most_records and len(ask) > rule.most_records:
        yield (
            f"{len(ask)} kinds of records are asked for, and {rule.because} ({source});"
            f" keep at most {rule.most_records} and ask for the rest later."
        )
    for choices in rule.needs:
        if all(getattr(requester, choice) in ("", None) for choice in choices):
            wanted = " or ".join(_WORDS[choice] for choice in choices)
            yield f"The requester must give {wanted}: {rule.because} ({source})."
