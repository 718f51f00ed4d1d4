"""What was stored becomes messages: many small mails in one transaction, large ones alone."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from foia import incoming, rows
from foia.flow.inbound import boxes
from foia.flow.inbound.pieces import Opened, attach, opened
from foia.gateways import blobs
from foia.mail.parsed import ParsedAttachment, ParsedMail
from foia.models import Arrival, Message
from foia.models.many import insert_new, update_each

logger = logging.getLogger(__name__)
CHUNK = 100
SMALL = 1_000_000  # bytes: what is larger is parsed in a transaction of its own
MOST_AT_ONCE = 64 * 1024 * 1024  # bytes of large things in one round; then the others have theirs
State = Arrival.State
#: What surrounds the writing of new messages: on the way in they are in memory alone.
Passing = Callable[[Sequence[tuple[Message, ParsedMail]]], AbstractContextManager[object]]


def _as_they_are(_: Sequence[tuple[Message, ParsedMail]]) -> AbstractContextManager[object]:
    return nullcontext()


def run(*, now: datetime, limit: int = 500, passing: Passing = _as_they_are) -> int:
    """Take in what waits, small things first; return how many.

    `passing` may decide about new messages before they are written, and do more afterwards, in the
    same transaction. Where that breaks they are written as they are, and wait in their rows.
    """
    done, rest = 0, list[Arrival]()
    while done < limit:
        number, rest, is_all = _small_ones(min(CHUNK, limit - done), now, passing)
        done += number
        if is_all or not number:
            break
    full = [one.pk for one in rest if one.form == Arrival.Form.MBOX]
    large = [(one.pk, one.blob.size) for one in rest if one.form != Arrival.Form.MBOX]
    done += sum(_take_in([pk], now) for pk, _ in _some_of(large))
    return done + sum(boxes.take_out(pk, now=now, broken=_failed) for pk in full)


def _small_ones(number: int, now: datetime, passing: Passing) -> tuple[int, list[Arrival], bool]:
    """Take in the smallest; return how many, what else was seen, and whether that was all."""
    found: list[Arrival] = []
    small: list[Arrival] = []
    try:
        with transaction.atomic():
            locked = _ready().select_for_update(skip_locked=True, of=("self",))
            found = list(locked.order_by("blob__size", "pk")[:number])
            small = [one for one in found if _is_small(one)]
            if small:
                take_in(small, now=now, passing=passing)
        done = len(small)
    except rows.AWAY:
        raise
    except Exception:
        logger.exception("%s arrivals are taken in the long way", len(small))
        done = _take_in([one.pk for one in small], now)
    return done, [one for one in found if one not in small], len(found) < number


def _is_small(arrival: Arrival) -> bool:
    return arrival.form != Arrival.Form.MBOX and arrival.blob.size < SMALL


def _ready() -> QuerySet[Arrival]:
    return waiting().select_related("blob")


def waiting() -> QuerySet[Arrival]:
    """Return the arrivals that nobody has looked into, oldest first."""
    return Arrival.objects.filter(state=State.WAITING).order_by("pk")


def try_again() -> int:
    """Have mails that could not be taken in wait once more, after a repair; return how many."""
    failed = Arrival.objects.filter(state=State.FAILED).exclude(told__has_key="unread")
    return failed.update(state=State.WAITING, trouble="")


def take_in(
    arrivals: Sequence[Arrival], *, now: datetime, passing: Passing = _as_they_are
) -> list[Message]:
    """Make arrivals messages, or find those they are already; in the caller's transaction."""
    found = [opened(arrival) for arrival in arrivals]
    prints = [fingerprint(one.mail, one.arrival) for one in found]
    firsts: dict[str, Opened] = {}
    for one, mark in zip(found, prints, strict=True):
        firsts.setdefault(mark, one)
    messages = {mark: _message(one, mark, now) for mark, one in firsts.items()}
    with passing([(messages[mark], one.mail) for mark, one in firsts.items()]):
        insert_new(list(messages.values()), "fingerprint")
        new = {mark: one for mark, one in firsts.items() if messages[mark].pk}
        attach([(messages[mark], one) for mark, one in new.items()], now)
    if len(new) < len(firsts):
        known = Message.objects.in_bulk(set(firsts) - set(new), field_name="fingerprint")
        messages |= known
    _bring_again([(one, messages[mark]) for one, mark in zip(found, prints, strict=True)], new, now)
    update_each(
        Arrival,
        ["message_id", "state"],
        [
            (messages[mark].pk, State.TAKEN_IN.value, one.pk)
            for one, mark in zip(arrivals, prints, strict=True)
        ],
    )
    return [messages[mark] for mark in prints]


