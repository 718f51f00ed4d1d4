"""A request's rows as the past that its later letters speak of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from foia.drafts.loaded import entries_of, letters_of
from foia.letters.past import WON, Happened, Past, Written
from foia.models import Delivery, DocketEntry, Message, RecordsRequest
from jurisdictions import Event, Timeline, fold, load_pack, parse_events


def past_of(request: RecordsRequest, *, now: datetime) -> Past:
    """Load what happened to a request until `now`; a domain error says why it cannot be told."""
    entries = entries_of(request)
    found = {e.message_id: _found(e.message) for e in entries if e.message_id and e.message}
    return told(request, entries, found, letters_of(request), _timeline(request, entries, now))


def told(
    request: RecordsRequest,
    entries: Sequence[DocketEntry],
    found: dict[int, dict[str, Any]],
    letters: Iterable[Message],
    timeline: Timeline,
) -> Past:
    """Arrange loaded rows: standing entries in their order, and what each message was read as."""
    pack = load_pack(request.jurisdiction_code)
    zone = ZoneInfo(pack.time_zone)
    events = zip(entries, _events(entries), strict=True)
    return Past(
        pack=pack,
        timeline=timeline,
        today=timeline.as_of.date(),
        events=tuple(
            _happened(e, event, found.get(e.message_id or 0), zone) for e, event in events
        ),
        letters=tuple(_written(letter, zone) for letter in letters if not _was_refused(letter)),
        items=len(request.ask),
    )


def _timeline(request: RecordsRequest, entries: Sequence[DocketEntry], now: datetime) -> Timeline:
    closures = request.agency.closures.all()
    return fold(
        load_pack(request.jurisdiction_code),
        _events(entries),
        as_of=now,
        variants=tuple(request.variants),
        closed=[(closure.first_on, closure.last_on, closure.reason) for closure in closures],
        calendar=request.agency.calendar,
    )


def _events(entries: Sequence[DocketEntry]) -> list[Event]:
    return parse_events([{"kind": e.kind, "at": e.at.isoformat(), **e.details} for e in entries])


def _happened(
    entry: DocketEntry, event: Event, found: dict[str, Any] | None, zone: ZoneInfo
) -> Happened:
    read = found or {}
    return Happened(
        kind=entry.kind,
        on=entry.at.astimezone(zone).date(),
        step=event.step or "",
        until=event.until,
        is_won=event.kind == "appeal_decided" and event.note == WON,
        fee=read.get("fee") or "",
        cited=tuple(read.get("exemptions") or ()),
    )


def _found(message: Message) -> dict[str, Any]:
    reading = getattr(message, "reading", None)
    return dict(reading.found) if reading else {}


def _written(letter: Message, zone: ZoneInfo) -> Written:
    left_on = letter.at.astimezone(zone).date() if letter.at else None
    return Written(kind=letter.step, left_on=left_on, step=letter.remedy)


def _was_refused(letter: Message) -> bool:
    """Say whether the last attempt to hand a letter over was turned down, so that it never left."""
    last = max(letter.deliveries.all(), key=lambda delivery: delivery.attempt, default=None)
    return letter.at is None and last is not None and last.state == Delivery.State.REFUSED
