"""A file of dossiers is read: a table with one row each, or JSON as it is handed out here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from foia.flow.systems.editing import DossierTrouble
from foia.flow.systems.exporting import FROM, HEAD, ID, SOURCED, TOPICS
from foia.gateways import tables
from foia.models import SystemBody

MOST_DOSSIERS = 5_000
#: Parts names in a cell. A comma would part «City of X, Department of Y».
BETWEEN = re.compile(r"\s*[;\n]\s*")


class Told(NamedTuple):
    """One dossier as a file tells it, as plain values, and the line or place it stands in."""

    where: str
    values: dict[str, Any]


def told_in(content: bytes) -> Iterator[Told]:
    """Yield the dossiers of a file. Raises DossierTrouble or TableError if it is none of ours."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _in_json(content)
    return _in_table(content)


def _in_json(content: bytes) -> Iterator[Told]:
    try:
        read = msgspec.json.decode(content.lstrip(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as error:
        raise DossierTrouble(f"The file is no JSON that can be read: {error}.") from error
    rows = read.get("systems") if isinstance(read, dict) else read
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DossierTrouble("The JSON holds no list «systems»; expected is what is exported here.")
    _must_not_be_too_many(len(rows))
    for number, row in enumerate(rows, start=1):
        yield Told(f"system {number}", row)


def _in_table(content: bytes) -> Iterator[Told]:
    table = tables.open_table(content, tables.sniff(content))
    names = [name.casefold().strip() for name in table.header]
    if lacking := [name for name in ("name", "technology") if name not in names]:
        raise DossierTrouble(
            f"The table has no column «{lacking[0]}»; expected are at least name and technology,"
            " as in the table that is exported here."
        )
    for number, row in enumerate(table.rows, start=1):
        _must_not_be_too_many(number)
        if row.trouble:
            yield Told(f"line {row.line}", {"trouble": row.trouble})
        else:
            cells = {
                name: tables.plain(c).strip() for name, c in zip(names, row.cells, strict=True)
            }
            yield Told(f"line {row.line}", _of_cells(cells))


def _of_cells(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as the plain values of a dossier; its source goes with every statement."""
    source = {name: cells[name] for name in SOURCED if cells.get(name)}
    head = {name: cells[name] for name in (*HEAD, *FROM) if cells.get(name)}
    answers = (one.partition("=") for one in _parted(cells.get("answers", "")))
    return {
        "id": cells.get(ID, ""),
        **head,
        "vendors": [{"name": name} | source for name in _parted(cells.get("vendors", ""))],
        "bodies": [
            {"body": name, "role": str(role.value)} | source
            for role in SystemBody.Role
            for name in _parted(cells.get(f"{role.value}s", ""))
        ],
        "facts": [
            {"topic": str(topic.value), "statement": cells[topic]} | source
            for topic in TOPICS
            if cells.get(topic)
        ],
        "documents": [{"title": name} | source for name in _parted(cells.get("documents", ""))],
        "answers": [
            {"question": question.strip(), "answer": answer.strip()} | source
            for question, _, answer in answers
        ],
    }


def _parted(cell: str) -> Iterable[str]:
    return dict.fromkeys(name for name in BETWEEN.split(cell) if name)


def _must_not_be_too_many(number: int) -> None:
    if number > MOST_DOSSIERS:
        raise DossierTrouble(
            f"The file has more than {MOST_DOSSIERS:,} dossiers; cut it into several files."
        )
