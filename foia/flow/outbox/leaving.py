"""What left is entered in the docket: a batch at a time, and what an ended process left undone.

A letter's end stands in its row (`finished_at`) from the moment it is known, and its reservation
(`taken_until_at`) stays there until it is entered. Its state follows in the same transaction.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects

from foia import docket, drafts, rows
from foia.models import Channel, Delivery, DocketEntry, Message
from foia.models.many import update_each

logger = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)  # one that cannot be entered is tried again after so long
HANDED_OVER = {"state": Delivery.State.HANDED_OVER, "paced_at": F("started_at")}
CAME_BACK = (Delivery.Fate.BOUNCED_SOFT, Delivery.Fate.BOUNCED_HARD)


def enter_batch(letters: Mapping[int, Delivery], *, now: datetime) -> None:
    """Enter what left of a batch, by delivery."""
    if letters:
        _all_or_each(list(letters), letters, now)


def enter_cut_off(*, now: datetime, most: int) -> None:
    """Enter what left and was not entered before its process ended."""
    abandoned = _not_entered().filter(taken_until_at__lte=now)
    pks = list(abandoned.values_list("pk", flat=True)[:most])
    if pks:
        letters = Delivery.objects.select_related("message__request").in_bulk(pks)
        _all_or_each(pks, letters, now)


def _not_entered() -> QuerySet[Delivery]:
    ended = Delivery.objects.filter(finished_at__isnull=False, taken_until_at__isnull=False)
    return ended.exclude(state=Delivery.State.SETTLED).order_by("pk")


def _all_or_each(pks: Sequence[int], letters: Mapping[int, Delivery], now: datetime) -> None:
    """Enter several at once; if that breaks, each alone, and the broken one later again."""
    left = _not_entered().filter(pk__in=pks)
    try:
        _enter_those(left, letters, now)
    except rows.AWAY:
        raise
    except Exception:
        if len(pks) > 1:
            for pk in pks:
                _all_or_each([pk], letters, now)
            return
        logger.exception("Delivery %s left and cannot be entered in its docket", pks[0])
        left.update(**HANDED_OVER, taken_until_at=now + AGAIN)


def _enter_those(left: QuerySet[Delivery], letters: Mapping[int, Delivery], now: datetime) -> None:
    with transaction.atomic():
        locked = left.select_for_update(skip_locked=True)
        ended = list(locked.values_list("pk", "finished_at", "fate"))
        stayed = [(letters[pk], at or now) for pk, at, fate in ended if fate not in CAME_BACK]
        enter(stayed, now=now)
        entered = Delivery.objects.filter(pk__in=[pk for pk, _, _ in ended])
        entered.update(**HANDED_OVER, taken_until_at=None)


def enter(left: Sequence[tuple[Delivery, datetime]], *, now: datetime) -> None:
    """Enter when each of these messages left, and what the law makes of it; twice is once."""
    prefetch_related_objects([one for one, _ in left], "message__approved_by")
    with transaction.atomic():
        events = _without_standing([event for one in left for event in _events(*one)])
        made = {entry.origin for entry in docket.record_all(events, now=now)}
        for event in events:
            if event.origin not in made:
                logger.error("%s left; its docket does not take that", event.message)
        # After the docket, in the order in which the reports do: neither waits for the other.
        update_each(Message, ["at"], [(at, delivery.message_id) for delivery, at in left])


def _events(delivery: Delivery, at: datetime) -> list[docket.Happened]:
    """The event of a letter's leaving, or none: notices, and letters that move no clock."""
    message = delivery.message
    event = drafts.event_of_leaving(message, channel=Channel.EMAIL.value)
    if message.kind != Message.Kind.LETTER or message.request is None or event is None:
        return []
    kind, details = event
    origin = f"delivery:{delivery.pk}:sent"
    return [
        docket.Happened(message.request, kind, at, details, message, message.approved_by, origin)
    ]


def _without_standing(events: Sequence[docket.Happened]) -> list[docket.Happened]:
    """Without what stands in the docket already, from an earlier attempt of the same message."""
    entries = DocketEntry.objects.filter(
        message__in=[event.message for event in events if event.message], voided_by=None
    )
    standing = set(entries.values_list("message_id", "kind"))
    return [
        event
        for event in events
        if event.message and (event.message.pk, event.kind) not in standing
    ]
