"""Finds a requester in a text, however their name or number is written there, and blacks them out.

It would rather take out a word too many than leave one in: what it is not told of it cannot find.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from foia.letters.dates import long_date

BLACK = "█████"
#: Marks that stand between the digits of a number without being part of it.
_BETWEEN = r"[\s().\-/·\u2010-\u2015]{0,3}"
#: Where a word begins and ends; an underline is a space, as in the names of files.
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
_SPLIT = r"[\s.\-/]?"
_SPACE = r"[\s\u00a0\u00ad\u200b,_]+"
#: What follows `?` or `#` in a link, or a part of its path too long to be a word.
_KEYS = re.compile(r"(https?://[^\s?#<>\"']+?[?#/])(?:(?<=[?#])[^\s<>\"']+|[\w-]{20,}[^\s<>\"']*)")
_LEAST_NAME, _LEAST_LINE, _LEAST_CODE, _LEAST_DIGITS = 2, 5, 4, 6
_TITLES = frozenset(
    {"mrs", "prof", "herr", "frau", "mme", "sra", "von", "van", "der", "den", "del"}
)
_LANGUAGES = ("en", "es", "fr", "pt", "de", "ru", "it", "nl", "pl")


@dataclass(frozen=True)
class Identity:
    """What is known of a requester, and must not be read by others.

    `names` as signed; `lines` of postal addresses; `codes`: numbers of documents, reply tokens and
    references; `phones`; `emails`, each also wherever it is a part of a longer one; `domains` of
    our reply addresses; `days`, such as that of a birth. `not_lines`: words of the body's own
    address, which are no secret.
    """

    names: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    not_lines: str = field(default="", compare=False)


def spots(text: str, identity: Identity) -> list[tuple[int, int]]:
    """Return where the requester stands in the text, as (start, end), in order and apart."""
    folded, places = _folded(text)
    found = [
        (places[match.start()], places[match.end() - 1] + 1)
        for pattern in _patterns(identity)
        for match in pattern.finditer(folded)
        if match.group()
    ]
    found += _name_parts(text, folded, places, identity)
    return list(_joined(sorted(found)))


def blacked_out(text: str, identity: Identity) -> str:
    """Return the text with a black bar of one length wherever the requester stands in it."""
    parts, at = [], 0
    for start, end in spots(text, identity):
        parts += [text[at:start], BLACK]
        at = end
    return "".join([*parts, text[at:]])


def without_keys(text: str) -> str:
    """Return the text with what may open somebody's own page taken out of the links in it."""
    return _KEYS.sub(rf"\1{BLACK}", text)


def words_of(text: str, identity: Identity) -> list[str]:
    """Return each way in which the requester is written in the text, once."""
    return list(dict.fromkeys(text[start:end] for start, end in spots(text, identity)))


def _joined(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spots that overlap as one."""
    if not found:
        return
    start, end = found[0]
    for one, two in found[1:]:
        if one > end:
            yield start, end
            start, end = one, two
        end = max(end, two)
    yield start, end


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text without accents and capitals, and where each of its letters stood."""
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        plain = _plain(letter)
        letters.append(plain)
        places.extend([index] * len(plain))
    return "".join(letters), places


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    taken = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in taken if not unicodedata.combining(part))


def _fold(text: str) -> str:
    return _folded(text)[0]


@lru_cache(maxsize=256)
def _patterns(identity: Identity) -> tuple[re.Pattern[str], ...]:
    """Return what finds the requester in a folded text; parts of names are looked for apart."""
    wanted = [
        *(_words(name) for name in identity.names if len(name) >= _LEAST_NAME),
        *(_words(line) for line in _lines(identity)),
        *(_code(code) for code in identity.codes if len(code) >= _LEAST_CODE),
        *map(_phone, identity.phones),
        *(rf"[\w.+-]*{re.escape(_fold(email))}" for email in identity.emails if "@" in email),
        *(rf"[\w.+-]+@{re.escape(_fold(domain))}" for domain in identity.domains if domain),
        *(_words(day) for on in identity.days for day in _days(on)),
    ]
    return tuple(re.compile(pattern) for pattern in wanted if pattern)


def _words(text: str) -> str:
    """Return a pattern of these words one after the other, whatever is between them."""
    words = [re.escape(word) for word in re.findall(r"[^\s,]+", _fold(text))]
    return rf"{_BEGIN}{_SPACE.join(words)}{_END}" if words else ""


def _lines(identity: Identity) -> Iterator[str]:
    """Yield each line of an address, and each part of it that has a number."""
    known = _fold(identity.not_lines)
    for line in identity.lines:
        parts = [part.strip() for part in line.split(",")]
        numbered = [part for part in parts if any(map(str.isdigit, part))]
        for part in dict.fromkeys([line.strip(), *numbered]):
            if len(part) >= _LEAST_LINE and _fold(part) not in known:
                yield part


def _code(code: str) -> str:
    """Return a pattern of a number of letters and digits, however it is spaced."""
    letters = [letter for letter in _fold(code) if letter.isalnum()]
    return rf"{_BEGIN}{_SPLIT.join(map(re.escape, letters))}{_END}" if letters else ""


def _phone(number: str) -> str:
    """Return a pattern of a telephone number with or without its country's and area's prefix."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < _LEAST_DIGITS:
        return ""
    return rf"(?:\+?\(?\d[\d\s().\-/]{{0,8}})?{_BETWEEN.join(digits[-9:])}(?!\d)"


def _days(on: date) -> Iterator[str]:
    """Yield the ways in which a day is written."""
    yield on.isoformat()
    for form in ("{d}.{m}.{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d}-{m}-{y}"):
        yield form.format(d=f"{on.day:02d}", m=f"{on.month:02d}", y=on.year)
        yield form.format(d=on.day, m=on.month, y=on.year)
    yield from (long_date(on, language) for language in _LANGUAGES)


def _name_parts(
    text: str, folded: str, places: list[int], identity: Identity
) -> Iterator[tuple[int, int]]:
    """Yield where a part of a name stands alone, written as a name is: with a capital."""
    for part in _parts(identity.names):
        for match in re.finditer(rf"{_BEGIN}{re.escape(part)}{_END}", folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if not text[start].islower():
                yield start, end


def _parts(names: Iterable[str]) -> set[str]:
    words = {
        word for name in names for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", _fold(name))
    }
    return {word for word in words if len(word) > _LEAST_NAME and word not in _TITLES}
