"""The embedded mail door: an SMTP or LMTP server that stores what it is given and says so."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from jurisdictions import DomainError

logger = logging.getLogger(__name__)
LONGEST_LINE = 2**20  # RFC 5321 says 1000; too many mail programs never heard of it


class DoorError(DomainError):
    """The door could not be opened."""


@dataclass(frozen=True)
class HandedIn:
    """One mail as it was handed in: the envelope's addresses and the bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


Take = Callable[[HandedIn], None]


class _Handler:
    """Says 250 only after `take` has stored the mail; otherwise the sender keeps it."""

    def __init__(self, take: Take, accepts: Callable[[str], bool], is_lmtp: bool) -> None:
        self.take = take
        self.accepts = accepts
        self.is_lmtp = is_lmtp

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if not self.accepts(address):
            return "550 5.7.1 This server takes mail for its own domain only"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._store(envelope)
        # LMTP answers once for each recipient (RFC 2033, 4.2).
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self.is_lmtp else answer

    async def _store(self, envelope: Envelope) -> str:
        sender = (envelope.mail_from or "").strip("<>")
        content = envelope.original_content or b""
        handed_in = HandedIn(sender, tuple(envelope.rcpt_tos), content)
        try:
            await asyncio.to_thread(self.take, handed_in)
        except Exception as error:  # whatever went wrong, the sender must keep the mail
            logger.exception("Mail from %s was not stored", sender or "<>")
            return f"451 4.3.0 Not stored, please try again: {type(error).__name__}"
        return "250 2.0.0 Stored"


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class Door(Controller):
    """A listening door. `start()` returns when it is open; `stop()` closes it."""

    def __init__(
        self,
        take: Take,
        *,
        host: str,
        port: int,
        accepts: Callable[[str], bool],
        max_bytes: int,
        is_lmtp: bool = False,
    ) -> None:
        self.is_lmtp = is_lmtp
        self.max_bytes = max_bytes
        super().__init__(_Handler(take, accepts, is_lmtp), hostname=host, port=port)

    def factory(self) -> SMTP:
        """Make the protocol for one connection."""
        server = _Lmtp if self.is_lmtp else _Smtp
        return server(
            self.handler,
            data_size_limit=self.max_bytes,
            enable_SMTPUTF8=True,
            ident="Open Shutter",
            hostname="open-shutter",
        )

    def open(self) -> None:
        """Start listening, or say in one sentence why that is impossible."""
        try:
            self.start()
        except OSError as error:
            raise DoorError(
                f"The mail door cannot open on {self.hostname}:{self.port} ({error.strerror}); "
                "stop what holds that port or choose another one."
            ) from error
