"""What is read of one mail: its new words and the pages of its documents, as one text with places.

Many bodies answer in a document and leave the mail empty. A document is read only where it is a
letter to the person who asked; a record that was handed over says nothing of the request.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from foia.mail import languages
from foia.mail.cues import alternatives
from foia.mail.kinds import Evidence, Page
from foia.mail.parsed import ParsedMail
from foia.mail.quoted import lines_of
from foia.mail.words import fold_phrase

#: The sentence that keeps a reading from being sure.
ALL_QUOTED = "All of the text is quoted; it was read, but a person must look."
MAX_READ = 200_000  # letters of a mail; a longer text is a record, not a letter
MAX_PAGES = 6  # pages of one document; what a letter decides stands in the first
MAX_PAGE = 20_000  # letters of a page
Place = tuple[int | None, int | None]


@dataclass(frozen=True)
class Source:
    """The whole text, which ranges of it are read, and where each page of a document begins."""

    text: str
    ranges: list[tuple[int, int]]
    starts: list[int]
    pages: list[Page]

    def place(self, position: int) -> tuple[Page | None, int]:
        """The page around a position, None in the mail itself, and where that begins."""
        number = bisect_right(self.starts, position) - 1
        return (self.pages[number], self.starts[number]) if number >= 0 else (None, 0)

    def placed(self, piece: Evidence) -> Evidence:
        """The same evidence with the place where a person finds it."""
        page, begins = self.place(piece.start)
        if piece.where != "body" or page is None:
            return piece
        start, end = piece.start - begins, piece.end - begins
        told = replace(piece, where="document", start=start, end=end)
        return replace(told, document=page.document, page=page.number)


def gather(mail: ParsedMail, pages: Sequence[Page], troubles: list[str]) -> Source:
    """Put together what is read: the words the mail says itself, then the pages.

    If the mail only quotes, its quotations are read, and a person is asked.
    """
    text = mail.text[:MAX_READ]
    if len(mail.text) > MAX_READ:
        troubles.append(f"Only the first {MAX_READ:,} letters were read.")
    ranges = _new_ranges(text)
    if text.strip() and not any(text[start:end].strip() for start, end in ranges):
        if not pages:
            troubles.append(ALL_QUOTED)
        ranges = [(0, len(text))]
    pieces, starts = [text], []
    length = len(text)
    for page in pages:
        words = page.text[:MAX_PAGE].replace("\f", "\n")
        starts.append(length + 2)
        pieces.append(words)
        ranges.append((length + 2, length + 2 + len(words)))
        length += 2 + len(words)
    return Source("\n\n".join(pieces), ranges, starts, list(pages))


def letters_among(pages: Iterable[Page], *, language: str, known: Iterable[str]) -> list[Page]:
    """The first pages of those documents that are letters about this request.

    Such a letter speaks of "your request" and names one of `known`: our reference, the body's
    number or the name that signed.
    """
    by_document: dict[int, list[Page]] = {}
    for page in pages:
        by_document.setdefault(page.document, []).append(page)
    names = [folded for name in known if len(folded := fold_phrase(name)) > 3]
    codes = {language.replace("_", "-").split("-")[0].lower(), "en"} & set(languages.known())
    found: list[Page] = []
    for held in by_document.values():
        first = sorted(held, key=lambda page: page.number)[:MAX_PAGES]
        opening = f" {fold_phrase(first[0].text[:MAX_PAGE])} "
        speaks = any(_whole(code).search(opening) for code in codes)
        if speaks and any(f" {name} " in opening for name in names):
            found += first
    return found


def _new_ranges(text: str) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for line in lines_of(text):
        if line.is_quoted:
            continue
        if ranges and ranges[-1][1] + 1 == line.start:
            ranges[-1] = (ranges[-1][0], line.end)
        else:
            ranges.append((line.start, line.end))
    return ranges


@cache
def _whole(code: str) -> re.Pattern[str]:
    return re.compile(f" {alternatives(languages.load(code).whole)} ")
