"""A paper that is no letter: headings, paragraphs and tables, as a tagged PDF and as DOCX."""

import io
from datetime import date
from typing import Any

import docx
import msgspec

from foia.letters.drawing import draw
from foia.letters.letter import Heading, Paragraph, Table
from foia.letters.typography import breakable

PaperBlock = Heading | Paragraph | Table


class Paper(msgspec.Struct, frozen=True):
    """What stands on a paper. `mark` is repeated above every page, `foot` below it.

    `country` (ISO 3166-1) decides the size of the sheet. `lines` stand below the title.
    """

    title: str
    language: str
    written_on: date
    blocks: tuple[PaperBlock, ...]
    lines: tuple[str, ...] = ()
    mark: str = ""
    foot: str = ""
    author: str = "Open Shutter"
    country: str = ""


#: Where office paper is Letter, not A4.
_LETTER = frozenset({"us", "ca", "mx", "cl", "co", "ve", "ph", "gt", "cr", "sv", "hn", "ni", "pa"})


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF bytes, the same bytes for the same paper. Raises PdfError."""
    return draw("paper", _told(paper))


def paper_docx(paper: Paper) -> bytes:
    """Return the paper as a Word document, to be edited and signed."""
    document = docx.Document()
    document.core_properties.author = paper.author
    document.core_properties.title = paper.title
    if paper.mark:
        document.sections[0].header.paragraphs[0].text = paper.mark
    document.add_heading(paper.title, level=1)
    for line in paper.lines:
        document.add_paragraph(line)
    for block in paper.blocks:
        match block:
            case Heading(text):
                document.add_heading(text, level=2)
            case Paragraph(text):
                document.add_paragraph(text)
            case Table():
                _add_table(document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _told(paper: Paper) -> dict[str, Any]:
    day = paper.written_on
    return {
        "language": paper.language,
        "size": "us-letter" if paper.country.lower() in _LETTER else "a4",
        "title": breakable(paper.title),
        "author": paper.author,
        "written_on": {"year": day.year, "month": day.month, "day": day.day},
        "lines": list(map(breakable, paper.lines)),
        "mark": paper.mark,
        "foot": paper.foot,
        "blocks": list(map(_block, paper.blocks)),
    }


def _block(block: PaperBlock) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [list(map(breakable, row)) for row in block.rows]
        return {"kind": "table", "head": block.head, "shares": block.shares, "rows": rows}
    kind = "heading" if isinstance(block, Heading) else "paragraph"
    return {"kind": kind, "text": breakable(block.text)}
