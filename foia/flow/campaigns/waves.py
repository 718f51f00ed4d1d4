"""Waves: which bodies get their letter together, when it leaves, and at which pace."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from foia.drafts.plan import FIRST
from foia.flow.campaigns.held import CampaignError, must_be_able, note_act
from foia.models import Campaign, CampaignBody, Contact, Message, User, Wave, WaveBody
from foia.models.many import insert_like

PER_MINUTE, PER_DOMAIN_HOUR = 60, 30


def new_wave(
    *,
    campaign: Campaign,
    by: User,
    now: datetime,
    bodies: QuerySet[CampaignBody] | None = None,
    is_pilot: bool = False,
    step: str = FIRST,
    remedy: str = "",
    starts_at: datetime | None = None,
    per_minute: int = PER_MINUTE,
    per_domain_hour: int = PER_DOMAIN_HOUR,
    keeps_office_hours: bool = True,
) -> Wave:
    """Have letters written for these bodies, or for all that have none yet; they wait for approval.

    Raises CampaignError if there is no such body, or for a pace that is none.
    """
    if per_minute < 1 or per_domain_hour < 1:
        raise CampaignError("A pace is at least one letter; pause the wave to send none.")
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        must_be_able(by, campaign)
        chosen = without_letter(campaign, step, remedy) if bodies is None else bodies
        ids = _keys(campaign, chosen)
        wave = Wave.objects.create(
            campaign=campaign,
            number=_next_number(campaign),
            step=step,
            remedy=remedy,
            is_pilot=is_pilot,
            state=Wave.State.PREPARING,
            starts_at=starts_at,
            per_minute=per_minute,
            per_domain_hour=per_domain_hour,
            keeps_office_hours=keeps_office_hours,
            created_by=by,
            created_at=now,
        )
        insert_like(WaveBody(wave=wave), ["body_id"], ids)
        note_act(wave, "made", by=by, now=now, words=f"Letters to so many bodies: {len(ids)}")
    return wave


def _keys(campaign: Campaign, chosen: QuerySet[CampaignBody]) -> list[tuple[int]]:
    """Return the keys of the bodies of a new wave, in order; refuse one without any."""
    if campaign.is_closed:
        raise CampaignError(f"«{campaign.name}» is closed; open it again to send letters.")
    own = chosen.filter(campaign=campaign)
    ids = list(own.order_by("pk").values_list("pk").distinct())
    if not ids:
        raise CampaignError(
            f"No body of «{campaign.name}» is left without this letter; add bodies to it first."
        )
    return ids


def _next_number(campaign: Campaign) -> int:
    return (campaign.waves.aggregate(last=Max("number"))["last"] or 0) + 1


def without_letter(
    campaign: Campaign, step: str = FIRST, remedy: str = ""
) -> QuerySet[CampaignBody]:
    """Return the bodies of a campaign without such a letter; drafts of a stopped wave are none."""
    live = Wave.objects.filter(campaign=campaign, step=step, remedy=remedy)
    live = live.exclude(state=Wave.State.STOPPED)
    written = Message.objects.filter(
        Q(wave__in=live) | Q(state=Message.State.APPROVED),
        request__campaign=campaign,
        step=step,
        remedy=remedy,
    )
    waiting = WaveBody.objects.filter(
        body=OuterRef("pk"), wave__in=live.filter(state=Wave.State.PREPARING)
    )
    asked = Q(agency__in=written.values("request__agency"))
    return campaign.bodies.filter(~asked, ~Exists(waiting))


def pilot_of(*, campaign: Campaign, size: int, now: datetime) -> QuerySet[CampaignBody]:
    """Choose bodies for a first, small wave: spread over laws (so languages) and channels."""
    channel = Contact.objects.filter(agency_id=OuterRef("agency_id"), is_working=True).order_by(
        "rank", "pk"
    )
    rows = (
        without_letter(campaign)
        .annotate(way=channel.values("channel")[:1])
        .order_by("pk")
        .values_list("pk", "agency__jurisdiction_code", "way")
    )
    kinds: dict[tuple[str, str | None], list[int]] = {}
    for pk, code, way in rows.iterator():
        kept = kinds.setdefault((code, way), [])
        if len(kept) < size:
            kept.append(pk)
    reachable = [pks for (_, way), pks in sorted(kinds.items(), key=str) if way]
    return campaign.bodies.filter(pk__in=list(_in_turn(reachable))[:size])


def _in_turn(kinds: list[list[int]]) -> Iterator[int]:
    """Yield the first of each kind, then the second of each, and so on."""
    for place in range(max(map(len, kinds), default=0)):
        yield from (pks[place] for pks in kinds if place < len(pks))
