"""A mail's text for the screen: new words open, repeated words folded, evidence marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foia.mail.quoted import lines_of
from foia.web.words import evidence_said

#: Letters of a mail that a page shows; the whole is in the mail as it came.
MOST_SHOWN = 200_000


@dataclass(frozen=True)
class Piece:
    """A run of text; `says` is what it is evidence for, or empty."""

    text: str
    says: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of a mail that is new, or that repeats earlier mail."""

    is_quoted: bool
    pieces: tuple[Piece, ...]


def parts_of(text: str, evidence: Sequence[Mapping[str, Any]] = ()) -> tuple[Part, ...]:
    """Return a text, or its beginning, as parts, with the evidence found in its body marked."""
    text = text[:MOST_SHOWN]
    marks = [
        (mark["start"], mark["end"], evidence_said(mark))
        for mark in evidence
        if mark["where"] == "body" and text[mark["start"] : mark["end"]] == mark["quote"]
    ]
    marks.sort()
    return tuple(
        Part(is_quoted, tuple(_pieces(text, start, end, marks)))
        for start, end, is_quoted in _stretches(text)
        if text[start:end].strip()
    )


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and kind of each stretch of lines of one kind."""
    start, end, is_quoted = 0, 0, False
    for line in lines_of(text):
        if line.is_quoted != is_quoted:
            yield start, end, is_quoted
            start, is_quoted = line.start, line.is_quoted
        end = line.end
    yield start, end, is_quoted


def _pieces(
    text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]
) -> Iterator[Piece]:
    """Cut one stretch at its marks; a mark inside another is left out."""
    at = start
    for first, last, says in marks:
        if at <= first and last <= end:
            if first > at:
                yield Piece(text[at:first])
            yield Piece(text[first:last], says)
            at = last
    if at < end:
        yield Piece(text[at:end])
