"""Letters that did not leave, or came back, are written anew for another day, in a new wave.

What leaves is what was approved: a letter whose day has passed is approved again with its new date.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from foia.flow.campaigns.held import CampaignError, must_be_able, note_act
from foia.flow.campaigns.steering import withdraw
from foia.models import Campaign, CampaignBody, Channel, Delivery, Message, User, Wave, WaveBody
from foia.models.many import insert_like

CAME_BACK = (Delivery.Fate.BOUNCED_HARD, Delivery.Fate.COMPLAINED)
OVER = (Delivery.State.REFUSED, Delivery.State.DEFERRED, Delivery.State.SETTLED)


def renew(*, wave: Wave, by: User, now: datetime) -> Wave:
    """Have the letters of a wave written anew that reached no body; they wait for approval.

    These are the ones whose day has passed, that a stop held back, that were refused or came back,
    and bodies that got no letter. A letter about which a person must look first is left alone.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=wave.campaign_id)
        must_be_able(by, campaign)
        is_stopped = Wave.objects.filter(pk=wave.pk, state=Wave.State.STOPPED).exists()
        over = None if is_stopped else now  # a stop leaves nothing in line, whatever its day
        withdraw(wave, "It did not leave; it was renewed.", by=by, now=now, closed_by=over)
        letters = undelivered(wave)
        bodies = _bodies_of(wave, letters)
        if not bodies:
            raise CampaignError("Every letter of this wave has left or is on its way.")
        new = _wave_like(wave, by=by, now=now)
        insert_like(WaveBody(wave=new), ["body_id"], [(pk,) for pk in bodies])
        letters.update(
            wave=new,
            state=Message.State.DRAFT,
            approved_by=None,
            approved_at=None,
            approved_digest="",
        )
        note_act(new, "made", by=by, now=now, words=f"{len(bodies)} bodies of wave {wave.number}")
        note_act(wave, "renewed", by=by, now=now, words=f"Anew as wave {new.number}")
    return new


def undelivered(wave: Wave) -> QuerySet[Message]:
    """Return the letters of a wave that have not left, and of which nobody need ask whether."""
    attempts = Delivery.objects.filter(message=OuterRef("pk"))
    last = attempts.order_by("-attempt")
    letters = Message.objects.filter(wave=wave, at__isnull=True).annotate(
        last_state=Subquery(last.values("state")[:1]), last_fate=Subquery(last.values("fate")[:1])
    )
    letters = letters.exclude(Exists(attempts.filter(state__in=Delivery.OPEN)))
    letters = letters.exclude(Exists(attempts.filter(fate=Delivery.Fate.DELIVERED)))
    approved = Q(state=Message.State.APPROVED) & (
        Q(last_state__in=OVER) | Q(last_fate__in=CAME_BACK)
    )
    not_left = Q(state=Message.State.DRAFT) | ~Q(channel=Channel.EMAIL)
    stopped = Q(wave__state=Wave.State.STOPPED) & not_left
    return Message.objects.filter(pk__in=letters.filter(approved | stopped).values("pk"))


def arrived(wave: Wave) -> QuerySet[Message]:
    """Return the drafts of a wave of which an earlier copy arrived after all."""
    copies = Delivery.objects.filter(message=OuterRef("pk"), fate=Delivery.Fate.DELIVERED)
    return wave.messages.filter(Exists(copies), state=Message.State.DRAFT)


def _bodies_of(wave: Wave, letters: QuerySet[Message]) -> list[int]:
    """Return the keys of the bodies of these letters, and of those that were held back."""
    of_letters = CampaignBody.objects.filter(
        campaign=wave.campaign_id, agency_id__in=letters.values("request__agency_id")
    )
    troubled = WaveBody.objects.filter(wave=wave).exclude(trouble="")
    held = CampaignBody.objects.filter(pk__in=troubled.values("body"))
    held = held.exclude(
        Exists(
            Message.objects.filter(
                request__campaign=wave.campaign_id,
                request__agency=OuterRef("agency"),
                step=wave.step,
                remedy=wave.remedy,
                wave__isnull=False,
            )
        )
    )
    return sorted({*of_letters.values_list("pk", flat=True), *held.values_list("pk", flat=True)})


def _wave_like(wave: Wave, *, by: User, now: datetime) -> Wave:
    """Return a new wave at the same pace."""
    last = Wave.objects.filter(campaign=wave.campaign_id).aggregate(last=Max("number"))["last"]
    return Wave.objects.create(
        campaign_id=wave.campaign_id,
        number=(last or 0) + 1,
        step=wave.step,
        remedy=wave.remedy,
        state=Wave.State.PREPARING,
        per_minute=wave.per_minute,
        per_domain_hour=wave.per_domain_hour,
        keeps_office_hours=wave.keeps_office_hours,
        created_by=by,
        created_at=now,
    )
