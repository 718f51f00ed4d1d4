"""Taking a table in: all of it in one transaction, then a receipt."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from foia.flow.agencies.bodies import Body, Problem
from foia.flow.agencies.differences import Change, Plan, compared_again
from foia.flow.agencies.lookalikes import Lookalike
from foia.flow.agencies.slugs import slug_of
from foia.flow.agencies.systems import add_systems
from foia.flow.agencies.uploads import (
    ImportTrouble,
    Options,
    Tell,
    must_be_open,
    options_of,
    plan,
    tell_nobody,
)
from foia.models import Agency, AgencyImport, Contact, ImportProblem, ListedAgency, Team

AT_ONCE = 1_000
COLUMNS = ("name", "other_names", "place", "jurisdiction_code", "kind", "records_office")
MORE_COLUMNS = ("homepage", "source_url", "verified_on")
FROM_OPTIONS = ("licence", "attribution", "retrieved_on")


def apply(agency_import: AgencyImport, *, now: datetime, tell: Tell = tell_nobody) -> Plan:
    """Write what a table adds and changes, or nothing at all; return what that was.

    The same file again changes nothing. Raises ImportTrouble if it was taken in already.
    """
    must_be_open(agency_import)
    seen = plan(agency_import, tell=tell)
    with transaction.atomic():
        team = Team.objects.select_for_update().get(pk=agency_import.team_id)
        row = AgencyImport.objects.select_for_update().get(pk=agency_import.pk)
        must_be_open(row)
        is_read_anew = options_of(row) != options_of(agency_import)
        if is_read_anew or row.profile != agency_import.profile:
            raise ImportTrouble(
                f"Somebody has changed how {row.file_name} is read; compare it once more."
            )
        done = compared_again(seen, team=team, source=row.profile)
        _write(row, done, tell)
        row.state = AgencyImport.State.APPLIED
        row.counts = done.counts()
        row.applied_at = now
        row.save(update_fields=["state", "counts", "applied_at"])
    return done


def _write(row: AgencyImport, done: Plan, tell: Tell) -> None:
    """Write bodies, then what hangs on them."""
    options = options_of(row)
    pks = dict(done.there)
    for number, bodies in enumerate(_some(done.new)):
        tell(f"adding bodies, {number * AT_ONCE:,} of {len(done.new):,}")
        pks |= _add(row, bodies, options)
    for changes in _some(done.changed):
        tell(f"changing {len(done.changed):,} bodies")
        _change(row, changes, options)
    add_systems(row, done.bodies, pks, options)
    tell("writing the receipt")
    if row.agency_list_id:
        listed = (
            ListedAgency(agency_list_id=row.agency_list_id, agency_id=pk) for pk in pks.values()
        )
        ListedAgency.objects.bulk_create(listed, ignore_conflicts=True)
    problems = [*map(_problem, done.problems), *map(_lookalike, done.lookalikes)]
    for problem in problems:
        problem.agency_import = row
    ImportProblem.objects.bulk_create(problems)


T = TypeVar("T")


def _some(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _add(row: AgencyImport, bodies: Sequence[Body], options: Options) -> dict[str, int]:
    """Add new bodies with their addresses; return {source id: pk}."""
    agencies = [_agency(row, body, options) for body in bodies]
    Agency.objects.bulk_create(agencies)
    Contact.objects.bulk_create(
        _contact(row, agency.pk, body, channel, address, rank)
        for agency, body in zip(agencies, bodies, strict=True)
        for rank, (channel, address) in enumerate(body.contacts, start=1)
    )
    return {agency.source_id: agency.pk for agency in agencies}


def _agency(row: AgencyImport, body: Body, options: Options) -> Agency:
    columns = {name: getattr(body, name) for name in (*COLUMNS, *MORE_COLUMNS)}
    return Agency(
        slug=slug_of(body.name, row.team_id, row.profile, body.source_id),
        team_id=row.team_id,
        source=row.profile,
        source_id=body.source_id,
        **columns,
        **{name: getattr(options, name) for name in FROM_OPTIONS},
    )


def _contact(
    row: AgencyImport, agency: int, body: Body, channel: str, address: str, rank: int
) -> Contact:
    return Contact(
        agency_id=agency,
        channel=channel,
        address=address,
        rank=rank,
        team_id=row.team_id,
        source_url=body.source_url,
        verified_on=body.verified_on,
    )


def _change(row: AgencyImport, changes: Sequence[Change], options: Options) -> None:
    """Change columns, add addresses, put those last that the source no longer has."""
    moved = {change.pk: change for change in changes if change.was}
    agencies = list(Agency.objects.filter(pk__in=moved))
    for agency in agencies:
        for was in moved[agency.pk].was:
            setattr(agency, was.column, getattr(moved[agency.pk].body, was.column))
        for name in FROM_OPTIONS:
            setattr(agency, name, getattr(options, name))
    Agency.objects.bulk_update(agencies, [*COLUMNS, *MORE_COLUMNS, *FROM_OPTIONS])
    Contact.objects.bulk_create(
        (
            _contact(row, change.contact_of, change.body, channel, address, rank)
            for change in changes
            for channel, address, rank in change.contacts
        ),
        ignore_conflicts=True,
    )
    ranks = {pk: rank for change in changes for pk, rank in change.ranks.items()}
    ranked = [Contact(pk=pk, rank=rank) for pk, rank in ranks.items()]
    Contact.objects.bulk_update(ranked, ["rank"])


def _problem(problem: Problem) -> ImportProblem:
    return ImportProblem(**problem._asdict())


def _lookalike(one: Lookalike) -> ImportProblem:
    return ImportProblem(
        line=one.line,
        found=one.name,
        sentence=f"May be the same body as «{one.other}» ({one.score} of 100 alike); merge the two"
        " if it is.",
        is_refused=False,
    )
