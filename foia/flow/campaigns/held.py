"""What the work on campaigns refuses, and who may do it."""

from datetime import datetime

from foia.models import Campaign, Membership, User, Wave, WaveAct
from jurisdictions import DomainError


class CampaignError(DomainError):
    """Something about a campaign or a wave that cannot be done as it stands."""


def must_be_able(by: User, campaign: Campaign) -> None:
    """Refuse whoever may not send for the campaign's team."""
    able = Membership.objects.filter(team_id=campaign.team_id, user=by, role__in=Membership.SENDING)
    if not able.exists():
        raise CampaignError(
            f"{by} may not send for {campaign.team}; an owner or organizer of the team can."
        )


def note_act(wave: Wave, act: str, *, by: User | None, now: datetime, words: str = "") -> None:
    """Add to the history of a wave."""
    WaveAct.objects.create(wave=wave, act=act, words=words, by=by, at=now)
