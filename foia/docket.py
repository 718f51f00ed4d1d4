"""The one writer of history: records events, voids mistakes, rebuilds what follows from them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from foia import custody
from foia.gateways import blobs
from foia.models import Deadline, DocketEntry, Message, RecordsRequest, User
from jurisdictions import (
    DomainError,
    Pack,
    Timeline,
    fold,
    load_pack,
    parse_events,
    to_plain,
)

VOID = "void"


class DocketError(DomainError):
    """An entry that cannot be recorded or voided."""


def record(
    *,
    request: RecordsRequest,
    kind: str,
    at: datetime,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    message: Message | None = None,
    by: User | None = None,
    origin: str | None = None,
) -> DocketEntry | None:
    """Append one event and rebuild the deadlines, or raise a domain error and change nothing.

    `origin` names the cause (a delivery, a reading); the same cause is recorded once and
    None is returned the second time.
    """
    with transaction.atomic():
        _lock(request)
        entries = _entries(request)
        if origin and any(entry.origin == origin for entry in entries):
            return None
        entry = DocketEntry(
            request=request,
            seq=len(entries) + 1,
            kind=kind,
            at=at,
            details=dict(details or {}),
            message=message,
            origin=origin,
            recorded_by=by,
            recorded_at=now,
        )
        _append(entry, entries, now)
    return entry


def void(*, entry: DocketEntry, reason: str, by: User | None, now: datetime) -> DocketEntry:
    """Take an entry out of the count by a new one that says why; the mistake stays readable."""
    with transaction.atomic():
        _lock(entry.request)
        entries = _entries(entry.request)
        if entry.kind == VOID or entry not in _standing(entries):
            raise DocketError(
                f"Entry {entry.seq} ({entry.kind}) is void already; record what is true."
            )
        correction = DocketEntry(
            request=entry.request,
            seq=len(entries) + 1,
            kind=VOID,
            at=entry.at,
            details={"reason": reason},
            voids=entry,
            recorded_by=by,
            recorded_at=now,
        )
        _append(correction, entries, now)
    return correction


def refold(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Rebuild stage and deadlines from law and events. Doing it twice changes nothing."""
    with transaction.atomic():
        _lock(request)
        return _rebuild(request, _entries(request), now)


def timeline_of(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Fold a request's standing events under the law that binds its agency."""
    return _fold(request, _entries(request), now)


def standing(request: RecordsRequest) -> Sequence[DocketEntry]:
    """Return the entries that count: neither void nor voiding, in the order recorded."""
    return _standing(request.docket.select_related("message").order_by("seq"))


def event_of(entry: DocketEntry) -> dict[str, Any]:
    """Return an entry as the event the law library reads."""
    return {"kind": entry.kind, "at": entry.at.isoformat(), **entry.details}


def _lock(request: RecordsRequest) -> None:
    RecordsRequest.objects.select_for_update().only("pk").get(pk=request.pk)


def _entries(request: RecordsRequest) -> list[DocketEntry]:
    return list(request.docket.order_by("seq"))


def _standing(entries: Iterable[DocketEntry]) -> list[DocketEntry]:
    entries = list(entries)
    voided = {entry.voids_id for entry in entries if entry.voids_id}
    return [entry for entry in entries if entry.kind != VOID and entry.pk not in voided]


def _append(entry: DocketEntry, before: Sequence[DocketEntry], now: datetime) -> None:
    entry.save()
    custody.note(
        act=f"docket:{entry.kind}"[:40],
        subject=f"{entry.request.reference} #{entry.seq}",
        digest=digest_of(entry),
        now=now,
    )
    _rebuild(entry.request, [*before, entry], now)


def _rebuild(request: RecordsRequest, entries: Sequence[DocketEntry], now: datetime) -> Timeline:
    """Write the projections: Deadline rows, stage, and when to look again."""
    timeline = _fold(request, entries, now)
    Deadline.objects.filter(request=request).delete()
    Deadline.objects.bulk_create(
        Deadline(request=request, position=position, **_row(deadline))
        for position, deadline in enumerate(to_plain(timeline)["deadlines"])
    )
    due = timeline.next_deadline(now)
    request.stage = timeline.stage
    request.next_due_on = due.due_on if due else None
    request.refold_at = _next_change(timeline, load_pack(request.jurisdiction_code), now)
    request.notes = list(timeline.notes)
    request.save(update_fields=["stage", "next_due_on", "refold_at", "notes"])
    return timeline


def _fold(request: RecordsRequest, entries: Iterable[DocketEntry], now: datetime) -> Timeline:
    closures = [
        (closure.first_on, closure.last_on, closure.reason)
        for closure in request.agency.closures.all()
    ]
    return fold(
        load_pack(request.jurisdiction_code),
        parse_events([event_of(entry) for entry in _standing(entries)]),
        as_of=now,
        variants=tuple(request.variants),
        closed=closures,
    )


def digest_of(entry: DocketEntry) -> str:
    """Return the SHA-256 of what an entry says, as the custody chain keeps it."""
    words = [
        str(entry.request.uuid),
        entry.seq,
        entry.kind,
        entry.at.astimezone(UTC).isoformat(),
        entry.details,
        entry.voids.seq if entry.voids else None,
        str(entry.message.uuid) if entry.message else None,
        entry.recorded_at.astimezone(UTC).isoformat(),
    ]
    return blobs.digest_of(json.dumps(words, sort_keys=True, ensure_ascii=False).encode())


def _row(plain: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"hard": "is_hard", "verified": "is_verified", "presumed": "is_presumed"}
    columns = {field.name for field in Deadline._meta.fields}
    row = {renamed.get(key, key): value for key, value in plain.items()}
    return {key: value for key, value in row.items() if key in columns}


def _next_change(timeline: Timeline, pack: Pack, now: datetime) -> datetime | None:
    """Return when the stage may next change by mere passing of time: the end of a running day."""
    zone = ZoneInfo(pack.time_zone)
    ends = [
        deadline.due_at
        or datetime.combine(deadline.due_on + timedelta(days=1), time.min, tzinfo=zone)
        for deadline in timeline.deadlines
        if deadline.state == "running"
    ]
    return min((end for end in ends if end > now), default=None)
