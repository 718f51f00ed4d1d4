"""The laws of a campaign's bodies, and which of them ask something of the requester."""

from foia.drafts.campaign_identity import unanswered
from foia.models import Campaign
from foia.web import words
from jurisdictions import Pack, load_pack


def packs_of(campaign: Campaign) -> list[Pack]:
    """Return the laws under which a campaign asks, by their codes."""
    codes = campaign.bodies.order_by().values_list("agency__jurisdiction_code", flat=True)
    known = {pack.code: pack for pack in map(load_pack, codes.distinct())}
    return [known[code] for code in sorted(known)]


def silent_on(campaign: Campaign) -> list[str]:
    """Return the places whose law wants something of the requester that the plan does not say."""
    packs = {pack.code: pack for pack in packs_of(campaign)}
    return [words.named(packs[code].name) for code in unanswered(campaign, packs)]
