"""Mail out: one message handed to the mail service, and what came of it."""

import re
import smtplib
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from foia.gateways import smtp
from foia.gateways.outgoing import Enclosed, OutgoingMail, as_bytes, build
from foia.gateways.receipts import Outcome, Receipt
from foia.gateways.smtp import MayLeave

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
_NAMED = re.compile(rf'"[^"\\]*" <({_ADDRESS.pattern})>')  # RFC 5322, 3.4


def refusal_before_sending(recipient: str, *, is_sandbox: bool) -> str:
    """Return why this recipient must not be handed to the mail service, or nothing.

    What was made in the sandbox stays there, whatever is configured later; and sample
    addresses never reach a real mail service.
    """
    name, _, domain = _bare(recipient).rpartition("@")
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

    def hand_over(self, mail: OutgoingMail, raw: bytes, *, may_leave: MayLeave) -> Receipt | None:
        """Hand one mail over; never raises for what the service or the network does.

        `raw` is the mail as it was kept; over SMTP just these bytes leave. `may_leave` is asked
        before anything can be taken; None if it said no.
        """
        if trouble := self.open():
            return Receipt(Outcome.AWAY, trouble)
        if not isinstance(self.connection, SmtpBackend):
            return self._hand_to_provider(build(mail)) if may_leave() else None
        try:
            recipient, sender = _plain(mail.recipient), _plain(_bare(mail.sender))
        except ValueError as error:
            # Addresses are checked before the first command is sent (RFC 5321, 4.1.2).
            return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
        line: Any = self.connection.connection
        receipt = smtp.hand_over(
            line, sender=sender, recipient=recipient, raw=raw, may_leave=may_leave
        )
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


def _bare(address: str) -> str:
    """An address without the name before it; empty if there is none."""
    if _ADDRESS.fullmatch(address):
        return address
    found = _NAMED.fullmatch(address)
    return found[1] if found else parseaddr(address)[1]


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
