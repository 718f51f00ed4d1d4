"""What a table in a file looks like, and how much of one is taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from jurisdictions import DomainError

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
#: Characters in one cell; more than a spreadsheet can hold is no address of anybody.
MOST_CELL = 32_767
#: The line with the columns' names stands among the first so many.
HEADER_WITHIN = 20
#: What spreadsheets write where a formula failed (their seven error values).
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
CSV, XLSX = "csv", "xlsx"


class TableError(DomainError):
    """A file that cannot be read as a table at all."""


class Shape(msgspec.Struct, frozen=True):
    """How a file is cut into cells. `header_line` counts from 1; `sheet` is of XLSX alone."""

    kind: str = CSV
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    header_line: int = 1


class Row(NamedTuple):
    """One row, with the line it begins at, or why it has no cells that can be trusted."""

    line: int
    cells: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True)
class Table:
    """The columns' names, each once, and the rows under them, read as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def names_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names for the columns: what is empty is numbered, what is there twice counted."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:80] or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def header_line_of(first: Iterable[Row]) -> int:
    """Return the line of the columns' names: the first wider than half of the widest."""
    filled = [(row.line, sum(bool(cell) for cell in row.cells)) for row in first]
    widest = max((width for _, width in filled), default=0)
    return next((line for line, width in filled if width * 2 > widest), 1)


def checked(row: Row, width: int, *, is_ragged: bool) -> Row:
    """Return a row with just so many cells, or with the sentence why it cannot have them.

    `is_ragged`: missing cells at the end are empty ones, as spreadsheets leave them out.
    """
    if row.trouble:
        return row
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > width or (len(cells) < width and not is_ragged):
        return row._replace(
            cells=(),
            trouble=f"Found {len(cells)} cells, expected {width} as the line with the columns'"
            " names has; a cell that holds the separator must stand in quotes.",
        )
    if trouble := _unreadable(cells):
        return row._replace(cells=(), trouble=trouble)
    return row._replace(cells=cells + ("",) * (width - len(cells)))


def _unreadable(cells: tuple[str, ...]) -> str:
    for number, cell in enumerate(cells, start=1):
        if "\x00" in cell:
            return f"Cell {number} holds a NUL byte; write the line anew."
        if "\ufffd" in cell:
            return f"Cell {number} has bytes that are not in the file's encoding; write it anew."
        if cell in ERRORS:
            return f"Cell {number} holds {cell}, a spreadsheet's error; expected is what it meant."
        if len(cell) > MOST_CELL:
            return f"Cell {number} has {len(cell):,} characters; expected are {MOST_CELL:,}."
    return ""
