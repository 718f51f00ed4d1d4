"""What is not mailed from here, a person files by hand: one letter, or all of a pile at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foia import docket, drafts
from foia.flow.compose.held import ComposeError
from foia.flow.compose.proofs import Proof, prove
from foia.models import AgencyReference, Channel, Delivery, Message, User, Wave


def waiting(letters: QuerySet[Message]) -> QuerySet[Message]:
    """Narrow to approved letters that wait for a person to file them, oldest approval first.

    One whose mail came back, and that was approved anew for another way, waits as well. What a
    stop held back does not.
    """
    mailed = Delivery.objects.filter(message=OuterRef("pk"))
    return (
        letters.exclude(wave__in=Wave.objects.filter(state=Wave.State.STOPPED))
        .filter(
            ~Q(channel=Channel.EMAIL),
            ~Exists(mailed.filter(state__in=Delivery.OPEN)),
            kind=Message.Kind.LETTER,
            state=Message.State.APPROVED,
            direction=Message.Direction.OUT,
            at=None,
        )
        .order_by("approved_at", "pk")
    )


def filed_by_hand(
    *,
    message: Message,
    at: datetime,
    agency_reference: str,
    by: User,
    now: datetime,
    proof: Proof | None = None,
) -> None:
    """Record that a person filed an approved letter on a portal, by post or by fax.

    `agency_reference` is the folio, receipt or tracking number they were given, `proof` a file.
    """
    with transaction.atomic():
        (message,) = _held([message])
        _file(message, at, now)
        message.save(update_fields=["at"])
        if proof:
            prove(message=message, proof=proof, now=now)
        AgencyReference.objects.learn(message.the_request, agency_reference)
        for event in _events([message], by):
            docket.record(
                request=event.request,
                kind=event.kind,
                at=event.at,
                details=event.details,
                message=event.message,
                by=event.by,
                origin=event.origin,
                now=now,
            )


def posted(*, letters: Sequence[tuple[Message, datetime]], by: User, now: datetime) -> None:
    """Record that letters were posted, each at its moment, in few statements: all, or none."""
    moments = {message.pk: at for message, at in letters}
    with transaction.atomic():
        held = _held([message for message, _ in letters])
        for message in held:
            try:
                _file(message, moments[message.pk], now)
            except ComposeError as error:
                raise _none_recorded(message, str(error)) from error
        Message.objects.bulk_update(held, ["at"], batch_size=500)
        events = _events(held, by)
        made = {entry.message_id for entry in docket.record_all(events, now=now)}
        for event in events:
            if event.message and event.message.pk not in made:
                why = "Its history does not allow it; record it on its own page, which says why."
                raise _none_recorded(event.message, why)


def _held(messages: Sequence[Message]) -> list[Message]:
    """Return the letters as they stand now, for this transaction alone."""
    rows = Message.objects.select_for_update(of=("self",)).filter(pk__in=[m.pk for m in messages])
    rows = rows.select_related("request__agency", "request__campaign")
    return list(rows.prefetch_related("deliveries").order_by("pk"))


def _file(message: Message, at: datetime, now: datetime) -> None:
    """Say of one letter when it was filed, unsaved; refuse what cannot be."""
    if at > now:
        raise ComposeError(f"The letter cannot have been filed on {at:%Y-%m-%d %H:%M}: not yet.")
    if message.state != Message.State.APPROVED or message.at:
        raise ComposeError("Only an approved letter that has not gone out can be marked as filed.")
    if any(delivery.state in Delivery.OPEN for delivery in message.deliveries.all()):
        raise ComposeError("This letter is on its way by e-mail; see what becomes of that first.")
    message.at = at


def _events(messages: Sequence[Message], by: User) -> list[docket.Happened]:
    """Return what the filing of letters is in their dockets; some kinds move no clock."""
    found = [(message, _event_of(message)) for message in messages]
    return [
        docket.Happened(
            request=message.the_request,
            kind=event[0],
            at=message.at,
            details=event[1],
            message=message,
            by=by,
            origin=f"message:{message.pk}:sent",
        )
        for message, event in found
        if event and message.at
    ]


def _event_of(message: Message) -> tuple[str, dict[str, object]] | None:
    way = message.channel or drafts.where_of(message.the_request).channel or Channel.POST.value
    return drafts.event_of_leaving(message, channel=way)


def _none_recorded(message: Message, why: str) -> ComposeError:
    return ComposeError(f"{message.the_request.reference}: {why} None of the letters was recorded.")
