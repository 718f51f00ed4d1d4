"""The list of all places: grouped by part of the world, states under their country."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from foia.web import days, law_tags, law_words, words
from foia.web.lawbook import regions
from foia.web.lawbook.versions import answer_term, shown
from jurisdictions import Pack, Statute, codes, load_pack

LONGEST_WORDS = 100


@dataclass(frozen=True)
class Line:
    """One place in one line; `depth` is 0 for a country, 1 for a state, 2 for a city."""

    code: str
    name: str
    law_name: str
    answer: str
    silence: str
    has_law: bool
    is_verified: bool
    is_dangerous: bool
    depth: int
    country: str
    sought: str


@dataclass(frozen=True)
class Group:
    """A part of the world with its places; the states of a country follow it."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Index:
    """The places that were asked for. `total` counts all places on file."""

    groups: tuple[Group, ...]
    found: int
    total: int


def index(sought: str, today: date) -> Index:
    """Return the places whose names or laws have all of these words; all places without words."""
    lines = _lines(days.reader(), today)
    asked = plain(sought[:LONGEST_WORDS]).split()
    kept = [line for line in lines if all(word in line.sought for word in asked)]
    groups: dict[str, list[Line]] = {}
    titles: dict[str, str] = dict.fromkeys((*regions.REGIONS, regions.ELSEWHERE[0]), "")
    for line in kept:
        key, title = regions.region_of(line.code.partition("-")[0])
        titles[key] = title
        groups.setdefault(key, []).append(line)
    ordered = [Group(key, titles[key], tuple(groups[key])) for key in titles if key in groups]
    return Index(tuple(ordered), len(kept), len(lines))


def plain(text: str) -> str:
    """Return a text without case and accents, as people type when they look for something."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


# Nothing in it depends on who asks; the packs of a running installation do not change.
@lru_cache(maxsize=16)
def _lines(language: str, today: date) -> tuple[Line, ...]:
    """Return every place in the order of the list, in words of the active language."""
    packs = {code: load_pack(code) for code in codes()}
    names = {code: words.named(pack.name) for code, pack in packs.items()}
    order = sorted(packs, key=lambda code: _place_in_list(code, names))
    return tuple(_line(packs[code], names, today) for code in order)


def _place_in_list(code: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """Order by the country's name, then the state's, then the city's."""
    parts = code.split("-")
    chain = ["-".join(parts[: length + 1]) for length in range(len(parts))]
    return [(plain(names.get(part, part)), part) for part in chain]


def _line(pack: Pack, names: dict[str, str], today: date) -> Line:
    statute = shown(pack, today)
    country, _dash, rest = pack.code.partition("-")
    return Line(
        code=pack.code,
        name=names[pack.code],
        law_name=words.named(statute.law_name),
        answer=_answer(pack, statute),
        silence=_silence(statute),
        has_law=bool(pack.statutes),
        is_verified=pack.is_verified,
        is_dangerous=pack.risk == "high",
        depth=pack.code.count("-"),
        country=names.get(country, "") if rest else "",
        sought=_sought(pack, names.get(country, "")),
    )


def _answer(pack: Pack, statute: Statute) -> str:
    if not pack.statutes:
        return _("no law")
    term = answer_term(statute)
    return law_tags.short_length(term) if term else _("not on file")


def _silence(statute: Statute) -> str:
    rule = next((rule for rule in statute.silence if rule.term == "response"), None)
    return words.said(law_words.SILENCE_SHORT, rule.effect) if rule else ""


def _sought(pack: Pack, country: str) -> str:
    """Return everything by which somebody may look for a place."""
    laws = [text for s in pack.statutes for text in (*s.law_name.values(), s.cite)]
    return plain(" ".join([pack.code, country, *pack.name.values(), *laws]))
