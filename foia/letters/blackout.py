"""Finds a requester in a text, however their name or number is written there, and blacks them out.

It would rather take out a word too many than leave one in: what it is not told of it cannot find.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from foia.letters import patterns
from foia.letters.readings import Reading, coded, fold, readings

BLACK = "█████"
#: What follows `?` or `#` in a link, or a part of its path too long to be a word.
_KEYS = re.compile(r"(https?://[^\s?#<>\"']+?[?#/])(?:(?<=[?#])[^\s<>\"']+|[\w-]{20,}[^\s<>\"']*)")
#: A link in which something may be a key: it is named so, or letters and digits nobody says aloud.
_KEYED = re.compile(
    r"https?://[^\s<>\"']{0,300}?"
    r"(?:\b(?:key|token|sig|signature|auth|secret|otp|password)=[^\s&<>\"']+"
    r"|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,})",
    re.IGNORECASE,
)
_LEAST_CODE = 4
#: Beside these a name has no capital: in links, names of files, addresses.
_JOINTS = "/_=@"


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
    found = [spot for reading in readings(text) for spot in _seen(text, reading, identity)]
    for said, start, end in coded(text):
        if any(any(_seen(said, reading, identity)) for reading in readings(said)):
            found.append((start, end))
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


def links_with_keys(text: str) -> list[str]:
    """Return the links in a text that may open somebody's own page, up to the end of the key."""
    return [match[0] for match in _KEYED.finditer(text)]


def words_of(text: str, identity: Identity) -> list[str]:
    """Return each way in which the requester is written in the text, once."""
    return list(dict.fromkeys(text[start:end] for start, end in spots(text, identity)))


def _seen(text: str, reading: Reading, identity: Identity) -> Iterator[tuple[int, int]]:
    """Yield where the requester stands in one reading of the text.

    A part of a name stands alone where it is written as a name is: with a capital.
    """
    whole, parts = _patterns(identity)
    for pattern in whole:
        yield from (_place(reading, match) for match in pattern.finditer(reading.letters))
    for pattern in parts:
        for match in pattern.finditer(reading.letters):
            start, end = _place(reading, match)
            beside = text[start - 1 : start] + text[end : end + 1]
            if not text[start].islower() or any(mark in _JOINTS for mark in beside):
                yield start, end


def _place(reading: Reading, match: re.Match[str]) -> tuple[int, int]:
    return reading.starts[match.start()], reading.ends[match.end() - 1]


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


@lru_cache(maxsize=256)
def _patterns(identity: Identity) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Return what finds the requester in a folded text; parts of names are looked for apart."""
    known = fold(identity.not_lines)
    wanted = [
        *(one for name in identity.names for one in patterns.of_name(name)),
        *(one for line in identity.lines for one in patterns.of_address(line, known)),
        *(patterns.of_code(code) for code in identity.codes if len(code) >= _LEAST_CODE),
        *map(patterns.of_phone, identity.phones),
        *map(patterns.of_email, identity.emails),
        *map(patterns.of_domain, identity.domains),
        *(one for on in identity.days for one in patterns.of_day(on)),
    ]
    whole = tuple(re.compile(pattern) for pattern in dict.fromkeys(wanted) if pattern)
    return whole, tuple(map(re.compile, patterns.parts_of(identity.names)))
