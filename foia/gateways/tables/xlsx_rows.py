"""XLSX: the cells of one sheet as text, within limits that no zipped file can leave."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from foia.gateways.tables.shape import MOST_COLUMNS, Row, TableError

#: Bytes of all parts of the file together, unpacked.
MOST_UNPACKED = 256 * 1024 * 1024
MOST_PARTS = 2_000
CHUNK = 1024 * 1024


def sheets(content: bytes) -> list[str]:
    """Return the names of the sheets that are shown, in order. Raises TableError without any."""
    with _workbook(content) as book:
        shown = [str(one.title) for one in book.worksheets if one.sheet_state == "visible"]
    if shown:
        return shown
    raise TableError("The file has no sheet that is shown; unhide one, then try again.")


def rows(content: bytes, name: str) -> Iterator[Row]:
    """Yield the rows of a sheet that are not empty, by their numbers in the spreadsheet."""
    with _workbook(content) as book:
        if name not in book.sheetnames:
            known = ", ".join(book.sheetnames[:20])
            raise TableError(f"There is no sheet {name[:80]!r}; expected is one of: {known}.")
        sheet = book[name]
        sheet.reset_dimensions()  # what a file says of its own size need not be so
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            seen = values[: MOST_COLUMNS + 1]
            cells = tuple(["" if value is None else _said(value) for value in seen])
            if any(cells):
                yield Row(line, _without_tail(cells))


def rows_about(content: bytes) -> int:
    """Return about how many rows the sheets of a workbook have together, without reading them."""
    _must_be_small_enough(content)
    number = 0
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                with book.open(name) as part:
                    number += sum(_row_marks(some) for some in iter(partial(part.read, CHUNK), b""))
    return number


def _row_marks(some: bytes) -> int:
    return some.count(b"<row ") + some.count(b":row ")


@contextmanager
def _workbook(content: bytes) -> Iterator[Workbook]:
    """Open a workbook for reading; whatever is wrong with it is one sentence."""
    _must_be_small_enough(content)
    book = None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield book
    except (TableError, GeneratorExit, MemoryError):
        raise
    except Exception as error:  # the reader has no error of its own for a file that is broken
        raise TableError(
            f"The file cannot be read as XLSX ({type(error).__name__});"
            " open it in a spreadsheet and save it anew, or save it as CSV."
        ) from error
    finally:
        if book is not None:
            book.close()


def _must_be_small_enough(content: bytes) -> None:
    """Refuse what would unpack to more than it should; a part is never read beyond its size."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableError(
            "The file is cut off or broken; open it in a spreadsheet and save it anew."
        ) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise TableError(
            f"The file would unpack to {unpacked:,} bytes in {len(parts):,} parts; expected are at"
            f" most {MOST_UNPACKED:,} in {MOST_PARTS:,}: save the table alone, or as CSV."
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise TableError("The file is a zip file, but no XLSX; save the table as XLSX or CSV.")


def _said(value: object) -> str:
    """Return a cell's value as a person would type it into a CSV file; days as ISO 8601."""
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _without_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]
