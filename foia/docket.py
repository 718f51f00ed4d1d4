"""The one writer of history: records events, voids mistakes, rebuilds what follows from them."""

import json
from collections.abc import Mapping, Sequence
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
        if origin and DocketEntry.objects.filter(origin=origin).exists():
            return None
        entry = DocketEntry(
            request=request,
            seq=_next_seq(request),
            kind=kind,
            at=at,
            details=dict(details or {}),
            message=message,
            origin=origin,
            recorded_by=by,
            recorded_at=now,
        )
        entry.save()
        _note(entry, now)
        refold(request=request, now=now)
    return entry


def void(*, entry: DocketEntry, reason: str, by: User | None, now: datetime) -> DocketEntry:
    """Take an entry out of the count by a new one that says why; the mistake stays readable."""
    if entry.kind == VOID or hasattr(entry, "voided_by"):
        raise DocketError(f"Entry {entry.seq} ({entry.kind}) is void already; record what is true.")
    with transaction.atomic():
        _lock(entry.request)
        correction = DocketEntry(
            request=entry.request,
            seq=_next_seq(entry.request),
            kind=VOID,
            at=entry.at,
            details={"reason": reason},
            voids=entry,
            recorded_by=by,
            recorded_at=now,
        )
        correction.save()
        _note(correction, now)
        refold(request=entry.request, now=now)
    return correction


def refold(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Rebuild stage and deadlines from law and events. Doing it twice changes nothing."""
    pack = load_pack(request.jurisdiction_code)
    timeline = timeline_of(request=request, now=now)
    with transaction.atomic():
        Deadline.objects.filter(request=request).delete()
        Deadline.objects.bulk_create(
            Deadline(request=request, position=position, **_row(deadline))
            for position, deadline in enumerate(to_plain(timeline)["deadlines"])
        )
        request.stage = timeline.stage
        due = timeline.next_deadline(now)
        request.next_due_on = due.due_on if due else None
        request.refold_at = _next_change(timeline, pack, now)
        request.notes = list(timeline.notes)
        request.save(update_fields=["stage", "next_due_on", "refold_at", "notes"])
    return timeline


def timeline_of(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Fold a request's standing events under the law that binds its agency."""
    closures = [
        (closure.first_on, closure.last_on, closure.reason)
        for closure in request.agency.closures.all()
    ]
    return fold(
        load_pack(request.jurisdiction_code),
        parse_events([event_of(entry) for entry in standing(request)]),
        as_of=now,
        variants=tuple(request.variants),
        closed=closures,
    )


def standing(request: RecordsRequest) -> Sequence[DocketEntry]:
    """Return the entries that count: neither void nor voiding, in the order recorded."""
    entries = list(request.docket.select_related("message").order_by("seq"))
    voided = {entry.voids_id for entry in entries if entry.voids_id}
    return [entry for entry in entries if entry.kind != VOID and entry.pk not in voided]


def event_of(entry: DocketEntry) -> dict[str, Any]:
    """Return an entry as the event the law library reads."""
    return {"kind": entry.kind, "at": entry.at.isoformat(), **entry.details}


def _lock(request: RecordsRequest) -> None:
    RecordsRequest.objects.select_for_update().get(pk=request.pk)


def _next_seq(request: RecordsRequest) -> int:
    return request.docket.count() + 1


def _note(entry: DocketEntry, now: datetime) -> None:
    custody.note(
        act=f"docket:{entry.kind}"[:40],
        subject=f"{entry.request.reference} #{entry.seq}",
        digest=digest_of(entry),
        now=now,
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
