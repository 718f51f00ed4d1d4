"""The one writer of history: records events and voids mistakes; nothing is ever changed."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from foia import custody
from foia.docket.projections import VOID, entries_of, keep_moves, lock, rebuild, standing_of
from foia.gateways import blobs
from foia.models import DocketEntry, Message, RecordsRequest, User
from jurisdictions import DomainError


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
        lock(request)
        entries = entries_of(request)
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
        lock(entry.request)
        entries = entries_of(entry.request)
        if entry.kind == VOID or entry not in standing_of(entries):
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


def standing(request: RecordsRequest) -> Sequence[DocketEntry]:
    """Return the entries that count: neither void nor voiding, in the order recorded."""
    return standing_of(request.docket.select_related("message").order_by("seq"))


def _append(entry: DocketEntry, before: Sequence[DocketEntry], now: datetime) -> None:
    keep_moves(entry.request, before, now)
    entry.save()
    custody.note(
        act=f"docket:{entry.kind}"[:40],
        subject=f"{entry.request.reference} #{entry.seq}",
        digest=digest_of(entry),
        now=now,
    )
    rebuild(entry.request, [*before, entry], now)


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
