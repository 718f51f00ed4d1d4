"""Addresses that a person names or takes out of use: the team's own, before those of any table."""

from datetime import datetime

from django.db import transaction

from foia.flow.agencies.bodies import address_on
from foia.flow.agencies.cells import web_address
from foia.flow.agencies.differences import BY_HAND
from foia.letters.printable import one_line
from foia.models import Agency, Channel, Contact, Team
from jurisdictions import DomainError


class AddressTrouble(DomainError):
    """An address that cannot be used, or that is not the team's to change."""


def name_address(
    *,
    agency: Agency,
    team: Team,
    channel: str,
    address: str,
    source_url: str,
    now: datetime,
) -> Contact:
    """Keep an address that a person of the team found; the team's letters use it from now on.

    Raises AddressTrouble if it is no address of that channel, or the place found is no web page.
    """
    told = address_on(channel, one_line(address))
    if channel not in Channel.values or not told:
        raise AddressTrouble(
            f"Found «{one_line(address)[:80]}», expected an address for the channel"
            f" «{channel[:20]}»; look it up once more."
        )
    page = web_address(source_url.strip())
    if source_url.strip() and not page:
        raise AddressTrouble("Where it is published should be an address that begins with https://")
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        contact, _ = Contact.objects.update_or_create(
            team=team,
            agency=agency,
            channel=channel,
            address=told,
            defaults={
                "rank": BY_HAND,
                "is_working": True,
                "source_url": page,
                "verified_on": now.date(),
            },
        )
    return contact


def take_out_of_use(*, contact: Contact, team: Team) -> None:
    """Have the team's letters not use an address any more; for all others it stays as it is."""
    if contact.team_id is None:
        Contact.objects.update_or_create(
            team=team,
            agency_id=contact.agency_id,
            channel=contact.channel,
            address=contact.address,
            defaults={"is_working": False},
        )
    elif contact.team_id == team.pk:
        Contact.objects.filter(pk=contact.pk).update(is_working=False)
    else:
        raise AddressTrouble("This address belongs to another team; name one of your own instead.")
