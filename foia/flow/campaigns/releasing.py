"""Approval of a wave, and putting its letters in line: exactly those approved, each once."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from foia import custody
from foia.flow.campaigns.held import CampaignError, must_be_able, note_act
from foia.flow.campaigns.office import Place, window
from foia.flow.campaigns.schedule import domain_of
from foia.models import Channel, Delivery, Message, User, Wave
from foia.models.many import insert_like

#: So many letters are put in line in one transaction.
CHUNK = 1000


def approve(*, wave: Wave, digest: str, by: User, now: datetime) -> None:
    """Approve all letters of a wave, if they still are those whose digest the person saw.

    Where the campaign wants a second person, the letters wait for that one. Of two who press at
    once one approves, and the other is told so.
    """
    with transaction.atomic():
        must_be_able(by, wave.campaign)
        _must_be_dated(wave, now)
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
        _must_be_dated(wave, now)
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
            *("pk", "channel", "recipient", "dated_on", "attempts"),
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
    insert_like(
        Delivery(wave=wave, is_sandbox=wave.campaign.is_sandbox),
        ("message_id", "attempt", "domain", "not_before_at", "not_after_at"),
        (
            (pk, (attempts or 0) + 1, domain_of(recipient), *_window(wave, code, calendar, on))
            for pk, channel, recipient, on, attempts, code, calendar in letters
            if channel == Channel.EMAIL
        ),
    )
    wave.cursor = last
    wave.save(update_fields=["cursor"])
    return len(letters)


def _window(wave: Wave, code: str, calendar: str, on: date) -> tuple[datetime, datetime]:
    opens_at, closes_at = window(
        Place(code, calendar), on, keeps_office_hours=wave.keeps_office_hours
    )
    return max(opens_at, wave.starts_at or opens_at), closes_at


def _must_be_dated(wave: Wave, now: datetime) -> None:
    """Refuse letters whose day has passed everywhere."""
    last = wave.messages.aggregate(last=Max("dated_on"))["last"]
    if last is not None and last < now.date():
        raise CampaignError(
            f"These letters were written for days up to {last}, which have passed; stop this wave"
            " and have them written anew."
        )


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
