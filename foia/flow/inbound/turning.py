"""What was stored becomes messages: many small mails in one transaction, large ones alone."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from foia import incoming, rows
from foia.flow.inbound import boxes
from foia.flow.inbound.pieces import Opened, attach, opened
from foia.gateways import blobs
from foia.mail.parsed import ParsedAttachment, ParsedMail
from foia.models import Arrival, Message

CHUNK = 100
SMALL = 1_000_000  # bytes: what is larger is parsed in a transaction of its own
MOST_AT_ONCE = 64 * 1024 * 1024  # bytes of large things in one round; then the others have theirs
State = Arrival.State


def run(*, now: datetime, limit: int = 500) -> int:
    """Take in what waits, small things first; return how many."""
    found = waiting().order_by("blob__size", "pk").values_list("pk", "form", "blob__size")[:limit]
    small: list[tuple[int, int]] = []
    large: list[tuple[int, int]] = []
    full: list[tuple[int, int]] = []
    for pk, form, size in found:
        into = full if form == Arrival.Form.MBOX else small if size < SMALL else large
        into.append((pk, size))
    chunks = [small[start : start + CHUNK] for start in range(0, len(small), CHUNK)]
    chunks += [[one] for one in _some_of(large)]
    done = [_take_in([pk for pk, _ in some], now) for some in chunks]
    return sum(done) + sum(boxes.take_out(pk, now=now, broken=_failed) for pk, _ in full)


def waiting() -> QuerySet[Arrival]:
    """Return the arrivals that nobody has looked into, oldest first."""
    return Arrival.objects.filter(state=State.WAITING).order_by("pk")


def try_again() -> int:
    """Have what could not be taken in wait once more, after a repair; return how many."""
    failed = Arrival.objects.filter(state=State.FAILED)
    return failed.update(state=State.WAITING, trouble="")


def take_in(arrivals: Sequence[Arrival], *, now: datetime) -> list[Message]:
    """Make arrivals messages, or find those they are already; in the caller's transaction."""
    found = [opened(arrival) for arrival in arrivals]
    prints = [fingerprint(one.mail, one.arrival) for one in found]
    known = Message.objects.in_bulk(set(prints), field_name="fingerprint")
    new: dict[str, Opened] = {}
    for one, mark in zip(found, prints, strict=True):
        if mark not in known:
            new.setdefault(mark, one)
    made = [_message(one, mark, now) for mark, one in new.items()]
    Message.objects.bulk_create(made)
    attach([(message, new[message.fingerprint or ""]) for message in made], now)
    messages = known | {str(message.fingerprint): message for message in made}
    _bring_again([(one, messages[mark]) for one, mark in zip(found, prints, strict=True)], new, now)
    for arrival, mark in zip(arrivals, prints, strict=True):
        arrival.message, arrival.state = messages[mark], State.TAKEN_IN
    Arrival.objects.bulk_update(arrivals, ["message", "state"])
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
    ready = waiting().select_related("blob").prefetch_related("files")
    return rows.chunk_of(ready, pks, partial(take_in, now=now), broken=_failed)


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