def fingerprint(mail: ParsedMail, arrival: Arrival | None = None) -> str:
    """Return what makes a mail itself whichever door it came by: its words and parts, no trace.

    Trace headers (RFC 5322, 3.6.7) differ from door to door and are left out, and so are line
    ends and blanks. Whom it is written to is part of it: a body may send the same words to two
    requests. What a person brought as pages or words is itself within its request alone.
    """
    words: list[Any] = [
        mail.message_id,
        mail.date.isoformat() if mail.date else "",
        mail.from_address,
        [*mail.to, *mail.cc],
        mail.subject,
        " ".join(mail.text.split()),
        [[part.name, blobs.digest_of(part.content)] for part in _whole(mail)],
    ]
    if arrival and arrival.form not in (Arrival.Form.MAIL, Arrival.Form.OUTLOOK):
        pages = [file.blob_id for file in arrival.files.all()]
        words += [arrival.form, arrival.request_id or f"arrival {arrival.pk}", pages]
    return blobs.digest_of(json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _whole(mail: ParsedMail) -> list[ParsedAttachment]:
    """The files as the mail has them, not what was found inside of them."""
    return [part for part in mail.attachments if not part.within]


def _take_in(pks: Sequence[int], now: datetime) -> int:
    """Take some in, in one transaction."""
    return rows.chunk_of(_ready(), pks, partial(take_in, now=now), broken=_failed)


def _some_of(large: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """As many large things as fit one round, at least one."""
    taken = 0
    for pk, size in large:
        if taken and taken + size > MOST_AT_ONCE:
            return
        taken += size
        yield pk, size


def _failed(arrival: Arrival, error: Exception) -> None:
    """Set an arrival aside whose bytes could not be made a message; the bytes are kept."""
    arrival.state = State.FAILED
    arrival.trouble = f"{type(error).__name__}: {error}"[:1000]
    arrival.save(update_fields=["state", "trouble"])


def _message(one: Opened, mark: str, now: datetime) -> Message:
    """The message that an arrival becomes, unsaved; the room `match` files it."""
    arrival = one.arrival
    return Message(
        fingerprint=mark,
        direction=Message.Direction.IN,
        kind=Message.Kind.MAIL,
        state=Message.State.ARRIVED,
        filing=Message.Filing.WAITING,
        form=arrival.form,
        **one.message_columns(),
        channel=one.channel,
        at=min(one.at or arrival.arrived_at, now),
        raw_id=arrival.blob_id,
        created_at=now,
    )


def _bring_again(
    found: Sequence[tuple[Opened, Message]], new: dict[str, Opened], now: datetime
) -> None:
    """Have a mail that is here already filed where a person brings it, too."""
    for one, message in found:
        request = one.arrival.request
        if request is None or new.get(message.fingerprint or "") is one:
            continue
        if message.request_id == request.pk or message.copies.filter(request=request).exists():
            continue
        is_filed = message.filing == Message.Filing.FILED
        again = incoming.copied(message, request, now=now) if is_filed else message
        again.filing = Message.Filing.WAITING
        again.marks = again.marks | one.brought
        again.save(update_fields=["filing", "marks"])
