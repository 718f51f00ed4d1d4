"""The catalogue's entries: technologies and record categories, with their words by language."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

import msgspec

from foia.letters.template import Text
from foia.letters.wording import FALLBACK

T = TypeVar("T")


class TechnologyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A technology in one language.

    `in_text` is how an item names it inside a sentence; `defined` is the fuller form that a letter
    opens with, where the short one leaves room for doubt.
    """

    label: str
    in_text: str
    defined: str = ""
    description: str = ""


class RecordWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record category in one language; `ask` is the numbered item as the clerk reads it.

    `answers`: what bodies usually answer, which is experience and no law.
    """

    label: str
    ask: str
    description: str = ""
    why: str = ""
    answers: str = ""


class Told(NamedTuple):
    """Words for the screen, and the language that they could be given in."""

    text: str
    language: str


class Experience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of what bodies usually answer. `read_on`: when one of us read it; None is never."""

    records: tuple[str, ...]
    title: str
    url: str = ""
    read_on: date | None = None


class Technology(msgspec.Struct, frozen=True):
    """A kind of system. `records` are asked for by default, `more` are worth adding."""

    id: str
    records: tuple[str, ...]
    more: tuple[str, ...]
    words: dict[str, TechnologyWords]

    def label(self, language: str) -> str:
        """Return its name on screens and in subjects."""
        return in_language(self.words, language).label

    def description(self, language: str) -> str:
        """Return one line on what it is, in English where not yet written in `language`."""
        return in_language(self.words, language).description or self.words[FALLBACK].description


class RecordCategory(msgspec.Struct, frozen=True):
    """A kind of record. `pack` is P policy, M money, T technical, U use or O oversight."""

    id: str
    pack: str
    words: dict[str, RecordWords]
    asks: dict[str, Text]
    experience: tuple[Experience, ...] = ()

    def label(self, language: str) -> str:
        """Return its name on screens and before the item in a letter."""
        return in_language(self.words, language).label

    def description(self, language: str) -> str:
        """Return one line on what it holds, in English where not yet written in `language`."""
        return in_language(self.words, language).description or self.words[FALLBACK].description

    def why(self, language: str) -> Told:
        """Return why it is worth asking."""
        return _told(self.words, language, lambda words: words.why)

    def answers(self, language: str) -> Told:
        """Return what bodies usually answer: experience, not law."""
        return _told(self.words, language, lambda words: words.answers)


def in_language(texts: Mapping[str, T], language: str) -> T:
    """Return the text in `language`, or in English where it has not been written yet."""
    return texts[language] if language in texts else texts[FALLBACK]


def _told(
    words: Mapping[str, RecordWords], language: str, of: Callable[[RecordWords], str]
) -> Told:
    """Return words in `language`, or in English where they have not been written yet."""
    own = of(words[language]) if language in words else ""
    return Told(own, language) if own else Told(of(words[FALLBACK]), FALLBACK)
