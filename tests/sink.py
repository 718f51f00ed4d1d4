"""A real mail service on loopback for the tests, which takes mail or fails in a chosen way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from worker.services import free_port

ACCEPT = "accept"
DEFER_RCPT = "4xx at RCPT"
REFUSE_RCPT = "5xx at RCPT"
DEFER_DATA = "4xx after DATA"
REFUSE_DATA = "5xx after DATA"
CLOSE_IN_DATA = "close in DATA"
CLOSE_BEFORE_ANSWER = "take, then close before the answer"

ANSWERS = {
    DEFER_RCPT: "450 4.2.0 Come back later",
    REFUSE_RCPT: "550 5.1.1 Nobody of that name",
    DEFER_DATA: "451 4.3.0 Come back later",
    REFUSE_DATA: "554 5.7.1 Not wanted here",
}


@dataclass(frozen=True)
class Taken:
    """One mail as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Sink:
    """What the service does (`mode`), what it has got, and what it asks when it gets some."""

    port: int = field(default_factory=free_port)
    mode: str = ACCEPT
    letters_a_line: int = 1_000_000  # after so many it hangs up
    refused: frozenset[str] = frozenset()  # addresses that nobody has
    taken: list[Taken] = field(default_factory=list)
    on_mail: Callable[[Taken], Any] = lambda mail: None
    answer: str = "250 2.0.0 Taken"
    pipelines: bool = True  # RFC 2920, as most mail servers do

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] * self.pipelines), responses[-1]]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if (mode := self.mode) in (DEFER_RCPT, REFUSE_RCPT):
            return ANSWERS[mode]
        if address in self.refused:
            return ANSWERS[REFUSE_RCPT]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = Taken(
            envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.original_content or b""
        )
        if (mode := self.mode) in (DEFER_DATA, REFUSE_DATA):
            return ANSWERS[mode]
        self.taken.append(mail)
        await server.loop.run_in_executor(None, self.on_mail, mail)
        if mode == CLOSE_BEFORE_ANSWER:
            server.transport.abort()
        return self.answer


class _Line(SMTP):
    """One connection, which can hang up in the middle of a mail, or after some."""

    count = 0

    async def smtp_MAIL(self, arg: str) -> None:
        self.count += 1
        if self.count > self.event_handler.letters_a_line:
            await self.push("421 4.7.0 Enough for one line")
            return self.transport.close()
        await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.mode != CLOSE_IN_DATA:
            return await super().smtp_DATA(arg)
        await self.push("354 Go ahead")
        self.transport.abort()


class Service(Controller):
    """The listening service of a sink."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink, hostname="127.0.0.1", port=sink.port)

    def factory(self) -> SMTP:
        return _Line(self.handler, enable_SMTPUTF8=True)


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    """Let the sink take mail on its port, for a while."""
    service = Service(sink)
    service.start()
    try:
        yield sink
    finally:
        service.stop()
