"""A text as it is read: small letters without accents, with the place at which each stands.

Programs write letters in other ways (percent signs in links, entities, quoted-printable, base64);
what they stand for is a reading of its own, whose letters all lie where the code does.
"""

import base64
import binascii
import html
import quopri
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

#: Letters that no table of Unicode takes apart, and what is written for them.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
_PLAIN |= {"þ": "th", "ŋ": "n"}
_CODED = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<quoted>(?:=[0-9A-F]{2})+)"
    r"|(?P<entity>&(?:#\w{1,7}|[A-Za-z]{2,10});)"
    r"|(?P<escape>(?:\\u[0-9A-Fa-f]{4})+)"
    r"|(?P<word>=\?[\w-]+\?[bB]\?[A-Za-z0-9+/=]+\?=)"
    r"|(?P<fold>=\r?\n|\r?\n[ \t]|[-\u2010][ \t]*\r?\n\s*)"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}")


@dataclass
class Reading:
    """Folded letters; the one at `i` stands from `starts[i]` up to `ends[i]` of the text."""

    letters: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def readings(text: str) -> Iterator[Reading]:
    """Yield the text as it stands, and as it is meant where parts of it are codes for letters."""
    yield _read((letter, index, index + 1) for index, letter in enumerate(text))
    if _CODED.search(text):
        yield _read(_meant(text))


def coded(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what each stretch of base64 in the text says, and where that stretch lies."""
    for match in _BASE64.finditer(text):
        bare = "".join(match.group().split()).rstrip("=")
        try:
            said = base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + "==")
        except (binascii.Error, ValueError):
            continue
        yield said.decode("utf-8", "ignore"), match.start(), match.end()


def fold(text: str) -> str:
    """Return the text in small letters, without accents and without marks that nobody sees."""
    return "".join(map(plain, text))


@lru_cache(maxsize=8192)
def plain(letter: str) -> str:
    """Return what one letter folds to; "" for one that is not seen, as a soft hyphen."""
    if unicodedata.category(letter) in ("Cf", "Cn") or letter == "\x02":
        return ""
    taken = unicodedata.normalize("NFKD", letter).casefold()
    bare = "".join(part for part in taken if not unicodedata.combining(part))
    return "".join(_PLAIN.get(part, part) for part in bare)


def _read(pieces: Iterator[tuple[str, int, int]]) -> Reading:
    reading, letters = Reading(), []
    for text, start, end in pieces:
        folded = fold(text)
        letters.append(folded)
        reading.starts.extend([start] * len(folded))
        reading.ends.extend([end] * len(folded))
    reading.letters = "".join(letters)
    return reading


def _meant(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each letter, and what each code stands for, with its place."""
    codes = list(_CODED.finditer(text))
    edges = [(0, 0), *(match.span() for match in codes), (len(text), len(text))]
    for number, ((_, start), (end, _)) in enumerate(pairwise(edges)):
        yield from ((text[index], index, index + 1) for index in range(start, end))
        if number < len(codes):
            yield _decoded(codes[number]), *codes[number].span()


def _decoded(match: re.Match[str]) -> str:
    """Return what a code stands for; a fold in a line stands for nothing."""
    said = match.group()
    match match.lastgroup:
        case "percent":
            return unquote(said)
        case "quoted":
            return quopri.decodestring(said.encode()).decode("utf-8", "replace")
        case "entity":
            return html.unescape(said)
        case "escape":
            return "".join(chr(int(digits, 16)) for digits in said.split("\\u")[1:])
        case "word":
            _, charset, _, content, _ = said.split("?")
            return _word(charset, content)
    return ""


def _word(charset: str, content: str) -> str:
    try:
        return base64.b64decode(content + "==").decode(charset, "replace")
    except (binascii.Error, LookupError, ValueError):
        return ""
