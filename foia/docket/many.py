"""History of many requests at once: recorded or voided in few statements per hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from foia import custody
from foia.docket.held import Held, hold_all
from foia.docket.history import digest_of
from foia.docket.projections import (
    VOID,
    Rebuilt,
    fold_entries,
    keep_moves,
    standing_of,
    write,
)
from foia.models import DocketEntry, Message, RecordsRequest, User
from jurisdictions import DomainError


@dataclass(frozen=True)
class Happened:
    """One event to be recorded; the fields are those of `record`."""

    request: RecordsRequest
    kind: str
    at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    message: Message | None = None
    by: User | None = None
    origin: str | None = None


def record_all(events: Iterable[Happened], *, now: datetime) -> list[DocketEntry]:
    """Append events, as `record` does each; return the entries that were made.

    Left out is what is recorded already by its origin, and what the law of its request refuses.
    """
    events = list(events)
    with transaction.atomic():
        return record_held(events, hold_all(event.request.pk for event in events), now=now)


def record_held(events: Iterable[Happened], held: Held, *, now: datetime) -> list[DocketEntry]:
    """Append events of requests that this transaction holds already; as `record_all`."""
    wanted: dict[int, list[Happened]] = defaultdict(list)
    for event in events:
        wanted[event.request.pk].append(event)
    added = []
    for pk, request in held.requests.items():
        known = {entry.origin for entry in held.history[pk] if entry.origin}
        new = [event for event in wanted[pk] if event.origin not in known]
        if new:
            added.append((request, [_entry(request, event, now) for event in new]))
    return _append_all(added, held, now)


def void_all(
    reasons: Sequence[tuple[DocketEntry, str]], *, by: User | None, now: datetime
) -> list[DocketEntry]:
    """Take several entries out of the count, each with its reason; return those that are now void.

    Left out is what is void already, and what later events of its request rest on.
    """
    wanted: dict[int, list[tuple[DocketEntry, str]]] = defaultdict(list)
    for entry, reason in reasons:
        wanted[entry.request_id].append((entry, reason))
    with transaction.atomic():
        held = hold_all(wanted)
        added = []
        for pk, request in held.requests.items():
            standing = {entry.pk for entry in standing_of(held.history[pk])}
            new = [
                _correction(request, entry, reason, by, now)
                for entry, reason in wanted[pk]
                if entry.pk in standing
            ]
            if new:
                added.append((request, new))
        done = _append_all(added, held, now)
    return [entry.voids for entry in done if entry.voids]


def _entry(request: RecordsRequest, event: Happened, now: datetime) -> DocketEntry:
    return DocketEntry(
        request=request,
        kind=event.kind,
        at=event.at,
        details=dict(event.details),
        message=event.message,
        origin=event.origin,
        recorded_by=event.by,
        recorded_at=now,
    )


def _correction(
    request: RecordsRequest, entry: DocketEntry, reason: str, by: User | None, now: datetime
) -> DocketEntry:
    return DocketEntry(
        request=request,
        kind=VOID,
        at=entry.at,
        details={"reason": reason},
        voids=entry,
        recorded_by=by,
        recorded_at=now,
    )


def _append_all(
    added: Sequence[tuple[RecordsRequest, Sequence[DocketEntry]]], held: Held, now: datetime
) -> list[DocketEntry]:
    """Save the new entries of locked requests, note each in the chain, rebuild what follows."""
    kept: list[DocketEntry] = []
    rebuilt: list[Rebuilt] = []
    for request, new in added:
        before = held.history[request.pk]
        for number, entry in enumerate(new, start=len(before) + 1):
            entry.seq = number
        try:
            rebuilt.append(_rebuilt(request, before, new, now))
        except DomainError:
            continue
        if held.is_law_changing:
            keep_moves(request, before, now)
            rebuilt[-1].keeps_dates = False
        kept += new
    if not kept:
        return []
    DocketEntry.objects.bulk_create(kept)
    write(rebuilt)
    # Last: it keeps all other writers of the chain waiting until the transaction ends.
    custody.note_all(
        [
            (f"docket:{one.kind}"[:40], f"{one.request.reference} #{one.seq}", digest_of(one))
            for one in kept
        ],
        now=now,
    )
    return kept


def _rebuilt(
    request: RecordsRequest,
    before: Sequence[DocketEntry],
    new: Sequence[DocketEntry],
    now: datetime,
) -> Rebuilt:
    """What follows from the history with its new entries; whether they move no date at all."""
    rebuilt = Rebuilt(request, fold_entries(request, [*before, *new], now), now)
    is_current = before and (request.refold_at is None or request.refold_at > now)
    if is_current and not any(row.state == "paused" for row in rebuilt.rows):
        was = Rebuilt(request, fold_entries(request, before, now), now)
        rebuilt.keeps_dates = rebuilt.has_rows_of(was)
    return rebuilt
