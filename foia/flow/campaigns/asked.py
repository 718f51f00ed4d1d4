"""The bodies that a campaign still asks, each with the address that its team uses first."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from foia.flow.campaigns.waves import without_letter
from foia.models import Agency, Campaign, Contact
from foia.models.agency import first_usable

AGENCY = ("pk", "name", "jurisdiction_code", "calendar", "records_office")
CONTACT = ("pk", "agency_id", "team_id", "channel", "address", "rank", "is_working")


class Body(NamedTuple):
    """One body, with no more of it than a letter needs."""

    agency: Agency
    fields: dict[str, str]
    contact: Contact | None


def bodies_without_letter(campaign: Campaign) -> Iterator[Body]:
    """Yield the bodies that have no letter yet, in two statements."""
    bodies = without_letter(campaign)
    found: dict[int, list[Contact]] = {}
    asked = Contact.objects.filter(agency__in=bodies.values("agency_id"))
    for row in asked.values_list(*CONTACT).iterator():
        found.setdefault(row[1], []).append(_row_of(Contact, CONTACT, row))
    columns = [f"agency__{name}" for name in AGENCY]
    for fields, *row in bodies.order_by("pk").values_list("fields", *columns).iterator():
        agency: Agency = _row_of(Agency, AGENCY, row)
        yield Body(agency, fields, first_usable(found.get(agency.pk, ()), campaign.team_id))


def _row_of(model: Any, names: Iterable[str], row: Iterable[Any]) -> Any:
    return model(**dict(zip(names, row, strict=True)))
