"""Reading: a filed message is read; what is sure is recorded, the rest becomes a question."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from foia import rows
from foia.flow.read import returned
from foia.flow.read.deciding import enter_or_ask
from foia.flow.read.events import doubts_of
from foia.gateways import blobs
from foia.letters.catalogue import catalogue
from foia.mail.classify import AskedItem, Found, ItemFinding, ItemState, MessageKind, classify
from foia.mail.classify import Reading as Read
from foia.mail.items import joined
from foia.mail.parse import parse
from foia.models import AgencyReference, Message, Reading, RecordsRequest
from foia.models.message import MessageQuerySet
from jurisdictions import load_pack


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
        AgencyReference.objects.learn(request, said.found.body_reference, message=message)
    if is_sure:
        enter_or_ask(reading, now=now)
    return reading


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
        "items": [_item(item, found) for item in joined(found.item_findings)],
        "whole": _item(found.whole, found) if found.whole else None,
    }


def _item(item: ItemFinding, found: Found) -> dict[str, Any]:
    """Return one finding as plain values; one that cites nothing is withheld under all that is."""
    is_withheld = item.state in (ItemState.WITHHELD, ItemState.PARTLY)
    exemptions = item.exemptions or (found.exemptions if is_withheld else ())
    return {**asdict(item), "state": item.state.value, "exemptions": list(exemptions)}
