"""Merging: two rows that are one body become one to look at, and can be parted again.

Its requests stay where they are, with the addresses they were sent to. Addresses are copied; list
entries, parts in systems, and places in campaigns that have not asked yet go over.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from foia.models import (
    Agency,
    AgencyMerge,
    CampaignBody,
    Contact,
    ListedAgency,
    RecordsRequest,
    SystemBody,
    User,
)
from jurisdictions import DomainError

#: What goes over: its rows of one body, and the columns in which the other must not have the same.
GOES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "listed": (ListedAgency, ("agency_list_id",)),
    "parts": (SystemBody, ("system_id", "role")),
    "campaigns": (CampaignBody, ("campaign_id",)),
}


class MergeTrouble(DomainError):
    """Two bodies that cannot be made one, or not be parted."""


def merge(*, agency: Agency, into: Agency, by: User, now: datetime) -> AgencyMerge:
    """Have `agency` stand under `into` from now on; nothing of it is deleted.

    Raises MergeTrouble if they are the same, bound by different laws, merged already, or if
    `agency` is everybody's, or `into` another team's.
    """
    with transaction.atomic():
        both = Agency.objects.select_for_update().filter(pk__in=[agency.pk, into.pk])
        rows = {row.pk: row for row in both.order_by("pk")}
        one, other = rows[agency.pk], rows[into.pk]
        _must_fit(one, other)
        moved: dict[str, Any] = {name: _move(name, one, other) for name in GOES}
        moved["contacts"] = _copy_contacts(one, other)
        one.merged_into = other
        one.save(update_fields=["merged_into"])
        return AgencyMerge.objects.create(
            agency=one, into=other, moved=moved, merged_by=by, merged_at=now
        )


def part(*, merged: AgencyMerge, now: datetime) -> None:
    """Take a merge back: what went over comes back, and the copied addresses go.

    Raises MergeTrouble if it was taken back before, or the other was merged further.
    """
    with transaction.atomic():
        row = AgencyMerge.objects.select_for_update().get(pk=merged.pk)
        if row.undone_at is not None:
            raise MergeTrouble("These two were parted already; there is nothing to take back.")
        for name in GOES:
            model, same = GOES[name]
            there = _rows(model, row.agency_id)
            taken = set(there.values_list(*same))
            for back in _rows(model, row.into_id).filter(pk__in=row.moved.get(name, [])):
                if tuple(getattr(back, column) for column in same) not in taken:
                    model._default_manager.filter(pk=back.pk).update(agency_id=row.agency_id)
        Contact.objects.filter(pk__in=row.moved.get("contacts", []), agency=row.into_id).delete()
        Agency.objects.filter(pk=row.agency_id).update(merged_into=None)
        row.undone_at = now
        row.save(update_fields=["undone_at"])


def _must_fit(one: Agency, other: Agency) -> None:
    if one.pk == other.pk:
        raise MergeTrouble("A body cannot be merged into itself; choose another.")
    if one.merged_into_id or other.merged_into_id:
        raise MergeTrouble("One of the two was merged already; choose the one it stands under.")
    if one.team_id is None:
        raise MergeTrouble(
            f"«{one}» is everybody's, and not yours to merge; merge your own into it instead."
        )
    if other.team_id not in (None, one.team_id):
        raise MergeTrouble(f"«{other}» belongs to another team; choose one of your own.")
    if one.jurisdiction_code != other.jurisdiction_code:
        raise MergeTrouble(
            f"«{one}» is bound by {one.jurisdiction_code}, «{other}» by {other.jurisdiction_code};"
            " two bodies under two laws are not one: correct the law of one of them first."
        )


def _rows(model: type[Model], agency: int) -> QuerySet[Any]:
    """Return the rows of a body that may go over: of campaigns those that have not asked it yet."""
    rows = model._default_manager.filter(agency_id=agency)
    if model is CampaignBody:
        asked = RecordsRequest.objects.filter(agency_id=agency, campaign__isnull=False)
        rows = rows.exclude(campaign__in=asked.values("campaign"))
    return rows


def _move(name: str, one: Agency, other: Agency) -> list[int]:
    """Move the rows that the other does not have; return them."""
    model, same = GOES[name]
    there = set(model._default_manager.filter(agency_id=other.pk).values_list(*same))
    going = [
        row.pk
        for row in _rows(model, one.pk)
        if tuple(getattr(row, column) for column in same) not in there
    ]
    model._default_manager.filter(pk__in=going).update(agency_id=other.pk)
    return going


def _copy_contacts(one: Agency, other: Agency) -> list[int]:
    """Copy the team's addresses that the other does not have; return the copies."""
    there = set(
        Contact.objects.filter(agency=other, team=one.team_id).values_list("channel", "address")
    )
    copies = []
    for contact in Contact.objects.filter(agency=one, team=one.team_id).order_by("rank", "pk"):
        if (contact.channel, contact.address) not in there:
            contact.pk = None
            contact.agency = other
            copies.append(contact)
    return [contact.pk for contact in Contact.objects.bulk_create(copies)]
