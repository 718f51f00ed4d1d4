"""Approval of a wave, and putting its letters in line: exactly those approved, each once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from foia import custody
from foia.flow.campaigns.held import CampaignError, must_be_able, note_act
from foia.flow.campaigns.in_line import put_in_line
from foia.flow.campaigns.office import Place, window
from foia.models import Channel, Message, User, Wave

#: So many letters are put in line in one transaction.
CHUNK = 1000


def approve(*, wave: Wave, digest: str, by: User, now: datetime) -> None:
    """Approve all letters of a wave, if they still are those whose digest the person saw.

    Where the campaign wants a second person, the letters wait for that one. Of two who press at
    once one approves, and the other is told so.
    """
    with transaction.atomic():
        must_be_able(by, wave.campaign)
        _must_be_timely(wave, now)
        needs_second = wave.campaign.needs_second_approval
        ready = Wave.objects.filter(
            pk=wave.pk, state=Wave.State.READY, digest=digest, approved_by=None
        )
        state = Wave.State.READY if needs_second else Wave.State.RELEASING
        if not ready.update(approved_by=by, approved_at=now, state=state, cursor=0):
            raise CampaignError(_why_not(wave, digest))
        note_act(wave, "approved", by=by, now=now, words=digest)
        custody.note(act="approved wave", subject=_subject(wave), digest=digest, now=now)


def second(*, wave: Wave, digest: str, by: User, now: datetime) -> None:
    """Approve a wave as the second person: it is put in line by that."""
    with transaction.atomic():
        must_be_able(by, wave.campaign)
        _must_be_timely(wave, now)
        waiting = Wave.objects.filter(
            pk=wave.pk,
            state=Wave.State.READY,
            digest=digest,
            approved_by__isnull=False,
            seconded_by=None,
        ).exclude(approved_by=by)
        if not waiting.update(
            seconded_by=by, seconded_at=now, state=Wave.State.RELEASING, cursor=0
        ):
            raise CampaignError(_why_not(wave, digest, by=by))
        note_act(wave, "seconded", by=by, now=now, words=digest)
        custody.note(act="seconded wave", subject=_subject(wave), digest=digest, now=now)


def release_next(wave: Wave, *, now: datetime) -> int:
    """Put the next letters of a locked wave in line; return how many. After the last it is sending.

    Letters for a portal, the post or a fax are approved as well and wait for a person.
    """
    drafts = Message.objects.filter(wave=wave, state=Message.State.DRAFT, pk__gt=wave.cursor)
    letters = list(
        drafts.annotate(attempts=Max("deliveries__attempt"))
        .order_by("pk")
        .values_list(
            *("pk", "channel", "recipient", "request__agency", "dated_on", "attempts"),
            *("request__jurisdiction_code", "request__agency__calendar"),
        )[:CHUNK]
    )
    if not letters:
        wave.state = Wave.State.SENDING
        wave.save(update_fields=["state"])
        note_act(wave, "in line", by=None, now=now)
        return 0
    last = letters[-1][0]
    drafts.filter(pk__lte=last).update(
        state=Message.State.APPROVED,
        approved_by=wave.approved_by,
        approved_at=wave.approved_at,
        approved_digest=F("prepared_digest"),
    )
    put_in_line(wave, [letter for letter in letters if letter[1] == Channel.EMAIL], now)
    wave.cursor = last
    wave.save(update_fields=["cursor"])
    return len(letters)


def _must_be_timely(wave: Wave, now: datetime) -> None:
    """Refuse a wave of which no letter can leave on its day any more, or that has none."""
    written = wave.messages.order_by()
    last = written.aggregate(last=Max("dated_on"))["last"]
    if last is None and wave.state == Wave.State.READY:
        raise CampaignError("There is no letter in this wave: every body was held back; stop it.")
    days = written.filter(dated_on__gte=now.date() - timedelta(days=1)).values_list(
        "dated_on", "channel", "request__jurisdiction_code", "request__agency__calendar"
    )
    if last and not any(_closes_at(wave, on, *row) > now for on, *row in days.distinct() if on):
        raise CampaignError(
            f"These letters were written for days up to {last}, which have passed; stop this wave"
            " and have them written anew."
        )


def _closes_at(wave: Wave, on: date, channel: str, code: str, calendar: str) -> datetime:
    """When a letter's day ends; what a person files can be filed until midnight."""
    keeps = wave.keeps_office_hours and channel == Channel.EMAIL
    return window(Place(code, calendar), on, keeps_office_hours=keeps).closes_at


def _why_not(wave: Wave, digest: str, *, by: User | None = None) -> str:
    """Say in a sentence why a wave could not be approved, as it stands now."""
    now = Wave.objects.select_related("approved_by", "seconded_by").get(pk=wave.pk)
    if now.state == Wave.State.PREPARING:
        return "The letters of this wave are still being written; wait until all are there."
    if by and now.approved_by == by and now.state == Wave.State.READY:
        return "You approved this wave yourself; a second person of the team has to look at it too."
    if now.approved_by and not (by and now.state == Wave.State.READY):
        return f"{now.seconded_by or now.approved_by} has approved this wave already."
    if now.state == Wave.State.READY and now.digest != digest:
        return "The letters have changed since you looked at them; read them again, then approve."
    return f"This wave is not waiting for approval: {now.get_state_display().lower()}."


def _subject(wave: Wave) -> str:
    return f"campaign {wave.campaign.uuid} wave {wave.number}"
