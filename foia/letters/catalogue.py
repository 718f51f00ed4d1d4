"""The catalogue of what can be asked for: technologies and record categories, in every language."""

import difflib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from foia.letters.entries import (
    Experience,
    RecordCategory,
    RecordWords,
    Technology,
    TechnologyWords,
    in_language,
)
from foia.letters.template import TemplateError, Text
from foia.letters.typography import typeset
from foia.letters.wording import ASK_FIELDS, NAMING_FIELDS, PRODUCT_FIELDS, ROOT
from jurisdictions import DomainError

__all__ = [
    "MOST_DEFAULT_RECORDS",
    "Catalogue",
    "RecordCategory",
    "Technology",
    "UnknownEntry",
    "catalogue",
    "in_language",
]

MOST_DEFAULT_RECORDS = 5
T = TypeVar("T")


class UnknownEntry(DomainError):
    """An id that the catalogue does not have."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`<language>/asks/catalogue.toml` as it is written."""

    reviewed: bool
    named_system: str
    short_system: str
    technologies: dict[str, TechnologyWords]
    records: dict[str, RecordWords]
    in_product: str = ""
    in_product_at: str = ""


class Catalogue(msgspec.Struct, frozen=True):
    """All technologies and record categories; `reviewed`: by language, if proofed."""

    technologies: tuple[Technology, ...]
    categories: tuple[RecordCategory, ...]
    reviewed: dict[str, bool]
    naming: dict[str, Text]
    short_naming: dict[str, Text]
    in_product: dict[str, Text]
    in_product_at: dict[str, Text]

    def technology(self, id: str) -> Technology:
        """Return the technology `id`, or raise `UnknownEntry` with the nearest ids."""
        return pick(self.technologies, id, "technology")

    def category(self, id: str) -> RecordCategory:
        """Return the record category `id`, or raise `UnknownEntry` with the nearest ids."""
        return pick(self.categories, id, "record category")

    def default_records(self, technology: str) -> tuple[str, ...]:
        """Return the ids of the at most five categories asked for by default."""
        return self.technology(technology).records

    def system_in_text(self, technology: str, language: str, system_name: str = "") -> str:
        """Return how a letter in `language` names the system when it opens."""
        words = in_language(self.technology(technology).words, language)
        defined = words.defined or words.in_text
        if not system_name:
            return defined
        naming = in_language(self.naming, language)
        return naming.fill({"name": system_name, "technology": defined})

    def short_in_text(self, technology: str, language: str, system_name: str = "") -> str:
        """Return how an item of a letter in `language` names the system."""
        if system_name:
            return in_language(self.short_naming, language).fill({"name": system_name})
        return in_language(self.technology(technology).words, language).in_text


def pick(entries: tuple[T, ...], id: str, what: str) -> T:
    """Return the entry with this id, or name the ones most like it."""
    by_id = {entry.id: entry for entry in entries}  # type: ignore[attr-defined]
    if id in by_id:
        return by_id[id]
    near = difflib.get_close_matches(id, by_id, n=3, cutoff=0.4) or sorted(by_id)
    raise UnknownEntry(
        f"There is no {what} {id!r} in the catalogue; did you mean {', '.join(near)}?"
    )


@lru_cache
def catalogue() -> Catalogue:
    """Return the catalogue, read once; a wrong entry is a `TemplateError` naming file and entry."""
    structure = tomllib.loads((ROOT / "catalogue.toml").read_text(encoding="utf-8"))
    words = {path.parts[-3]: _read_words(path.parts[-3]) for path in _word_files()}
    read = msgspec.convert(structure["experience"], tuple[Experience, ...])
    packs = {record: pack for pack, records in structure["packs"].items() for record in records}
    return Catalogue(
        technologies=tuple(_technology(entry, words) for entry in structure["technologies"]),
        categories=tuple(_category(id, pack, words, read) for id, pack in packs.items()),
        reviewed={language: told.reviewed for language, told in words.items()},
        naming={lang: _naming(lang, w.named_system) for lang, w in words.items()},
        short_naming={lang: _naming(lang, w.short_system) for lang, w in words.items()},
        in_product=_in_product({lang: w.in_product for lang, w in words.items()}),
        in_product_at=_in_product({lang: w.in_product_at for lang, w in words.items()}),
    )


def _naming(language: str, source: str) -> Text:
    """Return how a language puts a system's own name into a sentence."""
    return Text(source, known=NAMING_FIELDS, where=f"{_shown(language)}, named_system")


def _in_product(sources: Mapping[str, str]) -> dict[str, Text]:
    """Return the sentence that names a product's report, in every language that has one."""
    return {
        language: Text(source, known=PRODUCT_FIELDS, where=f"{_shown(language)}, in_product")
        for language, source in sources.items()
        if source
    }


def _word_files() -> list[Any]:
    """Return the catalogue files of all languages."""
    return sorted(ROOT.glob("*/asks/catalogue.toml"))


def _shown(language: str) -> str:
    """Return a word file's name as errors show it."""
    return f"letter_templates/{language}/asks/catalogue.toml"


def _read_words(language: str) -> Words:
    """Read one language's words; a typo in a key is a `TemplateError`."""
    source = (ROOT / language / "asks" / "catalogue.toml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(typeset(source, language)), Words)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(f"{_shown(language)}: {error}; correct the entry.") from error


def _technology(entry: dict[str, Any], words: dict[str, Words]) -> Technology:
    """Put a technology together with its words in every language that has them."""
    id = entry["id"]
    return Technology(
        id=id,
        records=tuple(entry["records"]),
        more=tuple(entry["more"]),
        words={lang: w.technologies[id] for lang, w in words.items() if id in w.technologies},
    )


def _category(
    id: str, pack: str, words: dict[str, Words], read: tuple[Experience, ...]
) -> RecordCategory:
    """Put a record category together with its words in every language that has them."""
    told = {lang: w.records[id] for lang, w in words.items() if id in w.records}
    asks = {
        lang: Text(w.ask, known=ASK_FIELDS, where=f"{_shown(lang)}, records.{id}.ask")
        for lang, w in told.items()
    }
    experience = tuple(source for source in read if id in source.records)
    return RecordCategory(id=id, pack=pack, words=told, asks=asks, experience=experience)
