"""What finds a requester in a folded text, as regular expressions, however they are written there.

All patterns are for small letters without accents, see `foia.letters.readings`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from foia.letters.dates import long_date
from foia.letters.readings import fold

#: Marks that stand between the digits of a number without being part of it.
_BETWEEN = r"[\s().\-/·\u2010-\u2015]{0,3}"
#: Where a word begins and ends; an underline is a space, as in the names of files.
BEGIN, END = r"(?<![^\W_])", r"(?![^\W_])"
#: Where a name begins and ends: digits may stand beside it.
NAME_BEGIN, NAME_END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_SPLIT = r"[\s.\-/]?"
_APART, _SPACED = r"[\W_]{0,4}", r"[\W_]?"
_AT = r"[\W_]{0,3}(?:@|at|arroba|chez)[\W_]{0,3}"
#: How letters with marks are written where a keyboard lacks them.
_UMLAUTS = {"ä": ("a", "e?"), "ö": ("o", "e?"), "ü": ("u", "e?"), "ø": ("o", "e?")}
_UMLAUTS |= {"å": ("a", "a?")}
_POSTCODE = re.compile(
    r"\b(?:\d{5,6}|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d|\d{4}\s?[a-z]{2})\b"
)
_LEAST_NAME, _LEAST_LINE, _LEAST_DIGITS = 2, 5, 6
_LEAST_PART, _LEAST_SURNAME, _LEAST_DIGRAPH = 3, 4, 5
_TITLES = frozenset(
    {"mrs", "prof", "herr", "frau", "mme", "sra", "von", "van", "der", "den", "del"}
)
_POINTS = frozenset({"north", "south", "east", "west", "apt", "unit", "no", "nr", "the", "de"})
_LANGUAGES = ("en", "es", "fr", "pt", "de", "ru", "it", "nl", "pl")
_NAME_WORD = re.compile(r"[^\W_]+")


def of_name(name: str) -> Iterator[str]:
    """Yield patterns of a whole name: as signed, turned around, without what is in its middle."""
    words = _NAME_WORD.findall(unicodedata.normalize("NFC", name))
    if len("".join(words)) < _LEAST_NAME:
        return
    spelled = [_SPACED.join(_letters(word)) for word in words]
    orders = [spelled]
    if len(words) > 1:
        first, last = spelled[0], spelled[-1]
        orders += [[first, last], [last, first], [*spelled[1:], first]]
        if len(words[-1]) >= _LEAST_SURNAME:
            orders += [[fold(words[0])[:1], last], [last, fold(words[0])[:1]]]
    for order in dict.fromkeys(map(tuple, orders)):
        yield f"{NAME_BEGIN}{_APART.join(order)}{NAME_END}"


def parts_of(names: Iterable[str]) -> dict[str, None]:
    """Return patterns of the parts of names that may stand alone."""
    found: dict[str, None] = {}
    for name in names:
        for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", unicodedata.normalize("NFC", name)):
            if len(word) >= _LEAST_PART and fold(word) not in _TITLES:
                pieces = ["".join(_letters(piece)) for piece in _NAME_WORD.findall(word)]
                found[f"{NAME_BEGIN}{_SPACED.join(pieces)}{NAME_END}"] = None
    return found


def of_words(text: str) -> str:
    """Return a pattern of these words one after the other, whatever is between them."""
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", fold(text))]
    return rf"{BEGIN}{_APART.join(words)}{END}" if words else ""


def of_address(line: str, known: str) -> Iterator[str]:
    """Yield a line of an address, each part of it that has a number, house and postal code.

    What stands in `known`, the folded words of the body's own address, is no secret.
    """
    parts = [part.strip() for part in line.split(",")]
    numbered = [part for part in parts if any(map(str.isdigit, part))]
    for part in dict.fromkeys([line.strip(), *numbered]):
        if len(part) >= _LEAST_LINE and fold(part) not in known:
            yield of_words(part)
            yield from _house(fold(part))
    codes = [code for code in _POSTCODE.findall(fold(line)) if code not in known]
    yield from (of_words(code) if code.isdigit() else of_code(code) for code in codes)


def _house(part: str) -> Iterator[str]:
    """Yield a number with the name of its street, either first, in whichever way it is cut."""
    words = re.findall(r"[^\W_]+", part)
    numbers = [word for word in words if word.isdigit() or re.fullmatch(r"\d+[a-z]", word)]
    streets = [word for word in words if len(word) > 2 and word.isalpha() and word not in _POINTS]
    if numbers and streets and len(numbers[0]) < 5:
        street = re.escape(re.sub(r"(?<=\w{3})stra(?:ss|ß)e$", "str", streets[0]))
        number, between = re.escape(numbers[0]), r"[\W_]{1,3}(?:[^\W_]{1,5}[\W_]{1,3})?"
        yield rf"{BEGIN}{number}{between}{street}"
        yield rf"{BEGIN}{street}[^\W\d_]*{between}{number}{END}"


def of_code(code: str) -> str:
    """Return a pattern of a number of letters and digits, however it is spaced."""
    letters = [letter for letter in fold(code) if letter.isalnum()]
    return rf"{BEGIN}{_SPLIT.join(map(re.escape, letters))}{END}" if letters else ""


def of_phone(number: str) -> str:
    """Return a pattern of a telephone number with or without its country's and area's prefix."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < _LEAST_DIGITS:
        return ""
    return rf"(?:\+?\(?\d[\d\s().\-/]{{0,8}})?{_BETWEEN.join(digits[-7:])}(?!\d)"


def of_email(email: str) -> str:
    """Return a pattern of an address, whole or as a part of a longer one, also with its @ spelt."""
    local, _, domain = fold(email).rpartition("@")
    if not local:
        return ""
    dotted = r"[\W_]{0,3}(?:dot|punto|point)?[\W_]{0,3}".join(map(re.escape, domain.split(".")))
    return rf"[\w.+-]*{re.escape(local)}{_AT}{dotted}"


def of_domain(domain: str) -> str:
    """Return a pattern of any address at a domain."""
    return rf"[\w.+-]+(?:@|=){re.escape(fold(domain))}" if domain else ""


def of_day(on: date) -> Iterator[str]:
    """Yield patterns of the ways in which a day is written."""
    written = [on.isoformat(), *(long_date(on, language) for language in _LANGUAGES)]
    for form in ("{d}.{m}.{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d}-{m}-{y}"):
        written.append(form.format(d=f"{on.day:02d}", m=f"{on.month:02d}", y=on.year))
        written.append(form.format(d=on.day, m=on.month, y=on.year))
    yield from map(of_words, written)


def _letters(word: str) -> list[str]:
    """Return the letters of a word as patterns; what may be written with one more has a choice."""
    found: list[str] = []
    for letter in word.casefold():
        found += _UMLAUTS.get(letter) or map(re.escape, fold(letter))
    if len(found) >= _LEAST_DIGRAPH:
        for index in range(1, len(found)):
            if found[index] == "e" and found[index - 1] in ("a", "o", "u"):
                found[index] = "e?"
    return found
