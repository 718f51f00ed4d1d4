"""A table as a spreadsheet (XLSX, ECMA-376) and as CSV, in which no cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from foia.letters.package import Parts, package

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NS = "http://schemas.openxmlformats.org"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = f"{_NS}/officeDocument/2006/relationships"
_STATIC = {
    "[Content_Types].xml": f'<Types xmlns="{_NS}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_NS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_NS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
_PARTS = Parts.of((name, f"{_XML}{part}".encode()) for name, part in _STATIC.items())


def to_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return the table as XLSX bytes; every cell is text. `widths` are in characters."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in (head, *rows))
    sheet = (
        f'{_XML}<worksheet xmlns="{_NS}/spreadsheetml/2006/main"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>"
    )
    return package(_PARTS, [("xl/worksheets/sheet1.xml", sheet.encode())])


def to_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table as CSV bytes in UTF-8 with a mark, which a spreadsheet reads rightly.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in (head, *rows))
    return written.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
