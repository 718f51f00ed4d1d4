"""Reading a table: what kind of file it is, then its rows with their line numbers."""

from collections.abc import Callable, Iterator
from itertools import islice

from foia.gateways.tables import csv_rows, xlsx_rows
from foia.gateways.tables.shape import (
    HEADER_WITHIN,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    XLSX,
    Row,
    Shape,
    Table,
    TableError,
    checked,
    header_line_of,
    names_of,
)

#: How files begin that are no tables of ours, and what to do with them.
OTHERS = {
    b"\xd0\xcf\x11\xe0": "an Excel file of the old kind (.xls)",
    b"%PDF": "a PDF",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
    b"{": "a JSON file",
}


def sniff(content: bytes) -> Shape:
    """Find out how a file is cut into cells.

    Raises TableError where it is empty, too large, or something else than CSV or XLSX.
    """
    _must_be_a_table(content)
    if content.startswith(b"PK\x03\x04"):
        shape = Shape(kind=XLSX, encoding="", delimiter="", sheet=xlsx_rows.sheets(content)[0])
        first = list(islice(xlsx_rows.rows(content, shape.sheet), HEADER_WITHIN))
    else:
        shape = csv_rows.sniff(content)
        first = list(islice(csv_rows.rows(content, shape, width=_any), HEADER_WITHIN))
    return Shape(
        kind=shape.kind,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        sheet=shape.sheet,
        header_line=header_line_of(first),
    )


def open_table(content: bytes, shape: Shape) -> Table:
    """Open a table: its columns' names, and its rows as they are asked for, empty ones left out.

    Raises TableError if it has no columns, more rows or columns than are taken, or breaks.
    """
    header: list[tuple[str, ...]] = []
    rows = _rows(content, shape, lambda: len(header[0]) if header else None)
    for row in rows:
        if row.line >= shape.header_line:
            header.append(_header(row))
            break
    if not header:
        raise TableError(
            f"Line {shape.header_line} should hold the columns' names, and the file has no such"
            " line; look at the file, or name another line."
        )
    return Table(header=header[0], rows=_under(rows, len(header[0]), shape.kind == XLSX))


def rows_about(content: bytes, shape: Shape) -> int:
    """Return about how many rows a file has, in a moment: to say how far its reading is."""
    if shape.kind == XLSX:
        return xlsx_rows.rows_about(content)
    return max(content.count(b"\n"), content.count(b"\r"))


def _rows(content: bytes, shape: Shape, width: Callable[[], int | None]) -> Iterator[Row]:
    if shape.kind == XLSX:
        return xlsx_rows.rows(content, shape.sheet)
    return csv_rows.rows(content, shape, width=width)


def _any() -> None:
    """Return that any number of cells will do, as long as the header is not known."""


def _header(row: Row) -> tuple[str, ...]:
    cells = row.cells
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if row.trouble or not cells:
        raise TableError(
            f"Line {row.line} should hold the columns' names, but it cannot be read:"
            f" {row.trouble or 'it is empty.'} Mend that line, or name another."
        )
    if len(cells) > MOST_COLUMNS:
        raise TableError(
            f"The table has {len(cells):,} columns; expected are at most {MOST_COLUMNS}."
        )
    return names_of(cells)


def _under(rows: Iterator[Row], width: int, is_ragged: bool) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TableError(
                f"The table has more than {MOST_ROWS:,} rows; cut it into several files."
            )
        yield checked(row, width, is_ragged=is_ragged)


def _must_be_a_table(content: bytes) -> None:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise TableError("The file is empty; expected is a table as CSV or XLSX.")
    if len(content) > MOST_BYTES:
        raise TableError(
            f"The file has {len(content):,} bytes; expected are at most {MOST_BYTES:,}."
        )
    begins = content[:64].lstrip().lower()
    for mark, called in OTHERS.items():
        if begins.startswith(mark.lower()):
            raise TableError(
                f"The file is {called}; open it in a spreadsheet and save it as CSV or XLSX."
            )
