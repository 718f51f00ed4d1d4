"""Our own table taken in again: what was not touched in it says nothing new."""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db.models import Q

from foia.flow.agencies.exporting import HEADER, ID, as_cells, with_addresses
from foia.gateways import tables
from foia.letters.printable import one_line
from foia.models import Agency, Team

#: The format by which such a table is known.
OWN = "open_shutter"
AT_ONCE = 2_000
#: A row is no row without these, so they are read whether they were touched or not.
NEEDED = ("name", "jurisdiction", ID)
EVERYBODYS = (
    "This body is everybody's, and only the site's staff change it; name another address for your"
    " team on its page."
)


def touched(table: tables.Table, team: Team, known: dict[str, int]) -> tables.Table:
    """Return a table's rows that differ from what stands here, with the cells that do.

    Bodies of the other rows are put into `known`, {id: pk}, as the rows are read.
    """
    return tables.Table(table.header, _touched(table, team, known))


def _touched(table: tables.Table, team: Team, known: dict[str, int]) -> Iterator[tables.Row]:
    place = {name: at for at, name in enumerate(table.header) if name in HEADER}
    at_id = place[ID]
    for rows in iter(lambda: list(islice(table.rows, AT_ONCE)), []):
        ids = [row.cells[at_id] for row in rows if row.cells]
        there = _bodies(ids, team)
        for row in rows:
            agency = there.get(row.cells[at_id]) if row.cells else None
            if agency is None:
                yield row
                continue
            left = _left(row, agency, place)
            if left is None:
                known[str(agency.uuid)] = agency.pk
            elif agency.team_id is None:
                yield row._replace(cells=(), trouble=EVERYBODYS)
            else:
                yield row._replace(cells=left)


def _left(row: tables.Row, agency: Agency, place: dict[str, int]) -> tuple[str, ...] | None:
    """Return a row without the cells that say what stands here, or nothing if all of them do."""
    stands = dict(zip(HEADER, as_cells(agency), strict=True))
    same = {name for name, at in place.items() if _said(row.cells[at]) == _said(stands[name])}
    if len(same) == len(place):
        return None
    empty = {at for name, at in place.items() if name in same and name not in NEEDED}
    return tuple("" if at in empty else cell for at, cell in enumerate(row.cells))


def _said(cell: object) -> str:
    return "" if cell is None else one_line(tables.plain(str(cell)))


def _bodies(ids: Sequence[str], team: Team) -> dict[str, Agency]:
    """Return the bodies that a team sees under these ids."""
    seen = Agency.objects.filter(Q(team=None) | Q(team=team), merged_into=None)
    found = with_addresses(seen.filter(uuid__in=filter(None, map(_uuid, ids))), [team.pk])
    return {str(agency.uuid): agency for agency in found}


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
