"""What a message is, decided: by a sure reading, by a person; and the undoing of either."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from foia import docket, learnt
from foia.flow.read import returned
from foia.flow.read.events import EVENTS, TEACHING, event_of
from foia.flow.read.teaching import chosen, lessons
from foia.mail.kinds import MessageKind
from foia.models import Reading, User
from jurisdictions import DomainError


class ReadingError(DomainError):
    """A reading that cannot be decided as asked."""


def confirm(
    *,
    reading: Reading,
    kind: str,
    by: User,
    now: datetime,
    states: Mapping[str, str] | None = None,
) -> None:
    """Record what a person says a message is, whether the reading was right or not.

    `states` is what they say of single categories, where it does not follow from the kind.
    """
    if kind not in {str(known) for known in MessageKind}:
        raise ReadingError(f"«{kind}» is not a kind of message; choose one from the list.")
    with transaction.atomic():
        reading = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
        if reading.state != Reading.State.ASKED:
            raise ReadingError("This message has been decided already; nothing was changed.")
        agrees = kind == reading.kind
        reading.state = Reading.State.CONFIRMED if agrees else Reading.State.REJECTED
        reading.decided_kind = kind
        reading.decided_by = by
        reading.decided_at = now
        reading.waits_for_text = False
        reading.save()
        if kind == MessageKind.BOUNCE:
            returned.keep_what_a_person_says(reading.message, now=now)
        _enter(reading, kind=kind, by=by, now=now, states=states or {})


def undo(*, reading: Reading, by: User, now: datetime) -> None:
    """Take back what was decided of a message, by whomever: it is a question again.

    Its docket entries are void, its findings withdrawn; both stay readable.
    """
    if reading.state == Reading.State.ASKED:
        raise ReadingError("This message is a question already; there is nothing to undo.")
    learnt.take_back(message=reading.message, by=by, now=now)


def enter_all(readings: Sequence[Reading], held: docket.Held, *, now: datetime) -> set[int]:
    """Record sure readings of held requests in few statements; as `enter_or_ask` each.

    What teaches something, and what the law library refuses, takes its way alone: the same event
    is recorded once. Returns the requests in which something was recorded.
    """
    moving = [reading for reading in readings if reading.kind in EVENTS]
    happened = [event for reading in moving for event in _happened(reading, held, now)]
    entries = docket.record_held(happened, held, now=now)
    recorded = {entry.origin for entry in entries}
    for reading in readings:
        is_left = reading.kind in EVENTS and reading.origin not in recorded
        if is_left or reading.kind in TEACHING:
            enter_or_ask(reading, now=now)
    return {entry.request_id for entry in entries}


def _happened(reading: Reading, held: docket.Held, now: datetime) -> Iterator[docket.Happened]:
    """The event of a sure reading, if the law can place it."""
    request, at = reading.message.the_request, reading.message.at or now
    history = held.history[request.pk]
    try:
        event = event_of(request, reading.kind, reading.found, at.date(), history)
    except DomainError:
        return
    if event is not None:
        yield docket.Happened(
            request=request,
            kind=event.kind,
            at=at,
            details=event.details,
            message=reading.message,
            origin=reading.origin,
        )


def enter_or_ask(reading: Reading, *, now: datetime) -> None:
    """Record a sure reading; what the law library cannot place becomes a question instead."""
    try:
        with transaction.atomic():
            _enter(reading, kind=reading.kind, by=None, now=now, states={})
    except DomainError as error:
        reading.state = Reading.State.ASKED
        reading.troubles = [*reading.troubles, f"It could not be recorded: {error}"]
        reading.save(update_fields=["state", "troubles"])


def _enter(
    reading: Reading, *, kind: str, by: User | None, now: datetime, states: Mapping[str, str]
) -> None:
    """Record the event a decided message stands for, and what it teaches."""
    message = reading.message
    at = message.at or now
    event = event_of(message.the_request, kind, reading.found, at.date())
    if event is not None:
        docket.record(
            request=message.the_request,
            kind=event.kind,
            at=at,
            details=event.details,
            message=message,
            by=by,
            origin=reading.origin,
            now=now,
        )
    teach(reading, kind=kind, by=by, now=now, states=states)


def teach(
    reading: Reading,
    *,
    kind: str,
    by: User | None,
    now: datetime,
    states: Mapping[str, str],
    only_new: bool = False,
) -> None:
    """Write what a decided message says of each category; only an answer teaches anything.

    `only_new` leaves what it has taught already.
    """
    request = reading.message.the_request
    taught: list[learnt.Said] = []
    if kind in TEACHING:
        taught = lessons(
            request,
            reading.found,
            kind,
            was_read_as=reading.kind,
            is_by_person=by is not None,
        )
    said = chosen(request, taught, states)
    if only_new:
        known = learnt.said_by(request, reading.origin)
        said = [one for one in said if known.get(one.category) != one.state or one.page]
    if said:
        learnt.say(said, message=reading.message, origin=reading.origin, by=by, now=now)
