"""Inbound: bytes that came through a door become messages.

Waits for: Arrival rows. Writes: Blob and Arrival (`take`), then Message and Attachment.

The bytes and their row are on the disk before a door says thank you; everything after that
can be repeated. The same mail through two doors is one message.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from foia import custody, rows
from foia.gateways import blobs
from foia.mail.parse import ParsedMail, parse
from foia.models import Arrival, Attachment, Message


def take(
    *,
    content: bytes,
    door: str,
    now: datetime,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
) -> Arrival:
    """Store a mail as it came, and nothing else. When this returns, it cannot be lost."""
    with transaction.atomic():
        blob = custody.keep(content, subject=f"mail through {door}", now=now)
        return Arrival.objects.create(
            blob=blob,
            door=door,
            envelope_from=envelope_from[:500],
            envelope_to=list(envelope_to),
            arrived_at=now,
        )


def run(*, now: datetime, limit: int = 200) -> int:
    """Take in the mails that wait; return how many."""
    return rows.each(waiting(), partial(take_in, now=now), limit=limit, broken=_failed)


def waiting() -> QuerySet[Arrival]:
    """Return the arrivals that nobody has looked into, oldest first."""
    return Arrival.objects.filter(state=Arrival.State.WAITING).order_by("pk")


def try_again() -> int:
    """Have what could not be taken in wait once more, after a repair; return how many."""
    failed = Arrival.objects.filter(state=Arrival.State.FAILED)
    return failed.update(state=Arrival.State.WAITING, trouble="")


def take_in(arrival: Arrival, *, now: datetime) -> Message:
    """Make one arrival a message, or find the one it is already; in the caller's transaction."""
    mail = parse(blobs.read(arrival.blob_id))
    message, is_new = Message.objects.get_or_create(
        fingerprint=fingerprint(mail),
        defaults={
            "direction": Message.Direction.IN,
            "kind": Message.Kind.MAIL,
            "state": Message.State.ARRIVED,
            "filing": Message.Filing.WAITING,
            "message_id": mail.message_id[:255],
            "sender": _shown(mail.from_name, mail.from_address)[:500],
            "recipient": ", ".join(mail.to)[:500],
            "subject": mail.subject,
            "body_text": mail.text,
            "troubles": list(mail.troubles),
            "at": arrival.arrived_at,
            "raw_id": arrival.blob_id,
            "created_at": now,
        },
    )
    if is_new:
        _attach(message, mail, now)
    arrival.message = message
    arrival.state = Arrival.State.TAKEN_IN
    arrival.save(update_fields=["message", "state"])
    return message


def _failed(arrival: Arrival, error: Exception) -> None:
    """Set an arrival aside whose bytes could not be made a message; the bytes are kept."""
    arrival.state = Arrival.State.FAILED
    arrival.trouble = f"{type(error).__name__}: {error}"[:1000]
    arrival.save(update_fields=["state", "trouble"])


def fingerprint(mail: ParsedMail) -> str:
    """Return what makes a mail itself whichever door it came by: its words and parts, no trace.

    Trace headers (RFC 5322, 3.6.7) differ from door to door and are left out. Whom it is written
    to is part of it: a body may send the same words to two requests.
    """
    words = [
        mail.message_id,
        mail.date.isoformat() if mail.date else "",
        mail.from_address,
        [*mail.to, *mail.cc],
        mail.subject,
        mail.text,
        [[part.name, blobs.digest_of(part.content)] for part in mail.attachments],
    ]
    return blobs.digest_of(json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _attach(message: Message, mail: ParsedMail, now: datetime) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=position,
            blob=custody.keep(part.content, subject=f"attachment {part.name}"[:120], now=now),
            name=part.name[:255],
            content_type=(part.sniffed_type or part.content_type)[:120],
            is_inline=part.is_inline,
        )
        for position, part in enumerate(mail.attachments)
    )


def _shown(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address
