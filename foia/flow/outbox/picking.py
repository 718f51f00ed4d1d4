"""Which letters leave next: single ones first, then those of waves, fair between teams."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import TypeVar

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from foia.flow.outbox.pace import Pace
from foia.models import Delivery, Wave
from foia.models.delivery import DeliveryQuerySet

#: How long a worker's reservation holds; what it has not begun by then is anybody's again.
TAKEN_FOR = timedelta(minutes=1)
#: Letters of a wave leave while it is sent; when it is done, those that were mended later do.
LEAVING = (Wave.State.SENDING, Wave.State.DONE)
LOOKED_AT = 250  # letters of a wave at a time, until enough may leave
Item = TypeVar("Item")


@dataclass(frozen=True)
class Taken:
    """Deliveries that one worker has reserved; `until_at` is the proof that they are its own."""

    pks: tuple[int, ...]
    until_at: datetime


def take(*, now: datetime, most: int) -> Taken:
    """Reserve up to so many deliveries that are due, for this worker alone.

    Workers pick waves one after another, so that the pace counts what the other has just taken.
    """
    with transaction.atomic():
        pks = list(
            _due(now)
            .filter(wave=None)
            .select_for_update(skip_locked=True)
            .order_by("not_before_at", "pk")
            .values_list("pk", flat=True)[:most]
        )
        if len(pks) < most:
            pks += _of_waves(now, most - len(pks))
        taken = Taken(tuple(pks), now + TAKEN_FOR)
        if pks:
            Delivery.objects.filter(pk__in=pks).update(
                state=Delivery.State.HANDING_OVER, taken_until_at=taken.until_at
            )
    return taken


def unbegun(taken: Taken) -> DeliveryQuerySet:
    """What of a reservation still is this worker's to begin."""
    return _reserved().filter(pk__in=taken.pks, taken_until_at=taken.until_at)


def release(taken: Taken) -> None:
    """Give back what was reserved and not begun."""
    _give_back(unbegun(taken))


def release_cut_off(*, now: datetime) -> None:
    """Give back what a worker reserved and did not begin before its time was over."""
    _give_back(_reserved().filter(taken_until_at__lte=now))


def _reserved() -> DeliveryQuerySet:
    return Delivery.objects.filter(state=Delivery.State.HANDING_OVER, started_at=None)


def _give_back(reserved: QuerySet[Delivery]) -> None:
    reserved.update(state=Delivery.State.WAITING, taken_until_at=None)


def _due(now: datetime) -> QuerySet[Delivery]:
    """Waiting, and on its day."""
    return Delivery.objects.to_hand_over(now).filter(Q(not_after_at=None) | Q(not_after_at__gt=now))


def _of_waves(now: datetime, most: int) -> list[int]:
    """Letters of waves: a turn for each team, within it a turn for each of its waves."""
    # One letter that is due, not «exists»: for that Postgres would read all the letters in line.
    due = _due(now).filter(wave=OuterRef("pk")).values("pk")[:1]
    waves = (
        Wave.objects.annotate(due=Subquery(due), team=F("campaign__team_id"))
        .filter(due__isnull=False, state__in=LEAVING)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    by_team: dict[int, list[list[int]]] = defaultdict(list)
    for wave in waves:
        by_team[wave.team].append(_of_wave(wave, now, most))
    return list(islice(in_turns(in_turns(letters) for letters in by_team.values()), most))


def in_turns(queues: Iterable[Iterable[Item]]) -> Iterator[Item]:
    """The first of each queue, then the second of each, and so on, until all are empty."""
    waiting = [iter(queue) for queue in queues]
    while waiting:
        heads = [(queue, list(islice(queue, 1))) for queue in waiting]
        yield from chain.from_iterable(head for _, head in heads)
        waiting = [queue for queue, head in heads if head]


def _of_wave(wave: Wave, now: datetime, most: int) -> list[int]:
    """Up to so many letters of a wave, as many as its pace and that of their domains allow."""
    pace = Pace(wave, now)
    most = min(most, pace.left())
    found: list[int] = []
    while len(found) < most:
        rows = list(
            _due(now)
            .filter(wave=wave)
            .exclude(pk__in=found)
            .exclude(domain__in=pace.spent())
            .order_by("not_before_at", "pk")
            .values_list("pk", "domain")[:LOOKED_AT]
        )
        pace.look_at(domain for _, domain in rows)
        found += [pk for pk, domain in rows if pace.allows(domain)]
        if len(rows) < LOOKED_AT:
            break
    return found[:most]
