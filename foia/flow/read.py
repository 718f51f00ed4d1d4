"""Read: what a filed message seems to say, with the words it rests on.

Waits for: filed messages without a Reading. Writes: Reading; when it is sure or a person
confirms it, a docket entry and Findings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from foia import docket, rows
from foia.gateways import blobs
from foia.letters.catalogue import catalogue
from foia.mail.classify import AskedItem, MessageKind, classify
from foia.mail.classify import Reading as Read
from foia.mail.parse import parse
from foia.models import Finding, Message, Reading, RecordsRequest, User
from jurisdictions import DomainError

# What each kind of message is in the docket. Kinds that are not here move no clock:
# an auto-reply, a portal's notice, a bounce.
EVENTS: dict[str, str] = {
    MessageKind.ACKNOWLEDGEMENT: "acknowledged",
    MessageKind.EXTENSION: "extended",
    MessageKind.CLARIFICATION_NEEDED: "clarification_requested",
    MessageKind.IDENTITY_OR_RESIDENCY: "clarification_requested",
    MessageKind.FEE_ESTIMATE: "fee_demanded",
    MessageKind.TRANSFERRED: "transferred",
    MessageKind.RECORDS_FULL: "released",
    MessageKind.RECORDS_PARTIAL: "partially_released",
    MessageKind.ALREADY_PUBLIC: "released",
    MessageKind.REFUSED_EXEMPTION: "denied",
    MessageKind.REFUSED_BURDEN: "denied",
    MessageKind.NEITHER_CONFIRM_NOR_DENY: "denied",
    MessageKind.NO_RECORDS: "no_records",
}


class ReadingError(DomainError):
    """A reading that cannot be decided as asked."""


def run(*, now: datetime, limit: int = 200) -> int:
    """Read what waits; return how many messages."""
    unread = Message.objects.to_read().select_related("request__agency").order_by("pk")
    return rows.each(unread, partial(read, now=now), limit=limit)


def read(message: Message, *, now: datetime) -> Reading:
    """Read one message; what is sure is recorded at once, the rest becomes a question."""
    request = message.request
    said = classify(
        parse(blobs.read(message.raw_id)),
        language=request.language,
        asked=_asked(request),
    )
    with transaction.atomic():
        reading = Reading.objects.create(
            message=message,
            kind=str(said.kind),
            confidence=said.confidence,
            evidence=[asdict(piece) for piece in said.evidence],
            found=_found(said),
            state=Reading.State.SURE if said.is_sure else Reading.State.ASKED,
            read_at=now,
        )
        if said.is_sure:
            _enter(reading, kind=reading.kind, by=None, now=now)
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
        _enter(reading, kind=kind, by=by, now=now)


def _enter(reading: Reading, *, kind: str, by: User | None, now: datetime) -> None:
    """Record the event a decided message stands for, and what it teaches."""
    message = reading.message
    event = EVENTS.get(kind)
    if event:
        docket.record(
            request=message.request,
            kind=event,
            at=message.at or now,
            details=_details(kind, reading.found),
            message=message,
            by=by,
            origin=f"reading:{reading.pk}",
            now=now,
        )
    for item in reading.found.get("items", []):
        Finding.objects.update_or_create(
            request=message.request,
            category=item["category"],
            defaults={
                "state": item["state"],
                "quote": item["quote"],
                "message": message,
                "found_at": now,
            },
        )


def _details(kind: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the law needs to know of an event."""
    if kind != MessageKind.EXTENSION:
        return {}
    return {key: found[key] for key in ("until", "days") if found.get(key)}


def _asked(request: RecordsRequest) -> Sequence[AskedItem]:
    return [
        AskedItem(number, item["category"], _label(item, request.language))
        for number, item in enumerate(request.ask, start=1)
    ]


def _label(item: Mapping[str, str], language: str) -> str:
    """Return what an item is called; a person's own item has no category, only its words."""
    if not item["category"]:
        return item["text"]
    return catalogue().category(item["category"]).label(language)


def _found(said: Read) -> dict[str, Any]:
    until: date | None = said.found.extended_until
    found = {
        "until": until.isoformat() if until else None,
        "days": said.found.extension_days,
        "fee": said.found.fee,
        "agency_reference": said.found.body_reference,
        "exemptions": list(said.found.exemptions),
        "items": [],
    }
    return found
