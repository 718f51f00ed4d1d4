"""The listening doors: mail for our reply addresses, and in the sandbox the mail that goes out."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections

from foia.flow import inbound
from foia.gateways import clock
from foia.gateways.door import Door, HandedIn
from foia.sandbox import mailbox

Clock = Callable[[], datetime]


def doors(clock: Clock = clock.now) -> tuple[Door, ...]:
    """Return the doors of this installation, still closed."""
    front = Door(
        _taking(lambda mail: _take(mail, clock())),
        host=settings.DOOR_HOST,
        port=settings.DOOR_PORT,
        accepts=is_ours,
        max_bytes=settings.MAX_MAIL_BYTES,
        is_lmtp=settings.DOOR_IS_LMTP,
    )
    if not settings.IS_SANDBOX:
        return (front,)
    sandbox = Door(
        _taking(lambda mail: mailbox.catch(mail, now=clock())),
        host="127.0.0.1",
        port=settings.SANDBOX_PORT,
        accepts=lambda address: True,
        max_bytes=settings.MAX_MAIL_BYTES,
    )
    return (front, sandbox)


def is_ours(address: str) -> bool:
    """Say whether mail to this address belongs here; this is no relay."""
    domain: str = settings.REPLY_DOMAIN
    return address.rpartition("@")[2].lower().rstrip(".") == domain.lower()


def _take(mail: HandedIn, now: datetime) -> object:
    return inbound.take(
        content=mail.content,
        door="smtp",
        envelope_from=mail.sender,
        envelope_to=mail.recipients,
        now=now,
    )


def _taking(take: Callable[[HandedIn], object]) -> Callable[[HandedIn], None]:
    """Give each mail a database connection that is alive, and give it back."""

    def with_connection(mail: HandedIn) -> None:
        close_old_connections()
        try:
            take(mail)
        finally:
            close_old_connections()

    return with_connection
