"""Draws a letter as a Word document (DOCX, ECMA-376): a ready frame, filled with the letter."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from foia.letters.docx_frame import BODY, PROPERTIES, Frame, frame_for
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
from foia.letters.package import package
from foia.letters.page import (
    ADDRESS_SIZE,
    SENDER_SIZE,
    address_size,
    letterhead,
    page_for,
    sender_size,
)
from foia.letters.typography import unbroken

NEW_PAGE, WITH_NEXT = "<w:pageBreakBefore/>", "<w:keepNext/>"
_LINES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(f'<w:{line} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for line in _LINES)
)
_NEEDS_ESCAPE = re.compile(r"[&<>\n\t]")
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}


def to_docx(letter: Letter) -> bytes:
    """Return the letter as DOCX bytes, the same bytes for the same letter."""
    frame = frame_for(letter.language, letter.country)
    paragraphs = [
        *_head(letter, frame),
        _paragraph("DateLine", letter.date_line),
        _paragraph("Heading1", unbroken(letter.title)),
        _paragraph("Normal", letter.salutation),
        *map(_block, letter.blocks[:-1]),
        *(_block(block, place=WITH_NEXT) for block in letter.blocks[-1:]),
        *_ending(letter),
        *_annex(letter.annex, frame.text_width),
    ]
    before, after = frame.body
    body = f"{before}{''.join(paragraphs)}{after}"
    return package(
        frame.parts,
        ((BODY, body.encode()), (PROPERTIES, _properties(frame.properties, letter).encode())),
    )


def _head(letter: Letter, frame: Frame) -> Iterator[str]:
    """Yield the sender's lines and the address, smaller where they have too little room."""
    page = page_for(letter.country)
    size = sender_size(letter.sender_block, page)
    smaller = size if size < SENDER_SIZE else 0
    for line in letterhead(letter.sender_block):
        yield _paragraph("Sender", line, place=frame.sender, size=smaller)
    size = address_size(letter.addressee_block, page)
    smaller = size if size < ADDRESS_SIZE else 0
    for line in letter.addressee_block:
        yield _paragraph("Addressee", line, place=frame.addressee, size=smaller)


def _block(block: Block, *, place: str = "") -> str:
    """Return one block as WordprocessingML."""
    text = unbroken(block.text)
    match block:
        case Heading():
            return _paragraph("Heading2", text, place=place)
        case Paragraph():
            return _paragraph("Normal", text, place=place)
        case NumberedItem(_, label):
            said = f" {text}" if label else text
            return _paragraph("RecordItem", said, lead=label, place=place)


def _ending(letter: Letter) -> Iterator[str]:
    """Yield closing and signature, which stay on one page with the last lines before them."""
    if letter.sign_off:
        yield _paragraph("Normal", letter.closing, place=WITH_NEXT)
    yield _paragraph("SignOff", letter.sign_off or letter.closing)
    for line in letter.signature[:-1]:
        yield _paragraph("Signed", line, place=WITH_NEXT)
    for line in letter.signature[-1:]:
        yield _paragraph("Signed", line)


def _annex(blocks: tuple[AnnexBlock, ...], width: int) -> Iterator[str]:
    """Yield what follows the signature, beginning on a new page."""
    for number, block in enumerate(blocks):
        match block:
            case Table():
                yield _table(block, width)
            case Heading(text):
                yield _paragraph("Heading2", text, place="" if number else NEW_PAGE)
            case Paragraph(text):
                yield _paragraph("Normal", text, place="" if number else NEW_PAGE)
            case Enclosed(title, text):
                yield _paragraph("Heading2", title, place=NEW_PAGE)
                yield from (_paragraph("Normal", part) for part in text.split("\n\n"))
    if blocks:
        yield _paragraph("Normal", "")  # a document never ends with a table


def _table(table: Table, width: int) -> str:
    """Return a table, `width` twips wide, that repeats its head and breaks between rows only."""
    widths = [width * share // sum(table.shares) for share in table.shares]
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    rows = "".join(_row(row, widths, is_head=False) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{_row(table.head, widths, is_head=True)}{rows}</w:tbl>"
    )


def _row(cells: tuple[str, ...], widths: list[int], *, is_head: bool) -> str:
    """Return one row of a table; the head's words are bold."""
    said = (
        _paragraph("TableText", "" if is_head else cell, lead=cell if is_head else "")
        for cell in cells
    )
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for wide, cell in zip(widths, said, strict=True)
    )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{told}</w:tr>"


def _paragraph(style: str, text: str, *, lead: str = "", place: str = "", size: float = 0) -> str:
    """Return one paragraph, at a `place` of its own if given; `lead` stands in bold before it.

    `size`: that of its letters in points, if not the style's.
    """
    half = round(2 * size)
    sized = f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>' if size else ""
    bold = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{_escaped(lead)}</w:t></w:r>" if lead else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{bold}'
        f'<w:r>{sized}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p>'
    )


def _properties(pieces: tuple[str, ...], letter: Letter) -> str:
    """Return the document's properties: title, author, and the day it was written, twice."""
    written_at = f"{letter.written_on.isoformat()}T00:00:00Z"
    told = (letter.title, ", ".join(letter.signature), written_at, written_at)
    words = map(escape, told)
    return pieces[0] + "".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


def _escaped(text: str) -> str:
    """Return text fit to stand in WordprocessingML; line breaks and tabs become Word's own."""
    return _NEEDS_ESCAPE.sub(lambda found: _ESCAPES[found.group()], text)
