"""Which law binds a body: found from the words that a table has for its place."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from jurisdictions import codes, load_pack
from jurisdictions.packs import ALIASES

_NOT_A_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"\s*\(.*?\)")
#: Words for a whole country's own level of government, beside its names.
FEDERAL = ("federal", "national", "bund", "usa", "united states of america", "u s a")


def plain(words: str) -> str:
    """Return words as they are compared: without capitals, accents and signs."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _NOT_A_WORD.sub(" ", bare).strip()


def law_of(
    cells: Iterable[str], *, country: str = "", known: Mapping[str, str] | None = None
) -> str:
    """Return the code of the first cell that names a jurisdiction, or nothing.

    `country`: where two-letter words and names that several countries share belong.
    `known`: what a person said that words of this file mean, {plain words: code}.
    """
    for cell in cells:
        parts = [plain(cell), *(plain(part) for part in reversed(cell.split(",")))]
        for words in dict.fromkeys(part for part in parts if part):
            code = (known or {}).get(words) or _named(words, country)
            if code:
                return code
    return ""


@lru_cache(maxsize=4096)
def _named(words: str, country: str) -> str:
    """Return the code that these plain words name, if they name just one."""
    short = words.replace(" ", "-")
    if country:
        if f"{country}-{short}" in codes():
            return f"{country}-{short}"
        if words in FEDERAL or words == country:
            return country
    named = _names().get(words, frozenset())
    inside = [code for code in named if code.split("-")[0] == country]
    if found := _only(inside or named):
        return found
    code = ALIASES.get(short, short)
    return code if code in codes() and not named else ""


def _only(named: Collection[str]) -> str:
    """Return the one code among these, a country's before those of its parts."""
    countries = {code.split("-")[0] for code in named}
    if len(named) > 1 and len(countries) == 1:
        named = countries & set(named)
    return next(iter(named)) if len(named) == 1 else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    """Return all names of all jurisdictions on file, {plain name: codes}."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in codes():
        for name in load_pack(code).name.values():
            found[plain(name)].add(code)
            found[plain(_IN_BRACKETS.sub("", name))].add(code)
    return {name: frozenset(those) for name, those in found.items() if name}
