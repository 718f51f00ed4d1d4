"""Read: what a filed message seems to say, with the words it rests on.

Waits for: filed messages without a Reading. Writes: Reading, and the body's own number; when the
reading is sure or a person confirms it, a docket entry and Findings.
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
from foia.mail.senders import is_from
from foia.models import Agency, AgencyReference, Finding, Message, Reading, RecordsRequest, User
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError, load_pack

# What each kind of message is in the docket. Kinds that are not here move no clock:
# an auto-reply, a portal's notice, a bounce.
EVENTS: dict[str, str] = {
    MessageKind.ACKNOWLEDGMENT: "acknowledged",
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
# Only an answer teaches anything about the records themselves.
TEACHING = frozenset({"released", "partially_released", "denied", "no_records"})


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
    doubts = _doubts(said, mail.from_address, request.agency)
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


def _doubts(said: Read, sender: str, agency: Agency) -> list[str]:
    """Return why a person must look first at a mail that would move a clock: a strange sender.

    Who knows a reply address may write to it; a letter is seen by many eyes.
    """
    known = [contact.address for contact in agency.contacts.all()]
    if said.kind not in EVENTS or is_from(sender, known):
        return []
    return [f"{sender or 'The sender'} is no known address of {agency.name}."]


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
    event = EVENTS.get(kind)
    if event is None:
        return
    at = message.at or now
    docket.record(
        request=message.the_request,
        kind=event,
        at=at,
        details=_details(kind, reading.found, message.the_request, at.date()),
        message=message,
        by=by,
        origin=f"reading:{reading.pk}",
        now=now,
    )
    if event in TEACHING:
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


def _details(
    kind: str, found: Mapping[str, Any], request: RecordsRequest, on: date
) -> dict[str, Any]:
    """Return what the law needs to know of an event: the date or the days a body names."""
    if kind != MessageKind.EXTENSION:
        return {}
    if found.get("until"):
        return {"until": found["until"]}
    statute = load_pack(request.jurisdiction_code).statute_on(on)
    units = {"days", None, *(rule.unit for rule in statute.extensions)}
    if found.get("days") and found.get("unit") in units:
        return {"days": found["days"]}
    return {}


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
