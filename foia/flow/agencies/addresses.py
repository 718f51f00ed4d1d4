"""Addresses that a team does not use any more; for all others they stay as they are."""

from foia.models import Contact, Team
from jurisdictions import DomainError


class AddressTrouble(DomainError):
    """An address that is not the team's to change."""


def take_out_of_use(*, contact: Contact, team: Team) -> None:
    """Have the team's letters not use an address any more. Raises AddressTrouble."""
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
