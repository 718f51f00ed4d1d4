"""Tables of any make, and Office documents of before 2007."""

from itertools import islice

import olefile
import python_calamine

from foia.gateways.extract.old_word import text_of
from foia.gateways.extract.pages import Texts
from foia.gateways.limited import Refused

MOST_ROWS = 100_000


def sheets(path: str) -> Texts:
    """Open a workbook of any make; every sheet is a page, its name on top."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError as error:
        raise Refused("locked") from error
    return Texts(f"{name}\n{_rows(book.get_sheet_by_name(name))}" for name in book.sheet_names)


def _rows(sheet: python_calamine.CalamineSheet) -> str:
    lines = ("\t".join(map(_shown, row)) for row in islice(sheet.iter_rows(), MOST_ROWS))
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _shown(cell: object) -> str:
    """Return a cell as a reader of the sheet sees it, or nearly so."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def ole(path: str) -> Texts:
    """Open an Office document of before 2007: what it is stands in its directory."""
    with olefile.OleFileIO(path) as file:
        if file.exists("WordDocument"):
            return Texts(text_of(file).split("\f"))
        if file.exists("EncryptedPackage"):
            raise Refused("locked")
        if not (file.exists("Workbook") or file.exists("Book")):
            raise Refused("unreadable")
    return sheets(path)
