"""Mail out: one message handed to the mail service, and what came of it."""

import re
import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import format_datetime, parseaddr
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from foia.gateways import smtp
from foia.gateways.receipts import Outcome, Receipt

__all__ = [
    "Enclosed",
    "Line",
    "Outcome",
    "OutgoingMail",
    "Receipt",
    "as_bytes",
    "build",
    "refusal_before_sending",
]

# Names that RFC 2606 and RFC 6761 reserve: no mail service can deliver to them.
RESERVED = (
    "example",
    "invalid",
    "test",
    "localhost",
    "example.com",
    "example.org",
    "example.net",
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")  # RFC 5321, 4.1.2


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


class _FrozenMessage(EmailMessage):
    """A message built once, so that the archived bytes are the bytes on the wire."""

    built: Any = None

    def message(self, **options: Any) -> Any:
        if self.built is None:
            self.built = super().message(**options)
        return self.built


def build(mail: OutgoingMail) -> EmailMessage:
    """Return the message for a mail; its Message-ID and Date (RFC 5322) come from the row."""
    thread = {"In-Reply-To": mail.in_reply_to, "References": mail.in_reply_to}
    return _FrozenMessage(
        subject=mail.subject,
        body=mail.body_text,
        from_email=mail.sender,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.written_at),
            **(thread if mail.in_reply_to else {}),
            **mail.headers,
        },
        attachments=[_part(file) for file in mail.enclosed],
    )


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


def as_bytes(message: EmailMessage) -> bytes:
    """Return the bytes of a built message as they go on the wire."""
    built: Any = message.message()
    raw: bytes = built.as_bytes(linesep="\r\n")
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"  # so that DATA can end (RFC 5321)


def refusal_before_sending(recipient: str, *, is_sandbox: bool) -> str:
    """Return why this recipient must not be handed to the mail service, or nothing.

    What was made in the sandbox stays there, whatever is configured later; and sample
    addresses never reach a real mail service.
    """
    name, _, domain = parseaddr(recipient)[1].rpartition("@")
    domain = domain.lower().rstrip(".")
    if is_sandbox != settings.IS_SANDBOX:
        made, now = ("the sandbox", "a mail service") if is_sandbox else ("earnest", "the sandbox")
        return f"This was made for {made}, and mail now goes to {now}; draft it anew to send it."
    if not (name and domain):
        return (
            f"«{recipient}» is not an e-mail address; mend the contact and draft the letter anew."
        )
    if not is_sandbox and any(f".{domain}".endswith(f".{reserved}") for reserved in RESERVED):
        return f"«{recipient}» is a sample address that no mail service can reach."
    return ""


class Line:
    """A kept connection to the mail service, for one message after another."""

    def __init__(self) -> None:
        self.connection: Any = get_connection(fail_silently=False)
        self.is_open = False

    def open(self) -> str:
        """Connect unless that is done; return why the service cannot be reached, or nothing."""
        if self.is_open:
            return ""
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return f"The mail service could not be reached: {error}"
        self.is_open = True
        return ""

    def hand_over(self, message: EmailMessage, raw: bytes) -> Receipt:
        """Hand one built message over; never raises for what the service or the network does.

        `raw` is the message as it was kept; over SMTP just these bytes leave.
        """
        if trouble := self.open():
            return Receipt(Outcome.AWAY, trouble)
        if not isinstance(self.connection, SmtpBackend):
            return self._hand_to_provider(message)
        try:
            recipient = _plain(message.to[0])
            sender = _plain(parseaddr(message.from_email)[1])
        except ValueError as error:
            # Addresses are checked before the first command is sent (RFC 5321, 4.1.2).
            return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
        line: Any = self.connection.connection
        receipt = smtp.hand_over(line, sender=sender, recipient=recipient, raw=raw)
        if not smtp.is_usable(line):
            self._drop()
        return receipt

    def close(self) -> None:
        """Hang up, if the line is open."""
        if self.is_open:
            with suppress(OSError, smtplib.SMTPException):
                self.connection.close()
            self._drop()

    def _drop(self) -> None:
        """Forget a connection; the next message gets a new one."""
        self.is_open = False
        self.connection = get_connection(fail_silently=False)

    def _hand_to_provider(self, message: EmailMessage) -> Receipt:
        try:
            self.connection.send_messages([message])
        except AnymailError as error:
            return _api_failure(error)
        except ValueError as error:
            return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Receipt(Outcome.UNCLEAR, f"The line broke during the hand-over: {error!r}")
        status = getattr(message, "anymail_status", None)
        provider_id = str(status.message_id or "") if status else ""
        return Receipt(Outcome.HANDED_OVER, "The mail service took it.", provider_id)


def _plain(address: str) -> str:
    """An address as SMTP takes it, its domain in ASCII (RFC 5891); ValueError if it is none."""
    return address if _ADDRESS.fullmatch(address) else sanitize_address(address, "utf-8")


def _api_failure(error: AnymailError) -> Receipt:
    """Read a provider's failure; without an HTTP status nobody knows whether it was taken.

    Who we are (401, 403) and how much we may send (429) is not about this mail.
    """
    status = getattr(error, "status_code", None)
    if status is None and getattr(error, "response", None) is None and error.__cause__ is None:
        return Receipt(Outcome.REFUSED, str(error))
    if status in (401, 403, 429) or _never_connected(error):
        return Receipt(Outcome.AWAY, str(error))
    return Receipt(
        Outcome.UNCLEAR if status is None or status >= 500 else Outcome.REFUSED, str(error)
    )


def _never_connected(error: BaseException | None) -> bool:
    """Say whether no connection came about, so that nothing can have been taken."""
    while error is not None:
        if isinstance(error, NewConnectionError | ConnectTimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False
