"""What came in, opened again from its kept bytes: a mail is parsed, the rest is as it was told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from foia.gateways import blobs
from foia.mail.brought import brought
from foia.mail.parse import ParsedMail, parse
from foia.models import Arrival, Attachment, Message, RecordsRequest

#: Forms whose bytes are a mail.
MAILS = ("", Arrival.Form.MAIL, Arrival.Form.OUTLOOK)
#: Forms whose bytes are the words themselves, in UTF-8.
WRITTEN = (Arrival.Form.PASTED, Arrival.Form.PHONE)


def opened(message: Message) -> ParsedMail:
    """Return a message as it was when it came in.

    What a person brought in another form than a mail has the words, sender and subject that they
    gave, and the names of its files without their bytes. Raises `BlobError`.
    """
    if message.form in MAILS:
        return parse(blobs.read(message.raw_id or ""))
    text = ""
    if message.form in WRITTEN:
        text = blobs.read(message.raw_id or "").decode("utf-8", "replace")
    return brought(
        text=text,
        sender=message.sender,
        subject=message.subject,
        at=message.at,
        files=[(file.name, file.content_type) for file in message.attachments.order_by("position")],
    )


def copied(message: Message, request: RecordsRequest, *, now: datetime) -> Message:
    """Return this mail as a message of another request, too, made if it is not there yet.

    The bytes are the same, and the files; filing and reading are its own. In the caller's
    transaction.
    """
    whole = message.copy_of or message
    mark = blobs.digest_of(f"{whole.fingerprint} in {request.uuid}".encode())
    known = Message.objects.filter(fingerprint=mark).first()
    if known:
        return known
    skipped = {"id", "uuid", "fingerprint", "request", "copy_of", "created_at", "recipient_domain"}
    skipped |= {"filing", "filing_rung", "filing_reasons", "indexed_under"}
    fields = {f.attname: getattr(whole, f.attname) for f in _columns() if f.name not in skipped}
    copy = Message.objects.create(
        **fields,
        fingerprint=mark,
        copy_of=whole,
        filing=Message.Filing.WAITING,
        created_at=now,
    )
    Attachment.objects.bulk_create(
        Attachment(
            message=copy,
            position=file.position,
            blob_id=file.blob_id,
            name=file.name,
            content_type=file.content_type,
            is_inline=file.is_inline,
        )
        for file in whole.attachments.order_by("position")
    )
    return copy


def _columns() -> Iterable[Any]:
    return Message._meta.concrete_fields
