"""The bodies of a campaign as they are read: many at once, no more of each than a letter needs."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from foia.drafts.many import Body
from foia.flow.campaigns.waves import without_letter
from foia.models import Campaign, WaveBody
from foia.models import Contact as ContactRow
from foia.models.agency import first_usable


class Contact(NamedTuple):
    """One address, with what decides whether it is used first."""

    pk: int
    team_id: int | None
    channel: str
    address: str
    rank: int
    is_working: bool


class Entry(NamedTuple):
    """One body in line for a letter: the key of its row, its merge fields, and its address."""

    pk: int
    fields: dict[str, str]
    body: Body
    contact: Contact | None


_BODY = (
    *("pk", "name", "jurisdiction_code", "calendar", "records_office"),
    "merged_into__name",
)


Keys = QuerySet[WaveBody, int]


def next_of(bodies: QuerySet[WaveBody], team_id: int, *, limit: int) -> tuple[list[Entry], Keys]:
    """Return the next bodies of a wave, in two statements, and their keys as a subquery."""
    columns = [f"body__agency__{name}" for name in _BODY]
    rows = list(bodies.order_by("pk").values_list("pk", "body__fields", *columns)[:limit])
    last = rows[-1][0] if rows else 0
    keys = bodies.filter(pk__lte=last).values_list("body__agency_id", flat=True)
    contacts = _contacts(ContactRow.objects.filter(agency__in=keys))
    return [_entry(row, contacts, team_id) for row in rows], keys


def without_letter_yet(campaign: Campaign) -> Iterator[Entry]:
    """Yield the bodies that have no letter yet, in two statements however many they are."""
    bodies = without_letter(campaign)
    contacts = _contacts(ContactRow.objects.filter(agency__in=bodies.values("agency_id")))
    columns = [f"agency__{name}" for name in _BODY]
    for row in bodies.order_by("pk").values_list("pk", "fields", *columns).iterator():
        yield _entry(row, contacts, campaign.team_id)


def _contacts(rows: QuerySet[ContactRow]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = defaultdict(list)
    for agency, *row in rows.values_list("agency_id", *Contact._fields).iterator():
        found[agency].append(Contact(*row))
    return found


def _entry(row: tuple[Any, ...], contacts: dict[int, list[Contact]], team_id: int) -> Entry:
    pk, fields, *columns = row
    body = Body(*columns)
    return Entry(pk, fields, body, first_usable(contacts.get(body.pk, ()), team_id))
