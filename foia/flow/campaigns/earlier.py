"""What a team sent before: the same question to the same body is asked twice only on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min, Q

from foia.drafts.plan import FIRST
from foia.flow.campaigns.some import SHOWN
from foia.letters.catalogue import catalogue
from foia.models import Campaign, RecordsRequest

#: So long ago a request still is worth knowing of.
LOOKS_BACK = timedelta(days=366)


class Before(NamedTuple):
    """One request that the team or the campaign's requester sent before."""

    agency_pk: int
    code: str
    uuid: UUID
    reference: str
    technology: str
    categories: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True)
class Duplicate:
    """An earlier request to a body of the campaign for the same technology or records."""

    agency_name: str
    request_uuid: UUID
    reference: str
    sent_on: date
    why: str


@dataclass(frozen=True)
class Duplicates:
    """How many there are, and the first of them."""

    count: int
    first: tuple[Duplicate, ...]


def sent_before(campaign: Campaign, *, now: datetime) -> list[Before]:
    """Return what was sent within a year outside this campaign, in one statement."""
    ours = Q(requester=campaign.requester_id) | Q(campaign__team=campaign.team_id)
    requests = RecordsRequest.objects.filter(ours, created_at__gte=now - LOOKS_BACK)
    rows = (
        requests.exclude(campaign=campaign.pk)
        .annotate(sent_at=Min("messages__at", filter=Q(messages__step=FIRST)))
        .filter(sent_at__isnull=False)
        .values_list(
            *("agency_id", "jurisdiction_code", "uuid", "reference", "technology", "ask"),
            "sent_at",
        )
    )
    return [
        Before(agency, code, uuid, reference, technology, tuple(i["category"] for i in ask), sent)
        for agency, code, uuid, reference, technology, ask, sent in rows.iterator()
    ]


def duplicates_of(campaign: Campaign, names: Mapping[int, str], before: list[Before]) -> Duplicates:
    """Return the earlier requests that asked the same bodies for the same."""
    wanted = {row["category"] for row in campaign.ask} - {""}
    found = [
        (names[old.agency_pk], old, why)
        for old in before
        if old.agency_pk in names and (why := _why(campaign.technology, wanted, old))
    ]
    first = (
        Duplicate(name, old.uuid, old.reference, old.sent_at.date(), why)
        for name, old, why in found[:SHOWN]
    )
    return Duplicates(count=len(found), first=tuple(first))


def _why(technology: str, wanted: set[str], old: Before) -> str:
    """Say what two requests have in common, or nothing."""
    if old.technology == technology:
        return f"It asked about {catalogue().technology(technology).label('en').lower()} as well."
    common = sorted(wanted & set(old.categories))
    return f"It asked for the same records: {', '.join(common)}." if common else ""
