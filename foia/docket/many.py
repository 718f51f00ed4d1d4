"""History of many requests at once: recorded or voided in few statements per hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from foia import custody
from foia.docket.history import digest_of
from foia.docket.projections import (
    PROJECTED,
    VOID,
    Rebuilt,
    by_request,
    fold_entries,
    keep_moves,
    standing_of,
    write,
)
from foia.models import DocketEntry, LawChange, Message, RecordsRequest, User
from jurisdictions import DomainError

#: What of a request and its body is looked at here.
READ = (
    *("uuid", "reference", "jurisdiction_code", "variants", "ask"),
    *("agency__calendar", *PROJECTED),
)


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
    wanted: dict[int, list[Happened]] = defaultdict(list)
    for event in events:
        wanted[event.request.pk].append(event)
    with transaction.atomic():
        requests, history = _held(wanted)
        added = []
        for request in requests:
            known = {entry.origin for entry in history[request.pk] if entry.origin}
            new = [event for event in wanted[request.pk] if event.origin not in known]
            if new:
                added.append((request, [_entry(request, event, now) for event in new]))
        return _append_all(added, history, now)


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
        requests, history = _held(wanted)
        added = []
        for request in requests:
            standing = {entry.pk for entry in standing_of(history[request.pk])}
            new = [
                _correction(request, entry, reason, by, now)
                for entry, reason in wanted[request.pk]
                if entry.pk in standing
            ]
            if new:
                added.append((request, new))
        done = _append_all(added, history, now)
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


def _held(
    wanted: Iterable[int],
) -> tuple[list[RecordsRequest], dict[int, list[DocketEntry]]]:
    """The requests, locked until the transaction ends, and all that was ever recorded of each."""
    rows = RecordsRequest.objects.select_for_update(of=("self",)).select_related("agency")
    rows = rows.filter(pk__in=list(wanted)).prefetch_related("agency__closures").only(*READ)
    requests = list(rows.order_by("pk"))
    return requests, by_request(DocketEntry.objects.filter(request__in=requests).order_by("seq"))


def _append_all(
    added: Sequence[tuple[RecordsRequest, Sequence[DocketEntry]]],
    history: dict[int, list[DocketEntry]],
    now: datetime,
) -> list[DocketEntry]:
    """Save the new entries of locked requests, note each in the chain, rebuild what follows."""
    is_law_changing = LawChange.objects.filter(finished_at=None).exists()
    kept: list[DocketEntry] = []
    rebuilt: list[Rebuilt] = []
    for request, new in added:
        before = history[request.pk]
        for number, entry in enumerate(new, start=len(before) + 1):
            entry.seq = number
        try:
            rebuilt.append(Rebuilt(request, fold_entries(request, [*before, *new], now), now))
        except DomainError:
            continue
        if is_law_changing:
            keep_moves(request, before, now)
        kept += new
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
