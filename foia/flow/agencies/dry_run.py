"""A dry run: a whole table read and compared, nothing written, and somebody told how far it is."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q

from foia.flow.agencies.bodies import Body, Problem
from foia.flow.agencies.differences import Plan, compare
from foia.flow.agencies.lookalikes import There, lookalikes
from foia.flow.agencies.own import OWN, touched
from foia.flow.agencies.profiles import Profile
from foia.flow.agencies.uploads import reader_of
from foia.gateways import tables
from foia.models import Agency, AgencyImport, Team

Tell = Callable[[str], object]
Count = Callable[[int], object]
COUNT_EVERY = 500


def tell_nobody(told: str | int) -> None:
    """Say nothing."""


def plan(
    agency_import: AgencyImport, *, tell: Tell = tell_nobody, count: Count = tell_nobody
) -> Plan:
    """Return what a file would add and change; nothing is written (a dry run).

    `count` is told how many rows are read, now and then and at the end.
    Raises ImportTrouble if no column holds the names, TableError if the file breaks off.
    """
    tell("reading the rows")
    reader, table = reader_of(agency_import)
    of, team = reader.profile, agency_import.team
    rows = _Counted(table.rows, count)
    table = tables.Table(table.header, iter(rows))
    kept: dict[str, int] = {}
    if of.id == OWN:
        table = touched(table, team, kept)
    bodies = _grouped(reader.bodies(table), of, reader.problems)
    count(rows.number)
    tell("comparing with the bodies that are there")
    found = compare(bodies, team=team, source=of.id, kept=kept)
    tell("looking for possible duplicates")
    found.lookalikes = lookalikes(found.new, _there(team, found))
    found.rows, found.skipped = rows.number, reader.skipped
    found.problems = sorted(reader.problems + found.problems)
    found.unknown_laws = reader.unknown_laws
    return found


def _grouped(bodies: Iterable[Body], of: Profile, problems: list[Problem]) -> list[Body]:
    """Return each body once; further rows of it add up, or are refused, as the format says."""
    by_key: dict[str, Body] = {}
    for body in bodies:
        first = by_key.setdefault(body.source_id, body)
        if first is body:
            continue
        if of.is_grouped:
            first.contacts = tuple(dict.fromkeys(first.contacts + body.contacts))
            first.systems += body.systems
        else:
            sentence = f"Line {first.line} holds this body already; expected is each body once."
            problems.append(Problem(body.line, "", body.name, sentence))
    return list(by_key.values())


class _Counted:
    """Rows that are counted as they are read."""

    def __init__(self, rows: Iterator[tables.Row], count: Count) -> None:
        self.rows, self.count, self.number = rows, count, 0

    def __iter__(self) -> Iterator[tables.Row]:
        for row in self.rows:
            self.number += 1
            if self.number % COUNT_EVERY == 0:
                self.count(self.number)
            yield row


def _there(team: Team, found: Plan) -> list[There]:
    """Return the bodies that new ones may be: the team's and everybody's, under the same laws."""
    codes = {body.jurisdiction_code for body in found.new}
    rows = Agency.objects.filter(Q(team=None) | Q(team=team), merged_into=None)
    rows = rows.filter(jurisdiction_code__in=codes)
    cells = rows.values_list("uuid", "name", "place", "jurisdiction_code")
    return [There(str(uuid), name, place, code) for uuid, name, place, code in cells.iterator()]
