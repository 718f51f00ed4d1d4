"""Reading: a filed message is read; what is sure is recorded, the rest becomes a question."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from foia import docket, rows
from foia.flow.read import returned
from foia.flow.read.events import TEACHING, doubts_of, event_of
from foia.gateways import blobs
from foia.letters.catalogue import catalogue
from foia.mail.classify import AskedItem, MessageKind, classify
from foia.mail.classify import Reading as Read
from foia.mail.parse import parse
from foia.models import AgencyReference, Finding, Message, Reading, RecordsRequest, User
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError, load_pack


class ReadingError(DomainError):
    """A reading that cannot be decided as asked."""


def run(*, now: datetime, limit: int = 200) -> int:
    """Read what waits; return how many messages."""
    return rows.each(waiting(), partial(read, now=now), limit=limit, broken=partial(_ask, now=now))


def waiting() -> MessageQuerySet:
    """Return the messages nobody has read yet, oldest first."""
    return Message.objects.to_read().select_related("request__agency").order_by("pk")


def read(message: Message, *, now: datetime) -> Reading:
    """Read one message: what is sure is recorded at once, the rest becomes a question.

    Runs in the caller's transaction.
    """
    request = message.the_request
    mail = parse(blobs.read(message.raw_id or ""))
    said = classify(
        mail,
        language=request.language,
        asked=_asked(request),
        country=load_pack(request.jurisdiction_code).country,
    )
    doubts = [
        *doubts_of(request, said.kind, mail.from_address),
        *returned.keep_reports(message, mail, kind=said.kind, now=now),
    ]
    is_sure = said.is_sure and not doubts
    reading = Reading.objects.create(
        message=message,
        kind=str(said.kind),
        confidence=said.confidence,
        evidence=[asdict(piece) for piece in said.evidence],
        found=_found(said),
        troubles=[*said.troubles, *doubts],
        state=Reading.State.SURE if is_sure else Reading.State.ASKED,
        read_at=now,
    )
    if said.found.body_reference:
        AgencyReference.objects.learn(request, said.found.body_reference)
    if is_sure:
        _enter_or_ask(reading, now=now)
    return reading


def confirm(*, reading: Reading, kind: str, by: User, now: datetime) -> None:
    """Record what a person says a message is, whether the reading was right or not."""
    if kind not in {str(known) for known in MessageKind}:
        raise ReadingError(f"«{kind}» is not a kind of message; choose one from the list.")
    with transaction.atomic():
        reading = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
        if reading.state != Reading.State.ASKED:
            raise ReadingError("This message has been decided already; nothing was changed.")
        agrees = kind == reading.kind
        reading.state = Reading.State.CONFIRMED if agrees else Reading.State.REJECTED
        reading.decided_by = by
        reading.decided_at = now
        reading.save()
        if kind == MessageKind.BOUNCE:
            returned.keep_what_a_person_says(reading.message, now=now)
        _enter(reading, kind=kind, by=by, now=now)


def _enter_or_ask(reading: Reading, *, now: datetime) -> None:
    """Record a sure reading; what the law library cannot place becomes a question instead."""
    try:
        with transaction.atomic():
            _enter(reading, kind=reading.kind, by=None, now=now)
    except DomainError as error:
        reading.state = Reading.State.ASKED
        reading.troubles = [*reading.troubles, f"It could not be recorded: {error}"]
        reading.save(update_fields=["state", "troubles"])


def _ask(message: Message, error: Exception, *, now: datetime) -> None:
    """Leave a message that broke the reader to a person, with what went wrong."""
    Reading.objects.create(
        message=message,
        kind=str(MessageKind.UNKNOWN),
        confidence=0,
        troubles=[f"It could not be read: {error or type(error).__name__}"],
        state=Reading.State.ASKED,
        read_at=now,
    )


def _enter(reading: Reading, *, kind: str, by: User | None, now: datetime) -> None:
    """Record the event a decided message stands for, and what it teaches."""
    message = reading.message
    at = message.at or now
    event = event_of(message.the_request, kind, reading.found, at.date())
    if event is None:
        return
    docket.record(
        request=message.the_request,
        kind=event.kind,
        at=at,
        details=event.details,
        message=message,
        by=by,
        origin=f"reading:{reading.pk}",
        now=now,
    )
    if event.kind in TEACHING:
        _teach(message, reading.found.get("items", []), now)


def _teach(message: Message, items: Sequence[Mapping[str, str]], now: datetime) -> None:
    """Write what an answer says of each record category that was asked for."""
    learned = {
        item["category"]: Finding(
            request=message.the_request,
            category=item["category"],
            state=item["state"],
            quote=item["quote"],
            message=message,
            found_at=now,
        )
        for item in items
        if item["category"]  # an item in the person's own words has no category to compare by
    }
    Finding.objects.bulk_create(
        learned.values(),
        update_conflicts=True,
        unique_fields=["request", "category"],
        update_fields=["state", "quote", "message", "found_at"],
    )


def _asked(request: RecordsRequest) -> Sequence[AskedItem]:
    return [
        AskedItem(number, item["category"], _label(item, request.language))
        for number, item in enumerate(request.ask, start=1)
    ]


def _label(item: Mapping[str, str], language: str) -> str:
    """Return what an item is called: its category's label, or a person's own words."""
    if not item["category"]:
        return item["text"]
    return catalogue().category(item["category"]).label(language)


def _found(said: Read) -> dict[str, Any]:
    """Return what was found as plain values, for the screens and for the docket."""
    found = said.found
    return {
        "until": found.extended_until.isoformat() if found.extended_until else None,
        "days": found.extension_days,
        "unit": found.extension_unit,
        "fee": found.fee,
        "agency_reference": found.body_reference,
        "exemptions": list(found.exemptions),
        "items": [
            {**asdict(item), "state": Finding.State(item.state.value).value}
            for item in found.item_findings
        ],
    }
