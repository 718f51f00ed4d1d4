"""How many persons approve the waves of a campaign: never changed without a trace."""

from datetime import datetime

from foia import custody
from foia.models import Campaign, CampaignAct, User

#: Acts of a campaign: from then on so many persons approve each of its waves.
BY_TWO, BY_ONE = "two persons", "one person"


def note_approvers(campaign: Campaign, *, by: User, now: datetime) -> None:
    """Keep who changed how many approve, before that is saved; a new campaign changes nothing."""
    before = Campaign.objects.filter(pk=campaign.pk).values_list("needs_second_approval", flat=True)
    if before.first() in (None, campaign.needs_second_approval):
        return
    act = BY_TWO if campaign.needs_second_approval else BY_ONE
    CampaignAct.objects.create(campaign=campaign, act=act, by=by, at=now)
    custody.note(act=f"approved by {act}", subject=f"campaign {campaign.uuid}", digest="", now=now)


def made_lone(campaign: Campaign) -> CampaignAct | None:
    """Return who made one person enough, if that was the last change; who approves must know it."""
    last = campaign.acts.filter(act__in=(BY_TWO, BY_ONE)).select_related("by").order_by("pk").last()
    return last if last and last.act == BY_ONE else None
