"""A mail that goes out, as the mail services take it and as the bytes that are kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMessage

from foia.mail.write import plain_mail


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with a mail, byte for byte."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """A mail ready to go. `message_id` is stable: it stays the same however often it is sent."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    body_text: str
    written_at: datetime
    reply_to: str = ""
    in_reply_to: str = ""  # the Message-ID it answers
    headers: Mapping[str, str] = field(default_factory=dict)
    enclosed: tuple[Enclosed, ...] = ()


def build(mail: OutgoingMail) -> EmailMessage:
    """Return the message for a mail; its Message-ID and Date (RFC 5322) come from the row."""
    return EmailMessage(
        subject=mail.subject,
        body=mail.body_text,
        from_email=mail.sender,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers(mail),
        attachments=[_part(file) for file in mail.enclosed],
    )


def _headers(mail: OutgoingMail) -> dict[str, str]:
    thread = {"In-Reply-To": mail.in_reply_to, "References": mail.in_reply_to}
    return {
        "Message-ID": mail.message_id,
        "Date": format_datetime(mail.written_at),
        **(thread if mail.in_reply_to else {}),
        **mail.headers,
    }


def _part(file: Enclosed) -> MIMEBase:
    """A file as a part of a mail; text too goes as bytes, so that no line end changes."""
    main, _, sub = file.content_type.partition("/")
    if main in ("message", "multipart") or not sub:  # these may not be encoded (RFC 2045, 6.4)
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(file.content)
    encoders.encode_base64(part)
    name = file.name if file.name.isascii() else ("utf-8", "", file.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def as_bytes(mail: OutgoingMail) -> bytes:
    """Return a mail as the bytes that go on the wire."""
    plain = None if mail.enclosed else plain_mail(_plain_headers(mail), mail.body_text)
    if plain is not None:
        return plain
    built: Any = build(mail).message()
    raw: bytes = built.as_bytes(linesep="\r\n")
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"  # so that DATA can end (RFC 5321)


def _plain_headers(mail: OutgoingMail) -> list[tuple[str, str]]:
    reply_to = {"Reply-To": mail.reply_to} if mail.reply_to else {}
    named = {"Subject": mail.subject, "From": mail.sender, "To": mail.recipient, **reply_to}
    return [*named.items(), *_headers(mail).items()]
