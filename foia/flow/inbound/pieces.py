"""One arrival opened: its words, its files, and who says what of its sender."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime

from foia import custody
from foia.gateways import blobs
from foia.incoming import MAILS, WRITTEN
from foia.mail import authentication, file_types
from foia.mail.addresses import read_addresses
from foia.mail.brought import brought
from foia.mail.match import marks_of
from foia.mail.parse import parse
from foia.mail.parsed import ParsedMail
from foia.models import Arrival, Attachment, Blob, Channel, Message

#: Doors behind which a mail server of ours stands; what else brings mail vouches for nothing.
SERVED = ("smtp", "imap", "webhook")


@dataclass(frozen=True)
class Opened:
    """An arrival with what it holds. Columns of its message follow from it."""

    arrival: Arrival
    mail: ParsedMail

    @property
    def is_mail(self) -> bool:
        """Say whether it speaks for itself; else only what a person told is known of it."""
        return self.arrival.form in MAILS

    @property
    def sender(self) -> str:
        """Who it is from, as the mail or the person says."""
        if not self.is_mail:
            return str(self.arrival.told.get("sender", ""))
        name, address = self.mail.from_name, self.mail.from_address
        return f"{name} <{address}>" if name and address else name or address

    @property
    def subject(self) -> str:
        """What it is about, as the mail or the person says."""
        return self.mail.subject or str(self.arrival.told.get("subject", ""))

    @property
    def at(self) -> datetime | None:
        """When it reached its reader: as told, else as a mail brought later is dated."""
        told = parse_datetime(str(self.arrival.told.get("at", "")))
        is_late = self.arrival.door in ("brought", "file")
        return told or (self.mail.date if is_late else None)

    @property
    def channel(self) -> str:
        """How it came, where that is a channel of bodies."""
        told = str(self.arrival.told.get("channel", ""))
        return Channel.EMAIL.value if self.is_mail else told if told in Channel.values else ""

    @property
    def authentication(self) -> dict[str, str]:
        """What the server that we trust, or the mail service itself, says of the one sender."""
        senders = read_addresses(self.mail.headers.get("from", "").split("\n"))
        if not self.is_mail or self.arrival.door not in SERVED or len(senders) != 1:
            return {}
        told: dict[str, str] = self.arrival.told.get("authentication") or {}
        trusted = settings.TRUSTED_MAIL_HOST
        headers = self.mail.headers.get("authentication-results", "")
        found = authentication.verdicts(headers, trusted, self.mail.from_address)
        return {**found, "by": trusted} if found else told

    @property
    def brought(self) -> dict[str, Any]:
        """Who brought it, and where they say that it belongs."""
        said = {"brought_to": self.arrival.request_id, "brought_by": self.arrival.brought_by_id}
        return {name: value for name, value in said.items() if value}

    def message_columns(self) -> dict[str, Any]:
        """The columns of its message that follow from the bytes, and from what was told of them."""
        return {
            "message_id": self.mail.message_id[:255],
            "sender": self.sender[:500],
            "recipient": ", ".join(self.mail.to)[:500],
            "subject": self.subject,
            "body_text": self.mail.text,
            "troubles": list(self.mail.troubles),
            "marks": self.marks(),
            "authentication": self.authentication,
        }

    def marks(self) -> dict[str, Any]:
        """What places it, for the room `match`."""
        found = marks_of(
            self.mail,
            reply_domain=settings.REPLY_DOMAIN,
            envelope_to=self.arrival.envelope_to,
            is_vouched=authentication.is_vouched(self.authentication),
        )
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in found.plain().items()}
        return plain | self.brought


def opened(arrival: Arrival) -> Opened:
    """Read the kept bytes of an arrival. Raises `BlobError`."""
    if arrival.form in MAILS:
        return Opened(arrival, parse(blobs.read(arrival.blob_id)))
    text = ""
    if arrival.form in WRITTEN:
        text = blobs.read(arrival.blob_id).decode("utf-8", "replace")
    told = arrival.told
    mail = brought(
        text=text,
        sender=str(told.get("sender", "")),
        subject=str(told.get("subject", "")),
        at=parse_datetime(str(told.get("at", ""))),
    )
    return Opened(arrival, mail)


def attach(made: Sequence[tuple[Message, Opened]], now: datetime) -> None:
    """Write the files of new messages, in few statements however many there are."""
    parts = [
        (message, position, part)
        for message, one in made
        for position, part in enumerate(one.mail.attachments)
    ]
    kept: list[Blob] = []
    if parts:
        things = [(part.content, f"attachment {part.name}"[:120]) for _, _, part in parts]
        kept = custody.keep_all(things, now=now)
    rows = [
        Attachment(
            message=message,
            position=position,
            blob=blob,
            name=part.name[:255],
            content_type=(part.sniffed_type or part.content_type)[:120],
            is_inline=part.is_inline,
        )
        for (message, position, part), blob in zip(parts, kept, strict=True)
    ]
    rows += [row for message, one in made for row in _pages(message, one.arrival)]
    if rows:
        Attachment.objects.bulk_create(rows)


def _pages(message: Message, arrival: Arrival) -> list[Attachment]:
    """The files that a person brought, in their order."""
    if arrival.form in MAILS:
        return []
    return [
        Attachment(
            message=message,
            position=file.position,
            blob_id=file.blob_id,
            name=file.name,
            content_type=_type_of(file.blob_id),
        )
        for file in arrival.files.all()
    ]


def _type_of(sha256: str) -> str:
    return file_types.sniff(blobs.edges_of(sha256)) or "application/octet-stream"
