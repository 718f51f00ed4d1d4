"""How far a wave is: counted in the database, in the same few statements whatever its size."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from foia.models import Channel, Delivery, Message, Wave

D, M = Delivery.State, Message.State


@dataclass(frozen=True)
class Progress:
    """Letters of one wave by what has become of them; `total` counts its bodies.

    `to_file` wait for a person at a portal, the post or a fax. `outdated` did not leave on their
    day. `eta_at`: when the last one leaves at this pace, if anything is in line.
    """

    total: int
    prepared: int
    held_back: int
    drafts: int
    to_file: int
    filed: int
    waiting: int
    handing_over: int
    handed_over: int
    refused: int
    unclear: int
    bounced: int
    deferred: int
    outdated: int
    is_running: bool
    eta_at: datetime | None
    digest: str


def progress(*, wave: Wave, now: datetime) -> Progress:
    """Count a wave's bodies, letters and deliveries."""
    bodies = wave.bodies.aggregate(total=Count("pk"), held=Count("pk", filter=~Q(trouble="")))
    letters = _letters(wave)
    sent = _deliveries(wave, now)
    return Progress(
        total=bodies["total"],
        held_back=bodies["held"],
        prepared=letters["prepared"],
        drafts=letters["drafts"],
        to_file=letters["to_file"],
        filed=letters["filed"],
        waiting=sent["waiting"],
        handing_over=sent["handing_over"],
        handed_over=sent["handed_over"],
        refused=sent["refused"],
        unclear=sent["unclear"],
        bounced=sent["bounced"],
        deferred=sent["deferred"],
        outdated=sent["outdated"],
        is_running=wave.state in (*Wave.WORKING, Wave.State.SENDING),
        eta_at=_eta(wave, sent, now),
        digest=wave.digest,
    )


def _letters(wave: Wave) -> dict[str, int]:
    by_hand = Q(state=M.APPROVED) & ~Q(channel=Channel.EMAIL)
    return wave.messages.aggregate(
        prepared=Count("pk"),
        drafts=Count("pk", filter=Q(state=M.DRAFT)),
        to_file=Count("pk", filter=by_hand & Q(at__isnull=True)),
        filed=Count("pk", filter=by_hand & Q(at__isnull=False)),
    )


def _deliveries(wave: Wave, now: datetime) -> dict[str, Any]:
    late = Q(state=D.WAITING, not_after_at__lte=now)
    came_back = Q(fate__in=[Delivery.Fate.BOUNCED_HARD, Delivery.Fate.BOUNCED_SOFT])
    return wave.deliveries.aggregate(
        waiting=Count("pk", filter=Q(state=D.WAITING) & ~late),
        outdated=Count("pk", filter=late),
        handing_over=Count("pk", filter=Q(state=D.HANDING_OVER)),
        handed_over=Count("pk", filter=Q(state=D.HANDED_OVER) & ~came_back),
        refused=Count("pk", filter=Q(state=D.REFUSED)),
        unclear=Count("pk", filter=Q(state=D.UNCLEAR)),
        bounced=Count("pk", filter=came_back),
        deferred=Count("pk", filter=Q(state=D.WAITING, attempt__gt=1) & ~late),
        last_from=Max("not_before_at", filter=Q(state=D.WAITING) & ~late),
    )


def _eta(wave: Wave, sent: dict[str, Any], now: datetime) -> datetime | None:
    """Reckon when the last letter leaves: at the pace, and not before its own day begins."""
    if not sent["waiting"] or wave.state not in (*Wave.WORKING, Wave.State.SENDING):
        return None
    at_pace = now + timedelta(minutes=sent["waiting"] / wave.per_minute)
    last: datetime = max(at_pace, sent["last_from"])
    return last
