"""Kept mails are read anew from their bytes, after the reader has learnt something.

What a person decided stays: filing by hand, readings they confirmed, what they brought and said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from foia import custody, learnt
from foia.flow.inbound.pieces import Opened, opened
from foia.flow.inbound.turning import fingerprint
from foia.gateways import blobs
from foia.incoming import MAILS
from foia.models import Arrival, Attachment, Message, Reading
from jurisdictions import DomainError

#: Marks that do not follow from the bytes.
BROUGHT = ("brought_to", "brought_by", "for_owner")


@dataclass(frozen=True)
class ReadAgain:
    """One mail after it was read anew: what of it changed, and what could not be."""

    message: Message
    changed: tuple[str, ...]
    trouble: str = ""


def reparse(
    messages: QuerySet[Message], *, now: datetime, is_dry_run: bool = False
) -> Iterator[ReadAgain]:
    """Read mails anew, each in a transaction of its own; yield those of which anything changed.

    A mail in triage is matched again, and one that nobody decided about is read again, by their
    rooms. Doing it twice changes nothing. `is_dry_run` only says what would change.
    """
    mails = messages.filter(direction=Message.Direction.IN, form__in=MAILS, copy_of=None)
    for pk in mails.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=pk)
            try:
                done = _read_again(message, now)
            except DomainError as error:
                done = ReadAgain(message, (), str(error))
            transaction.set_rollback(is_dry_run)
        if done.changed or done.trouble:
            yield done


def _read_again(message: Message, now: datetime) -> ReadAgain:
    arrival = Arrival.objects.filter(message=message).order_by("pk").first()
    if arrival is None:
        return ReadAgain(message, ())
    one = opened(arrival)
    rows = [message, *message.copies.select_for_update()]
    changed = [name for row in rows for name in _renew(row, one, now)]
    if _mark_anew(message, fingerprint(one.mail, arrival)):
        changed.append("fingerprint")
    trouble = ""
    for row in rows if {"body_text", "files"} & set(changed) else []:
        trouble = _have_read(row, now) or trouble
    return ReadAgain(message, tuple(dict.fromkeys(changed)), trouble)


def _renew(message: Message, one: Opened, now: datetime) -> list[str]:
    """Set the columns that follow from the bytes, and add files not seen before; say which."""
    fresh = one.message_columns()
    kept = {name: message.marks[name] for name in BROUGHT if name in message.marks}
    fresh["marks"] = fresh["marks"] | kept
    changed = [name for name, value in fresh.items() if getattr(message, name) != value]
    for name in changed:
        setattr(message, name, fresh[name])
    if message.filing == Message.Filing.TRIAGE and "marks" in changed:
        message.filing = Message.Filing.WAITING
    message.save(update_fields=[*changed, "filing"])
    return [*changed, *(["files"] if _add_files(message, one, now) else [])]


def _add_files(message: Message, one: Opened, now: datetime) -> int:
    """Add the parts that were not found before; none is ever taken away."""
    known = set(message.attachments.values_list("blob_id", flat=True))
    parts = [p for p in one.mail.attachments if blobs.digest_of(p.content) not in known]
    last = message.attachments.aggregate(last=Max("position"))["last"]
    for position, part in enumerate(parts, start=0 if last is None else last + 1):
        Attachment.objects.create(
            message=message,
            position=position,
            blob=custody.keep(part.content, subject=f"attachment {part.name}"[:120], now=now),
            name=part.name[:255],
            content_type=(part.sniffed_type or part.content_type)[:120],
            is_inline=part.is_inline,
        )
    return len(parts)


def _mark_anew(message: Message, mark: str) -> bool:
    """Have the mail be known by what it is read as now, unless another one is that already."""
    if message.fingerprint == mark or Message.objects.filter(fingerprint=mark).exists():
        return False
    message.fingerprint = mark
    message.save(update_fields=["fingerprint"])
    for copy in message.copies.exclude(request=None).select_related("request"):
        copy.fingerprint = blobs.digest_of(f"{mark} in {copy.the_request.uuid}".encode())
        copy.save(update_fields=["fingerprint"])
    return True


def _have_read(message: Message, now: datetime) -> str:
    """Have a mail read again that nobody decided about; return why that is impossible."""
    reading = Reading.objects.filter(message=message, decided_by=None).first()
    if reading is None:
        return ""
    try:
        with transaction.atomic():
            learnt.take_back(message=message, by=None, now=now)
            Reading.objects.filter(pk=reading.pk).delete()
            Message.objects.filter(pk=message.pk).update(awaits_reading=True)
    except DomainError as error:
        return f"Its reading stays as it is: {error}"
    return ""
