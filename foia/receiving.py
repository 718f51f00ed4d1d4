"""Receiving: a plain mail walks from its arrival to the docket in one transaction.

The rooms `inbound`, `match` and `read` hand it on in memory. What is not plain, and whatever breaks
on this way, waits in its row for the room whose it is (ADR 21).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from foia import custody
from foia.flow import inbound, match, read
from foia.mail.parsed import ParsedMail
from foia.models import Message


def run(*, now: datetime, limit: int = 500) -> int:
    """Take in what waits, and what of it is plain as far as the docket; return how many."""
    return inbound.run(now=now, limit=limit, passing=partial(_passing, now=now))


@contextmanager
def _passing(new: Sequence[tuple[Message, ParsedMail]], *, now: datetime) -> Iterator[None]:
    """File new mails before they are written, and read those that were, afterwards."""
    certain = match.place_certain([message for message, _ in new])
    with custody.together(now=now):
        yield
        filed = match.enter(certain, now=now)
        if filed:
            mails = {message.pk: mail for message, mail in new if message.pk}
            read.read_all(filed, now=now, mails=mails, addresses=certain.directory.addresses)
