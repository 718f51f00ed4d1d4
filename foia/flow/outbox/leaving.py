"""What left is entered in the docket: a batch at a time, and what an ended process left undone.

A delivery that was handed over keeps its reservation (`taken_until_at`) until it is entered.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from foia import docket, drafts
from foia.flow.outbox.picking import Taken
from foia.models import Channel, Delivery, DocketEntry, Message

logger = logging.getLogger(__name__)
_SET_AT = f"UPDATE {Message._meta.db_table} SET at = %s WHERE id = %s"


def enter_batch(taken: Taken, *, now: datetime) -> None:
    """Enter what left of a batch."""
    _enter_those(_not_entered().filter(pk__in=taken.pks), now)


def enter_cut_off(*, now: datetime, most: int) -> int:
    """Enter what left and was not entered before its process ended; return how many."""
    abandoned = _not_entered().filter(taken_until_at__lte=now)
    pks = list(abandoned.values_list("pk", flat=True)[:most])
    return _enter_those(_not_entered().filter(pk__in=pks), now) if pks else 0


def _not_entered() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=Delivery.State.HANDED_OVER, taken_until_at__isnull=False
    ).order_by("pk")


def _enter_those(left: QuerySet[Delivery], now: datetime) -> int:
    with transaction.atomic():
        rows = left.select_related("message__request__agency", "message__approved_by").defer(
            "message__body_text"
        )
        found = list(rows.select_for_update(of=("self",), skip_locked=True))
        enter([(delivery, delivery.finished_at or now) for delivery in found], now=now)
        pks = [delivery.pk for delivery in found]
        Delivery.objects.filter(pk__in=pks).update(taken_until_at=None)
    return len(found)


def enter(left: Sequence[tuple[Delivery, datetime]], *, now: datetime) -> None:
    """Enter when each of these messages left, and what the law makes of it; twice is once."""
    with transaction.atomic(), connection.cursor() as cursor:
        moments = [
            (connection.ops.adapt_datetimefield_value(at), delivery.message_id)
            for delivery, at in left
        ]
        cursor.executemany(_SET_AT, moments)
        events = _without_standing([event for one in left for event in _events(*one)])
        made = {entry.origin for entry in docket.record_all(events, now=now)}
        for event in events:
            if event.origin not in made:
                logger.error("%s left; its docket does not take that", event.message)


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
