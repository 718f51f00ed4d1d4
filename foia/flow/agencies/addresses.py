"""Addresses that a team checked, or does not use any more; those of others stay as they are."""

from datetime import date

from foia.models import Agency, Contact, Team
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


def found_right(*, contact: Contact, team: Team, on: date) -> None:
    """Note that somebody of the team found an address of its own published as it stands here.

    Raises AddressTrouble if it is not the team's own.
    """
    if contact.team_id != team.pk:
        raise AddressTrouble("Only the day of your team's own addresses is yours to note.")
    Contact.objects.filter(pk=contact.pk).update(verified_on=on)
    Agency.objects.filter(pk=contact.agency_id, team=team).update(verified_on=on)
