"""A mail is stored as it came, and nothing else happens while its door waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from foia import custody
from foia.models import Arrival

Form = Arrival.Form
UNREAD = {"unread": True}  # of an arrival whose bytes are no mail


def take(
    *,
    content: bytes,
    door: str,
    now: datetime,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    told: Mapping[str, Any] | None = None,
    event_id: str | None = None,
    beside: tuple[str, bytes] | None = None,
) -> Arrival:
    """Store a mail as it came, and nothing else. When this returns, it cannot be lost.

    `event_id` is what the door calls it: told again, the first arrival is returned. `beside` is
    the name and the bytes of what else was handed in, kept with it.
    """
    fields = {
        "door": door,
        "envelope_from": plain(envelope_from)[:500],
        "envelope_to": [plain(address)[:500] for address in envelope_to],
        "told": dict(told or {}),
        "arrived_at": now,
    }
    with transaction.atomic():
        blob = custody.keep(content, subject=f"mail through {door}", now=now)
        if event_id is None:
            return Arrival.objects.create(blob=blob, **fields)
        arrival = keep_as(event_id[:255], blob=blob, **fields)
        if beside and not arrival.files.exists():
            name, content = beside
            told_with_it = custody.keep(content, subject=f"through {door}: {name}"[:120], now=now)
            arrival.files.create(position=0, blob=told_with_it, name=name[:255])
        return arrival


def keep_as(event_id: str, **fields: Any) -> Arrival:
    """Write an arrival under the name its door gives it, or return the one it is already."""
    known = Arrival.objects.filter(event_id=event_id).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return Arrival.objects.create(event_id=event_id, **fields)
    except IntegrityError:  # somebody else was told the same at this moment
        return Arrival.objects.get(event_id=event_id)


def keep_unread(
    *, content: bytes, door: str, trouble: str, now: datetime, event_id: str
) -> Arrival:
    """Store what is no mail, or not a whole one, with why; staff is shown it, nobody reads it."""
    with transaction.atomic():
        blob = custody.keep(content, subject=f"unread, through {door}", now=now)
        fields = {"door": door, "arrived_at": now, "state": Arrival.State.FAILED, "told": UNREAD}
        return keep_as(event_id[:255], blob=blob, trouble=plain(trouble)[:1000], **fields)


def plain(text: str) -> str:
    """Return a text without what no database column of text can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
