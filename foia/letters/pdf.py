"""A letter as a tagged PDF (PDF/UA-1) with its fonts inside."""

from itertools import groupby
from typing import Any

from foia.letters.drawing import draw
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


def to_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF bytes, the same bytes for the same letter. Raises PdfError."""
    return draw("letter", _told(letter))


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
