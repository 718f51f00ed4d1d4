"""Takes a PDF that typst drew apart and gives its objects other numbers (ISO 32000-1, 7.3)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from foia.letters.drawing import PdfError

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_REF = rb" (\d+) 0 R"
_HEAD = re.compile(rb"(\d+) 0 obj\n")
# What may stand in a dictionary and matters: parentheses around texts, keys of tags, references.
_TOKEN = re.compile(rb"\\.|[()]|(/StructParents? )(\d+)|\b(\d+) 0 R\b", re.DOTALL)
_PAIR = re.compile(rb"(\d+) (\d+) 0 R")
_NUMBER = re.compile(rb"(\d+) 0 R")


class Moved:
    """By how much the numbers of objects and of tag keys move; `tags` are the old and new root."""

    def __init__(self, *, by: int, keys: int, tags: tuple[int, int]) -> None:
        self._by, self.keys, self._tags = by, keys, tags
        self._depth = 0

    def number(self, number: int) -> int:
        """Return an object's new number."""
        old, new = self._tags
        return new if number == old else number + self._by

    def content(self, content: bytes) -> bytes:
        """Return an object with its references moved; texts and streams stay as they are."""
        end = content.find(b">>\nstream")
        told = content if end < 0 else content[:end]
        self._depth = 0
        return _TOKEN.sub(self._token, told) + content[len(told) :]

    def _token(self, found: re.Match[bytes]) -> bytes:
        key, key_number, number = found.groups()
        self._depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if self._depth or not (key or number):
            return found[0]
        if key:
            return b"%s%d" % (key, int(key_number) + self.keys)
        return b"%d 0 R" % self.number(int(number))


class Drawn(NamedTuple):
    """A letter's PDF: its objects by number, and what a pile must know of it.

    `pages` is the root of its page tree with `total` pages, `paper` the first one's MediaBox;
    `tags` is the root of its tags, `tagged` what hangs from it, `keys` lead from page to tag.
    """

    size: int
    bodies: dict[int, bytes]
    pages: int
    first_page: int
    total: int
    paper: bytes
    tags: int
    tagged: tuple[int, ...]
    keys: tuple[tuple[int, int], ...]
    roles: bytes
    language: bytes

    def objects(self, moved: Moved, *, parent: int) -> Iterator[tuple[int, bytes]]:
        """Yield each object that a pile takes over, with its new number."""
        for number, content in self.bodies.items():
            told = moved.content(content)
            if number == self.pages:
                told = told.replace(b"/Type/Pages", b"/Type/Pages/Parent %d 0 R" % parent, 1)
            yield moved.number(number), told


def drawn(pdf: bytes, name: str) -> Drawn:
    """Take a letter's PDF apart. Raises PdfError, naming the letter, if it is not one of ours."""
    try:
        return _apart(pdf)
    except (AttributeError, KeyError, IndexError, ValueError) as error:
        raise PdfError(
            f"The PDF of {name} is not one that was drawn here, so it cannot be put into a pile;"
            " print it by itself."
        ) from error


def _apart(pdf: bytes) -> Drawn:
    start = int(_found(_START, pdf[-64:])[1])
    table, trailer = pdf[start:].split(b"trailer", 1)
    bodies = _bodies(pdf, [*sorted(map(int, _ENTRY.findall(table))), start])
    catalog = _referred(trailer, b"/Root")
    root = bodies[catalog]
    pages, tags = _referred(root, b"/Pages"), _referred(root, b"/StructTreeRoot")
    kids = _found(re.compile(rb"/Kids\[([^\]]*)\]"), bodies[pages])[1]
    first = int(_NUMBER.findall(kids)[0])
    leaves = re.search(rb"/Nums\[([^\]]*)\]", bodies[tags])
    hangs = _found(re.compile(rb"/K\[([^\]]*)\]"), bodies[tags])[1]
    roles = re.search(rb"/RoleMap<<.*?>>", bodies[tags])
    language = re.search(rb"/Lang\([^)]*\)", root)
    needless = {catalog, tags, _referred(trailer, b"/Info"), *_outline(bodies)}
    needless |= {n for n, body in bodies.items() if b"/Type/Metadata" in body[:60]}
    return Drawn(
        size=max(bodies) + 1,
        bodies={n: body for n, body in bodies.items() if n not in needless},
        pages=pages,
        first_page=first,
        total=int(_found(re.compile(rb"/Count (\d+)"), bodies[pages])[1]),
        paper=_found(re.compile(rb"/MediaBox(\[[^\]]*\])"), bodies[first])[1],
        tags=tags,
        tagged=tuple(map(int, _NUMBER.findall(hangs))),
        keys=tuple((int(k), int(n)) for k, n in _PAIR.findall(leaves[1])) if leaves else (),
        roles=roles[0] if roles else b"",
        language=language[0] if language else b"",
    )


def _bodies(pdf: bytes, offsets: list[int]) -> dict[int, bytes]:
    """Return what stands between `obj` and `endobj`, by number."""
    bodies = {}
    for at, end in pairwise(offsets):
        head = _found(_HEAD, pdf[at : at + 24])
        last = pdf.rindex(b"endobj", at, end)
        bodies[int(head[1])] = pdf[at + head.end() : last].rstrip(b"\r\n")
    return bodies


def _outline(bodies: dict[int, bytes]) -> set[int]:
    """Return the numbers of a letter's own bookmarks; a pile has one for each letter instead."""
    return {
        number
        for number, body in bodies.items()
        if body.startswith(b"<</Type/Outlines")
        or (body.startswith(b"<</Parent ") and b"/Title" in body and b"/Dest " in body)
    }


def _referred(content: bytes, key: bytes) -> int:
    return int(_found(re.compile(key + _REF), content)[1])


def _found(pattern: re.Pattern[bytes], content: bytes) -> re.Match[bytes]:
    found = pattern.search(content)
    if found is None:
        raise ValueError(f"no {pattern.pattern!r}")
    return found
