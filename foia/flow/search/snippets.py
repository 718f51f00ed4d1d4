"""The words around what was found, with what was looked for marked."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from foia.flow.search.stems import fold, stemmer, words_of

#: Letters of an excerpt, and how far into a text it is looked for.
LENGTH, FAR = 260, 60_000


@dataclass(frozen=True)
class Piece:
    """A run of text; marked if it is what was looked for."""

    text: str
    is_marked: bool = False


def excerpt(text: str, language: str, stems: Set[str]) -> Iterator[Piece]:
    """Yield the stretch of a text in which most of the words looked for stand, in pieces."""
    text = " ".join(text[:FAR].split())
    marks = _marks(text, language, stems)
    start, end = _stretch(text, marks)
    if start:
        yield Piece("… ")
    at = start
    for first, last in marks:
        if start <= first and last <= end:
            if first > at:
                yield Piece(text[at:first])
            yield Piece(text[first:last], is_marked=True)
            at = last
    yield Piece(text[at:end])
    if end < len(text):
        yield Piece(" …")


def _marks(text: str, language: str, stems: Set[str]) -> list[tuple[int, int]]:
    """Return where the words stand that were looked for."""
    found = stemmer(language)
    known: dict[str, bool] = {}
    marks = []
    for match in words_of(text):
        word = match.group()
        if word not in known:
            folded = fold(word)
            stem = found.stemWord(folded) if found else folded
            known[word] = stem in stems or folded in stems
        if known[word]:
            marks.append(match.span())
    return marks


def _stretch(text: str, marks: list[tuple[int, int]]) -> tuple[int, int]:
    """Return start and end of the stretch with most marks, cut between words."""
    best, most = 0, 0
    for number, (first, _) in enumerate(marks):
        inside = sum(
            1 for _, last in marks[number : number + 20] if last <= first + LENGTH * 3 // 4
        )
        if inside > most:
            best, most = first, inside
    start = max(best - LENGTH // 4, 0)
    if start:
        start = text.find(" ", start) + 1
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end
