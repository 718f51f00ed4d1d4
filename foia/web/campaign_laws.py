"""The laws of a campaign's bodies: in which language, and what they ask of the requester."""

from collections.abc import Sequence

from django.db.models import QuerySet

from foia.drafts.campaign_identity import unanswered
from foia.letters.compose import letter_language
from foia.models import Agency, Campaign
from foia.web import words
from jurisdictions import Pack, load_pack


def packs_of(campaign: Campaign) -> list[Pack]:
    """Return the laws under which a campaign asks, by their codes."""
    return packs_for(Agency.objects.filter(campaign_bodies__campaign=campaign))


def packs_for(agencies: QuerySet[Agency]) -> list[Pack]:
    """Return the laws that bind these bodies, by their codes."""
    codes = agencies.order_by().values_list("jurisdiction_code", flat=True)
    return [load_pack(code) for code in sorted(set(codes.distinct()))]


def language_of(packs: Sequence[Pack]) -> str:
    """Return the one language in which letters under all these laws are written, else nothing."""
    spoken = {letter_language(pack, None) for pack in packs}
    return spoken.pop() if len(spoken) == 1 else ""


def silent_on(campaign: Campaign) -> list[str]:
    """Return the places whose law wants something of the requester that the plan does not say."""
    packs = {pack.code: pack for pack in packs_of(campaign)}
    return [words.named(packs[code].name) for code in unanswered(campaign, packs)]
