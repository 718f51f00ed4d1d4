"""How far a wave is: counted in the database, in the same few statements whatever its size."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Max, Q, When

from foia.models import Channel, Delivery, Message, Wave

D, M = Delivery.State, Message.State
CAME_BACK = (Delivery.Fate.BOUNCED_HARD, Delivery.Fate.BOUNCED_SOFT)


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


def _letters(wave: Wave) -> Counter[str]:
    """Count the letters by their state and channel, from an index alone."""
    is_filed = Case(When(at__isnull=False, then=True), default=False)
    rows = wave.messages.order_by().values_list("state", "channel", is_filed)
    counted: Counter[str] = Counter()
    for state, channel, has_left, number in rows.annotate(Count("pk")):
        counted["prepared"] += number
        counted["drafts"] += number * (state == M.DRAFT)
        if state == M.APPROVED and channel != Channel.EMAIL:
            counted["filed" if has_left else "to_file"] += number
    return counted


def _deliveries(wave: Wave, now: datetime) -> dict[str, Any]:
    """Count the attempts by state and fate, and of those in line the late and the repeated."""
    rows = wave.deliveries.order_by().values_list("state", "fate").annotate(Count("pk"))
    counted: Counter[str] = Counter()
    for state, fate, number in rows:
        counted["bounced"] += number * (fate in CAME_BACK)
        if state != D.HANDED_OVER or fate not in CAME_BACK:
            counted[state] += number
    late = Q(not_after_at__lte=now)
    in_line = wave.deliveries.filter(state=D.WAITING).aggregate(
        outdated=Count("pk", filter=late),
        deferred=Count("pk", filter=Q(attempt__gt=1) & ~late),
        last_from=Max("not_before_at", filter=~late),
    )
    waiting = {"waiting": counted[D.WAITING] - in_line["outdated"]}
    names = (D.HANDING_OVER, D.HANDED_OVER, D.REFUSED, D.UNCLEAR, "bounced")
    return {**{str(name): counted[name] for name in names}, **in_line, **waiting}


def _eta(wave: Wave, sent: dict[str, Any], now: datetime) -> datetime | None:
    """Reckon when the last letter leaves: at the pace, and not before its own day begins."""
    if not sent["waiting"] or wave.state not in (*Wave.WORKING, Wave.State.SENDING):
        return None
    at_pace = now + timedelta(minutes=sent["waiting"] / wave.per_minute)
    last: datetime = max(at_pace, sent["last_from"])
    return last
