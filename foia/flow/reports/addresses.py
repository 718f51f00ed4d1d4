"""An address that letters came back from, or that complained, is used no more by that team.

Its own contact is marked as not working. Everybody's contact stays for everybody else: the team
gets a row of its own beside it that says it does not work (see `Agency.contact`), until staff
have confirmed it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import parseaddr

from django.db.models import Q, QuerySet

from foia.flow.reports.letters import News
from foia.mail.fates import blames_address
from foia.models import Channel, Contact, Delivery, Message, Team

Fate = Delivery.Fate
Used = tuple[int | None, int, str]  # team, body, address
HELD = {
    Fate.BOUNCED_HARD: "An earlier letter to this address came back; give another address.",
    Fate.COMPLAINED: "This address called an earlier letter unwanted; decide before more is sent.",
}


def stop_using(letters: Sequence[News], now: datetime) -> None:
    """Mark the addresses at fault, and hold what still waits to leave for them."""
    at_fault = [item for item in letters if _is_at_fault(item)]
    if not at_fault:
        return
    teams = _teams_of(at_fault)
    used = {_used(item, teams): item for item in at_fault}
    _mark({key for key in used if key[0] is not None})
    for fate in HELD:
        _hold([item for item in used.values() if item.delivery.fate == fate], fate, now)


def _is_at_fault(item: News) -> bool:
    if item.delivery.fate == Fate.COMPLAINED:
        return True
    is_hard = item.delivery.fate == Fate.BOUNCED_HARD
    return is_hard and item.is_of_its_recipient and blames_address(item.report.words)


def _teams_of(letters: Iterable[News]) -> dict[int, int]:
    """By request, the team whose addresses it uses."""
    alone = {i.request.requester_id for i in letters if not i.request.campaign}
    own = Team.objects.own_of_each(alone)
    found = {}
    for item in letters:
        request = item.request
        of_campaign = request.campaign.team_id if request.campaign else None
        team = of_campaign or request.agency.team_id or own.get(request.requester_id)
        if team:
            found[request.pk] = team
    return found


def _used(item: News, teams: dict[int, int]) -> Used:
    return (teams.get(item.request.pk), item.request.agency_id, _bare(item.message.recipient))


def _mark(used: set[Used]) -> None:
    """Mark each team's own contact, or put one that does not work beside everybody's."""
    own: list[int] = []
    everybodys: list[tuple[Contact, int | None]] = []
    for contact in _contacts({agency for _, agency, _ in used}, {team for team, _, _ in used}):
        at = (contact.agency_id, _bare(contact.address))
        if contact.team_id is None:
            everybodys += [(contact, key[0]) for key in used if key[1:] == at]
        elif (contact.team_id, *at) in used:
            own.append(contact.pk)
    Contact.objects.filter(pk__in=own).update(is_working=False)
    beside = [
        Contact(
            agency_id=contact.agency_id,
            team_id=team,
            channel=contact.channel,
            address=contact.address,
            rank=contact.rank,
            is_working=False,
        )
        for contact, team in everybodys
    ]
    Contact.objects.bulk_create(beside, ignore_conflicts=True)


def _contacts(agencies: set[int], teams: set[int | None]) -> QuerySet[Contact]:
    """Everybody's e-mail contacts of these bodies, and those of these teams."""
    whose = Q(team=None) | Q(team__in=[team for team in teams if team])
    return Contact.objects.filter(whose, agency__in=agencies, channel=Channel.EMAIL)


def _hold(at_fault: Sequence[News], fate: Fate, now: datetime) -> None:
    """Let nothing more of the same requester or campaign leave for these addresses."""
    if not at_fault:
        return
    letters = Message.objects.filter(
        request__agency__in={item.request.agency_id for item in at_fault},
        recipient__in={item.message.recipient for item in at_fault},
        deliveries__in=Delivery.objects.unbegun(),
    )
    theirs = {_whose(item.message) for item in at_fault}
    found = letters.select_related("request__campaign")
    held = [message.pk for message in found if _whose(message) in theirs]
    unbegun = Delivery.objects.unbegun().filter(message__in=held)
    unbegun.update(
        state=Delivery.State.REFUSED, answer=HELD[fate], finished_at=now, taken_until_at=None
    )


def _whose(message: Message) -> tuple[int | None, int | None, str]:
    """The team of a campaign's letter, else the requester, with the address written to."""
    request = message.the_request
    team = request.campaign.team_id if request.campaign else None
    return (team, None if team else request.requester_id, _bare(message.recipient))


def _bare(address: str) -> str:
    return parseaddr(address)[1].casefold()
