"""The gallery: for each place and kind of letter the language it comes in, and a sample of it."""

from datetime import date
from functools import lru_cache

import msgspec

from foia.letters.catalogue import catalogue
from foia.letters.citations import citation
from foia.letters.letter import Letter
from foia.letters.outline import OUTLINES
from foia.letters.sample import sample_letter
from foia.letters.wording import wording
from jurisdictions import DomainError, codes, load_pack
from jurisdictions.packs import ALIASES

#: A dozen places of different laws and languages, in the order of the columns.
PLACES = ("us-il", "us", "mx", "fr", "ru", "gb", "de", "br", "es", "it", "pl", "in")


class GalleryError(DomainError):
    """A sample that is not there."""


class Sample(msgspec.Struct, frozen=True):
    """A sample letter; `unverified` are the citations in it that nobody has checked."""

    code: str
    letter: Letter
    is_reviewed: bool
    unverified: tuple[str, ...]


class Cell(msgspec.Struct, frozen=True):
    """One kind at one place: its language, or in `trouble` why there is no such letter."""

    code: str
    kind: str
    language: str = ""
    is_fallback: bool = False
    is_reviewed: bool = False
    trouble: str = ""


@lru_cache(maxsize=512)
def sample(code: str, kind: str, language: str, on: date) -> Sample:
    """Return the sample dated `on`; `language` empty means the body's own.

    Raises GalleryError for a place that is not on file, ComposeError where no such letter can be.
    """
    code = ALIASES.get(code.lower(), code.lower())
    if code not in codes():
        raise GalleryError(
            f"There is no law on file for {code[:40]!r}; choose a place from the list."
        )
    pack = load_pack(code)
    letter = sample_letter(pack, kind[:40], on, language[:40] or None)
    words = wording(kind, letter.language, code, is_informal=pack.is_without_law)
    return Sample(
        code=code,
        letter=letter,
        is_reviewed=words.is_reviewed and catalogue().reviewed.get(letter.language, False),
        unverified=_unverified(code, letter),
    )


def _unverified(code: str, letter: Letter) -> tuple[str, ...]:
    """Return the citations of the letter that stand unverified in the pack."""
    clauses = load_pack(code).statute_on(letter.written_on).clauses.values()
    doubted = {citation(c.cite, letter.language) for c in clauses if not c.verified}
    return tuple(cite for cite in letter.cites if cite in doubted)


@lru_cache(maxsize=256)
def column(code: str, on: date) -> tuple[Cell, ...]:
    """Return every kind of letter at that place, in the order of their use."""
    return tuple(_cell(code, kind, on) for kind in OUTLINES)


def _cell(code: str, kind: str, on: date) -> Cell:
    try:
        found = sample(code, kind, "", on)
    except DomainError as error:
        return Cell(code=code, kind=kind, trouble=str(error))
    return Cell(
        code=code,
        kind=kind,
        language=found.letter.language,
        is_fallback=found.letter.is_fallback_language,
        is_reviewed=found.is_reviewed,
    )
