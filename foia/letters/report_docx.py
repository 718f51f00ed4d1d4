"""Draws a report as a Word document (DOCX): headings, tables whose heads repeat, bars as blocks."""

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from foia.letters.report import Report, Row, Section, Sheet, color

#: So many blocks is the widest bar.
WIDEST = 18
BLOCK = "█"
#: A4 and its margins, in millimeters.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210, 297, 18
SMALL = Pt(9)


def report_docx(report: Report) -> bytes:
    """Return the report as DOCX bytes."""
    page = docx.Document()
    _lay_out(page.sections[0])
    moment = datetime.combine(report.made_on, datetime.min.time(), tzinfo=UTC)
    told = page.core_properties
    told.title, told.language, told.author = report.title, report.language, "Open Shutter"
    told.created = told.modified = moment
    page.add_heading(report.title, level=0)
    for words in report.lead:
        page.add_paragraph(words)
    for section in report.sections:
        _section(page, section)
    written = io.BytesIO()
    page.save(written)
    return written.getvalue()


def _lay_out(sheet: Any) -> None:
    sheet.page_width, sheet.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Mm(MARGIN)


def _section(page: Any, section: Section) -> None:
    page.add_heading(section.heading, level=1)
    for words in section.paragraphs:
        page.add_paragraph(words)
    if section.legend:
        line = page.add_paragraph()
        for state, words in section.legend:
            _blocks(line, 1, state)
            line.add_run(f" {words}   ").font.size = SMALL
    if section.sheet:
        _sheet(page, section.sheet)


def _sheet(page: Any, sheet: Sheet) -> None:
    table = page.add_table(rows=1, cols=len(sheet.head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _widths(sheet), strict=True):
        column.width = width
    for cell, name in zip(table.rows[0].cells, sheet.head, strict=True):
        run = cell.paragraphs[0].add_run(name)
        run.bold, run.font.size = True, Pt(8)
    _repeat(table.rows[0])
    for row in sheet.rows:
        _row(table.add_row().cells, row)


def _widths(sheet: Sheet) -> list[Mm]:
    """Return the widths of the columns: names and bars, or what is said, take twice as much."""
    shares = [2, *[1] * (len(sheet.head) - 2), 2]
    return [Mm((PAGE_WIDTH - 2 * MARGIN) * share / sum(shares)) for share in shares]


def _row(cells: Any, row: Row) -> None:
    for cell, words in zip(cells, row.cells, strict=False):
        cell.paragraphs[0].add_run(words).font.size = SMALL
    for bar in row.bars:
        _blocks(cells[-1].paragraphs[0], max(round(bar.share * WIDEST), 1), bar.state)


def _blocks(line: Any, number: int, state: str) -> None:
    run = line.add_run(BLOCK * number)
    run.font.size = Pt(6)
    run.font.color.rgb = RGBColor.from_string(color(state).upper())


def _repeat(row: Any) -> None:
    """Have a row stand again at the head of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
