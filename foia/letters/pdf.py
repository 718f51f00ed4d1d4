"""Draws a letter as a tagged PDF (PDF/UA-1) with its fonts inside.

Never fork after a letter was drawn in a process: the child hangs inside typst. Spawn instead, or
draw the first letter in the child.
"""

import json
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from foia.letters.letter import (
    AnnexBlock,
    Block,
    Enclosed,
    Heading,
    Letter,
    NumberedItem,
    Paragraph,
    Table,
)
from foia.letters.page import address_size, letterhead, page_for, sender_size
from foia.letters.typography import breakable, unbroken
from jurisdictions import DomainError

# One compiler for the process: it keeps fonts and the parsed layout, and is not for two at once.
_LOCK = Lock()


class PdfError(DomainError):
    """A letter that cannot be drawn as a PDF."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Return the compiler with the layout, made once in each process."""
    return typst.Compiler(str(Path(__file__).with_name("letter.typ")))


def to_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF bytes, the same bytes for the same letter.

    A character that no font on this machine has is drawn as an empty box; such a PDF is tagged but
    does not claim PDF/UA. Raises PdfError if the letter cannot be drawn at all.
    """
    told = json.dumps(_told(letter), ensure_ascii=False)
    try:
        return _drawn(told, "ua-1")
    except typst.TypstError:
        pass
    try:
        return _drawn(told, None)
    except typst.TypstError as error:
        raise PdfError(
            f"The letter cannot be drawn as a PDF: {error.message}; use the DOCX instead."
        ) from error


def _drawn(told: str, standard: Literal["ua-1"] | None) -> bytes:
    """Return the PDF of the letter that is told, claiming this standard."""
    with _LOCK:
        drawn = _compiler().compile(
            format="pdf", sys_inputs={"letter": told}, pdf_standards=standard, timestamp=0
        )
    if not isinstance(drawn, bytes):
        raise TypeError(f"typst returned {type(drawn).__name__}, expected bytes")
    return drawn


def _told(letter: Letter) -> dict[str, Any]:
    """Return what the layout is told."""
    day, page = letter.written_on, page_for(letter.country)
    return {
        "language": letter.language,
        "region": letter.country.upper(),
        "title": letter.title,
        "heading": breakable(unbroken(letter.title)),
        "author": ", ".join(letter.signature),
        "written_on": {"year": day.year, "month": day.month, "day": day.day},
        "page": page._asdict(),
        "sender_size": sender_size(letter.sender_block, page),
        "address_size": address_size(letter.addressee_block, page),
        "sender": list(map(breakable, letterhead(letter.sender_block))),
        "addressee": list(map(breakable, letter.addressee_block)),
        "date_line": letter.date_line,
        "salutation": letter.salutation,
        "blocks": [told for _, run in groupby(letter.blocks, type) for told in _run(list(run))],
        "closing": letter.closing,
        "sign_off": letter.sign_off,
        "signature": list(map(breakable, letter.signature)),
        "annex": list(map(_annexed, letter.annex)),
    }


def _annexed(block: AnnexBlock) -> dict[str, Any]:
    """Return one block of the annex."""
    if isinstance(block, Table):
        return {"kind": "table", "head": block.head, "shares": block.shares, "rows": block.rows}
    if isinstance(block, Enclosed):
        parts = [breakable(part) for part in block.text.split("\n\n")]
        return {"kind": "enclosed", "title": breakable(block.title), "parts": parts}
    return {"kind": "heading" if isinstance(block, Heading) else "paragraph", "text": block.text}


def _run(blocks: list[Block]) -> list[dict[str, Any]]:
    """Return neighboring blocks of one type; numbered items become one list."""
    items = [
        {"number": block.number, "label": block.label, "text": breakable(unbroken(block.text))}
        for block in blocks
        if isinstance(block, NumberedItem)
    ]
    if items:
        return [{"kind": "items", "items": items}]
    kinds = {Heading: "heading", Paragraph: "paragraph"}
    return [
        {"kind": kinds[type(block)], "text": breakable(unbroken(block.text))} for block in blocks
    ]
