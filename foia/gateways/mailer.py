"""Mail out: one message handed to the mail service, and what came of it."""

import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

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


class Outcome(StrEnum):
    """How a hand-over ended."""

    HANDED_OVER = "handed_over"
    DEFERRED = "deferred"  # surely not taken; may be tried again
    REFUSED = "refused"  # surely not taken; trying again is pointless
    UNCLEAR = "unclear"  # may or may not have been taken


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
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What the mail service answered, in its own words where it gave any."""

    outcome: Outcome
    answer: str
    provider_id: str = ""


class _FrozenMessage(EmailMessage):
    """A message built once, so that the archived bytes are the bytes on the wire."""

    built: Any = None

    def message(self, **options: Any) -> Any:
        if self.built is None:
            self.built = super().message(**options)
        return self.built


def build(mail: OutgoingMail) -> EmailMessage:
    """Return the message for a mail; its Message-ID and Date (RFC 5322) come from the row."""
    return _FrozenMessage(
        subject=mail.subject,
        body=mail.body_text,
        from_email=mail.sender,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.written_at),
            **mail.headers,
        },
    )


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
        self.connection = get_connection(fail_silently=False)
        self.is_open = False

    def hand_over(self, message: EmailMessage) -> Receipt:
        """Hand one built message over; never raises for what the service or the network does."""
        try:
            if not self.is_open:
                self.connection.open()
                self.is_open = True
        except (OSError, smtplib.SMTPException) as error:
            return Receipt(Outcome.DEFERRED, f"The mail service could not be reached: {error}")
        receipt = self._send(message)
        if receipt.outcome is not Outcome.HANDED_OVER:
            self.close()
        return receipt

    def close(self) -> None:
        """Hang up, if the line is open."""
        if self.is_open:
            self.is_open = False
            with suppress(OSError, smtplib.SMTPException):
                self.connection.close()

    def _send(self, message: EmailMessage) -> Receipt:
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _answered(code, words)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, error.smtp_error)
        except AnymailError as error:
            return _api_failure(error)
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            # Addresses are checked before the first command is sent (RFC 5321, 4.1.2).
            return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
        except (OSError, smtplib.SMTPException) as error:
            return Receipt(Outcome.UNCLEAR, f"The line broke during the hand-over: {error!r}")
        status = getattr(message, "anymail_status", None)
        provider_id = str(status.message_id or "") if status else ""
        return Receipt(Outcome.HANDED_OVER, "The mail service took it.", provider_id)


def _answered(code: int, words: bytes | str) -> Receipt:
    """Read an SMTP reply code: 4xx may be tried again, 5xx may not (RFC 5321, 4.2.1)."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    outcome = Outcome.DEFERRED if 400 <= code < 500 else Outcome.REFUSED
    return Receipt(outcome, f"{code} {text}")


def _api_failure(error: AnymailError) -> Receipt:
    """Read a provider's failure; without an HTTP status nobody knows whether it was taken."""
    status = getattr(error, "status_code", None)
    if status is None and getattr(error, "response", None) is None and error.__cause__ is None:
        return Receipt(Outcome.REFUSED, str(error))
    if status is None or status >= 500:
        return Receipt(Outcome.UNCLEAR, str(error))
    return Receipt(Outcome.DEFERRED if status == 429 else Outcome.REFUSED, str(error))
