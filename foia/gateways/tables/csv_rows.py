"""CSV: its encoding and separator, and its records, of which a broken one takes no other along."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from foia.gateways.tables.shape import HEADER_WITHIN, Row, Shape, TableError

DELIMITERS = (",", ";", "\t", "|")
#: One record spans at most so many lines; a quote that never closes would swallow the file.
MOST_LINES = 200
#: So much of a file says what its separator is.
LOOKED_AT = 64 * 1024
#: Of the lines, so many in a hundred may be broken for a file still to count as UTF-8.
BROKEN_PERCENT = 2
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class _Runaway(Exception):
    """A record that spans too many lines."""


def sniff(content: bytes) -> Shape:
    """Find a CSV file's encoding and separator."""
    encoding = encoding_of(content)
    start = _text(content[:LOOKED_AT], encoding)
    return Shape(encoding=encoding, delimiter=_delimiter_of(start))


def encoding_of(content: bytes) -> str:
    """Return the encoding of a text: by its mark, its NULs, its UTF-8, or else the western one."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return name
    start = content[:LOOKED_AT]
    if start.count(0) * 4 > len(start):
        return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    return "utf-8" if _is_utf8(content) else "cp1252"


def _is_utf8(content: bytes) -> bool:
    """Say whether a text is UTF-8, but for a broken line here and there."""
    try:
        content.decode()
    except UnicodeDecodeError:
        lines = content.splitlines()
        broken = sum(not _decodes(line) for line in lines)
        foreign = sum(not line.isascii() for line in lines)
        return broken * 2 < foreign and broken * 100 <= len(lines) * BROKEN_PERCENT
    return True


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, errors="replace")
    except LookupError as error:
        raise TableError(
            f"There is no encoding {encoding[:40]!r}; expected is one such as utf-8 or cp1252."
        ) from error


def _delimiter_of(text: str) -> str:
    lines = list(io.StringIO(text, newline=""))[: HEADER_WITHIN * 2]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> int:
    """Return how many cells stand in rows of the commonest width, with this separator."""
    widths = Counter(
        len(row.cells) for row in _records(lines, delimiter, lambda: None) if not row.trouble
    )
    width, number = max(widths.items(), key=lambda one: one[0] * one[1], default=(0, 0))
    return width * number if width > 1 else 0


def rows(content: bytes, shape: Shape, *, width: Callable[[], int | None]) -> Iterator[Row]:
    """Yield the records of a CSV file (RFC 4180) that are not empty, with their first lines.

    `width`: how many cells the header has, once that is known.
    """
    text = _text(content, shape.encoding)
    for row in _records(list(io.StringIO(text, newline="")), shape.delimiter or ",", width):
        if row.trouble or any(row.cells):
            yield row


class _Feed:
    """Lines for a reader of CSV, one record at a time."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.began = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.at - self.began >= MOST_LINES:
            raise _Runaway
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(
    lines: Sequence[str], delimiter: str, width: Callable[[], int | None]
) -> Iterator[Row]:
    """Yield the records; after a broken one, reading goes on at the line after its first."""
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while feed.at < len(lines):
        began = feed.began = feed.at
        trouble = ""
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Runaway) as error:
            trouble = _said(error)
        expected = width()
        if not trouble and feed.at - began > 1 and expected and len(cells) != expected:
            trouble = QUOTES
        if trouble:
            feed.at = began + 1
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
        yield Row(began + 1, tuple(cell.strip() for cell in cells), trouble)


QUOTES = (
    "Found a quote that does not close at the end of its cell; expected is a cell in quotes, with"
    " every quote inside it doubled."
)


def _said(error: Exception) -> str:
    """Return a reader's complaint as a sentence of ours."""
    if "field larger" in str(error):
        return (
            f"Found a cell of more than {csv.field_size_limit():,} characters; expected is a name,"
            " an address or a note."
        )
    return QUOTES
