"""Draws a letter as a Word document (DOCX, ECMA-376): a ready frame, filled with the letter."""

import re
from xml.sax.saxutils import escape

from foia.letters.docx_frame import BODY, PROPERTIES, frame_for
from foia.letters.letter import Block, Heading, Letter, NumberedItem, Paragraph
from foia.letters.package import package
from foia.letters.page import letterhead

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
        *(
            _paragraph("Sender", line, place=frame.sender)
            for line in letterhead(letter.sender_block)
        ),
        *(_paragraph("Addressee", line, place=frame.addressee) for line in letter.addressee_block),
        _paragraph("DateLine", letter.date_line),
        _paragraph("Heading1", letter.title),
        _paragraph("Normal", letter.salutation),
        *map(_block, letter.blocks),
        _paragraph("Normal", letter.closing),
        _paragraph("SignOff", letter.sign_off),
        *(_paragraph("Signed", line) for line in letter.signature),
    ]
    before, after = frame.body
    body = f"{before}{''.join(paragraphs)}{after}"
    return package(
        frame.parts,
        ((BODY, body.encode()), (PROPERTIES, _properties(frame.properties, letter).encode())),
    )


def _block(block: Block) -> str:
    """Return one block as WordprocessingML."""
    match block:
        case Heading(text):
            return _paragraph("Heading2", text)
        case Paragraph(text):
            return _paragraph("Normal", text)
        case NumberedItem(_, label, text):
            return _paragraph("RecordItem", f" {text}" if label else text, lead=label)


def _paragraph(style: str, text: str, *, lead: str = "", place: str = "") -> str:
    """Return one paragraph, at a `place` of its own if given; `lead` stands in bold before it."""
    bold = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{_escaped(lead)}</w:t></w:r>" if lead else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{bold}'
        f'<w:r><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p>'
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
