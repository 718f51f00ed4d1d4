"""Taking a table in: all of it in one transaction, then a receipt."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from foia.flow.agencies.bodies import Body, Problem
from foia.flow.agencies.differences import Change, Plan, compared_again
from foia.flow.agencies.dry_run import Count, Tell, plan, tell_nobody
from foia.flow.agencies.lookalikes import Lookalike
from foia.flow.agencies.systems import add_systems
from foia.flow.agencies.uploads import ImportTrouble, Options, must_be_open, options_of
from foia.models import Agency, AgencyImport, Contact, ImportProblem, ListedAgency, Team
from foia.models.many import insert_like, update_each
from foia.models.slugs import slug_of

COLUMNS = ("name", "other_names", "place", "jurisdiction_code", "kind", "records_office")
MORE_COLUMNS = ("homepage", "source_url", "verified_on")
OF_A_BODY = ("uuid", "slug", "source_id", *COLUMNS, *MORE_COLUMNS)
OF_A_CONTACT = ("agency_id", "channel", "address", "rank", "source_url", "verified_on")
FROM_OPTIONS = ("licence", "attribution", "retrieved_on")
Cells = tuple[Any, ...]


def apply(
    agency_import: AgencyImport,
    *,
    now: datetime,
    tell: Tell = tell_nobody,
    count: Count = tell_nobody,
) -> Plan:
    """Write what a table adds and changes, or nothing at all; return what that was.

    The same file again changes nothing. Raises ImportTrouble if it was taken in already.
    """
    must_be_open(agency_import)
    seen = plan(agency_import, tell=tell, count=count)
    made = {body.source_id: _cells(agency_import, body) for body in seen.new}
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
        _write(row, done, made, tell)
        row.state = AgencyImport.State.APPLIED
        row.counts = done.counts()
        row.applied_at = now
        row.save(update_fields=["state", "counts", "applied_at"])
    return done


def _write(row: AgencyImport, done: Plan, made: Mapping[str, Cells], tell: Tell) -> None:
    """Write bodies, then what hangs on them. `made`: {source id: cells of a new body}."""
    options = options_of(row)
    tell(f"adding {len(done.new):,} bodies")
    pks = done.there | _add(row, done.new, made, options)
    tell(f"changing {len(done.changed):,} bodies")
    _change(row, done.changed, options)
    add_systems(row, done.bodies, pks, options)
    tell("writing the receipt")
    if row.agency_list_id:
        listed = (
            ListedAgency(agency_list_id=row.agency_list_id, agency_id=pk) for pk in pks.values()
        )
        ListedAgency.objects.bulk_create(listed, ignore_conflicts=True)
    problems = [*done.problems, *map(_doubt, done.lookalikes)]
    insert_like(ImportProblem(agency_import=row), Problem._fields, problems)


def _add(
    row: AgencyImport, bodies: Sequence[Body], made: Mapping[str, Cells], options: Options
) -> dict[str, int]:
    """Add new bodies with their addresses; return {source id: pk}."""
    prototype = Agency(team_id=row.team_id, source=row.profile, **_of_all(options))
    cells = (made.get(body.source_id) or _cells(row, body) for body in bodies)
    insert_like(prototype, OF_A_BODY, cells)
    theirs = Agency.objects.filter(team_id=row.team_id, source=row.profile)
    pks = dict(theirs.values_list("source_id", "pk").iterator()) if bodies else {}
    contacts = (
        (pks[body.source_id], channel, address, rank, body.source_url, body.verified_on)
        for body in bodies
        for rank, (channel, address) in enumerate(body.contacts, start=1)
    )
    insert_like(Contact(team_id=row.team_id), OF_A_CONTACT, contacts)
    return {body.source_id: pks[body.source_id] for body in bodies}


def _cells(row: AgencyImport, body: Body) -> Cells:
    """Return a new body's cells under OF_A_BODY."""
    slug = slug_of(body.name, row.team_id, row.profile, body.source_id)
    told = [getattr(body, name) for name in (*COLUMNS, *MORE_COLUMNS)]
    return (uuid4(), slug, body.source_id, *told)


def _of_all(options: Options) -> dict[str, Any]:
    """Return what a person said of the whole table; what was left open is not there."""
    told = {name: getattr(options, name) for name in FROM_OPTIONS}
    return {name: value for name, value in told.items() if value}


def _change(row: AgencyImport, changes: Sequence[Change], options: Options) -> None:
    """Change columns, add addresses, put those last that the source no longer has."""
    of_all = _of_all(options)
    by_columns = defaultdict(list)
    for change in changes:
        by_columns[tuple(was.column for was in change.was)].append(change)
    for columns, alike in by_columns.items():
        if columns:
            told = (
                (*(getattr(one.body, name) for name in columns), *of_all.values(), one.pk)
                for one in alike
            )
            update_each(Agency, (*columns, *of_all), told)
    added = (_contact(row, one, *contact) for one in changes for contact in one.contacts)
    Contact.objects.bulk_create(added, ignore_conflicts=True)
    ranks = ((rank, pk) for one in changes for pk, rank in one.ranks.items())
    update_each(Contact, ("rank",), ranks)


def _contact(row: AgencyImport, change: Change, channel: str, address: str, rank: int) -> Contact:
    return Contact(
        agency_id=change.contact_of,
        channel=channel,
        address=address,
        rank=rank,
        team_id=row.team_id,
        source_url=change.body.source_url,
        verified_on=change.body.verified_on,
    )


def _doubt(one: Lookalike) -> Problem:
    sentence = (
        f"May be the same body as «{one.other}» ({one.score} of 100 alike); merge the two if it is."
    )
    return Problem(one.line, "", one.name, sentence, is_refused=False)
