"""Writing a table as CSV or XLSX, so that no spreadsheet takes a cell for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from foia.gateways.tables.shape import MOST_CELL

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a spreadsheet takes for the beginning of a formula, and its full-width forms.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
MARK = b"\xef\xbb\xbf"  # without it, spreadsheets guess at the encoding
AT_ONCE = 500
#: So long is the name of a sheet at most.
MOST_TITLE = 31


def safe(cell: object) -> str:
    """Return a cell's text with a guard before what would be a formula; numbers stay as they are.

    `plain` takes the guard off again.
    """
    if isinstance(cell, int | float | Decimal) or cell is None:
        return "" if cell is None else str(cell)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(cell))  # first: it could hide the beginning
    is_formula = text.lstrip(" ").startswith(BEGINS_A_FORMULA)
    return GUARD + text if is_formula else text


def plain(text: str) -> str:
    """Return a cell's text without the guard that `safe` puts before it."""
    is_guarded = text.startswith(GUARD) and text[1:].lstrip(" ").startswith(BEGINS_A_FORMULA)
    return text[1:] if is_guarded else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a table as CSV (RFC 4180) in UTF-8 with its mark, some hundred rows at a time."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([safe(name) for name in header])
    yield MARK
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe(cell) for cell in row])
        if number % AT_ONCE == 0:
            yield _taken(page)
    yield _taken(page)


def _taken(page: io.StringIO) -> bytes:
    """Return what was written so far, and begin anew."""
    written = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return written


def xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str) -> bytes:
    """Return a table as a workbook of one sheet; days are days, text is text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_title(sheet))
    page.freeze_panes = "A2"
    page.append([_cell(name) for name in header])
    for row in rows:
        page.append([_cell(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _title(name: str) -> str:
    """Return the name of a sheet without what a workbook does not allow in it."""
    allowed = INVALID_TITLE_REGEX.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", name))
    return " ".join(allowed.split())[:MOST_TITLE].strip(" '") or "Sheet"


def _cell(cell: object) -> object:
    """Return a value as the workbook takes it; moments as ISO 8601, since it knows no zones.

    Nothing stands for an empty text: a cell that is not there is neither kept nor read again.
    """
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, bool | int | float | Decimal | date) or cell is None:
        return cell
    text = safe(cell)
    return (text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…") or None
