"""What follows from history: stage and deadlines, rebuilt for many requests in few statements."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from foia.docket.moves import Moved, change_waiting_for, moved_between
from foia.docket.silence import NOT_YET, SILENT_STAGES, is_silent, write_silence
from foia.models import DatesMoved, Deadline, DocketEntry, RecordsRequest
from foia.models.many import insert_like, update_each
from jurisdictions import Deadline as Due
from jurisdictions import DomainError, Pack, Timeline, fold, load_pack, parse_events

logger = logging.getLogger(__name__)
VOID = "void"
#: What of a request follows from its docket.
PROJECTED = ["stage", "next_due_on", "refold_at", "notes", "law_on", "clocks_from", "clocks_to"]
#: The reminders look again at whatever was written anew.
WRITTEN = [*PROJECTED, "remind_at"]
Row = TypeVar("Row", DocketEntry, Deadline)
COLUMNS = [field.name for field in Deadline._meta.fields if field.name not in ("id", "request")]


@dataclass(frozen=True)
class Refolded:
    """A request after its refold, and which dates of the same clocks moved by it."""

    request: RecordsRequest
    timeline: Timeline
    moved: tuple[Moved, ...]


def refold(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Rebuild stage and deadlines from law and events. Doing it twice changes nothing."""
    with transaction.atomic():
        lock(request)
        entries = entries_of(request)
        keep_moves(request, entries, now)
        return rebuild(request, entries, now)


def refold_all(*, requests: QuerySet[RecordsRequest], now: datetime) -> list[Refolded]:
    """Rebuild several requests in one transaction, in few statements however many they are.

    What did not change is not written. A request whose history its law refuses is logged and left
    as it is.
    """
    with transaction.atomic():
        rows = requests.select_for_update(of=("self",)).select_related("agency")
        found = list(rows.prefetch_related("agency__closures").order_by("pk"))
        entries = by_request(DocketEntry.objects.filter(request__in=found).order_by("seq"))
        before = by_request(Deadline.objects.filter(request__in=found).order_by("position"))
        done = [
            Rebuilt(request, timeline, now)
            for request in found
            for timeline in _folded(request, entries[request.pk], now)
        ]
        write([rebuilt for rebuilt in done if _differs(rebuilt, before[rebuilt.request.pk])])
    return [
        Refolded(
            each.request, each.timeline, tuple(moved_between(before[each.request.pk], each.rows))
        )
        for each in done
    ]


def rebuild(request: RecordsRequest, entries: Sequence[DocketEntry], now: datetime) -> Timeline:
    """Write what follows from these entries of a locked request."""
    rebuilt = Rebuilt(request, fold_entries(request, entries, now), now)
    write([rebuilt])
    return rebuilt.timeline


def keep_moves(request: RecordsRequest, entries: Sequence[DocketEntry], now: datetime) -> None:
    """Keep what the law alone moved, before anything else moves the dates of a locked request.

    Only where a change of the law still waits for this request: it will find nothing to move.
    """
    change = change_waiting_for(request)
    if change is None:
        return
    rows = [row for found in _folded(request, entries, now) for row in _rows(request, found)]
    before = list(request.deadlines.order_by("position"))
    dates = [moved.plain() for moved in moved_between(before, rows)] if rows else []
    if dates:
        DatesMoved.objects.get_or_create(
            request=request, change=change, defaults={"dates": dates, "at": now}
        )


def timeline_of(*, request: RecordsRequest, now: datetime) -> Timeline:
    """Fold a request's standing events under the law that binds its agency."""
    return fold_entries(request, entries_of(request), now)


def fold_entries(
    request: RecordsRequest, entries: Iterable[DocketEntry], now: datetime
) -> Timeline:
    """Fold these entries of a request; a domain error says why they cannot be."""
    closures = [
        (closure.first_on, closure.last_on, closure.reason)
        for closure in request.agency.closures.all()
    ]
    return fold(
        load_pack(request.jurisdiction_code),
        parse_events([event_of(entry) for entry in standing_of(entries)]),
        as_of=now,
        variants=tuple(request.variants),
        closed=closures,
        calendar=request.agency.calendar,
    )


def lock(request: RecordsRequest) -> None:
    """Hold the request's row until the transaction ends."""
    RecordsRequest.objects.select_for_update().only("pk").get(pk=request.pk)


def entries_of(request: RecordsRequest) -> list[DocketEntry]:
    """Everything that was ever recorded of a request, in that order."""
    return list(request.docket.order_by("seq"))


def standing_of(entries: Iterable[DocketEntry]) -> list[DocketEntry]:
    """The entries that count: neither void nor voiding."""
    entries = list(entries)
    voided = {entry.voids_id for entry in entries if entry.voids_id}
    return [entry for entry in entries if entry.kind != VOID and entry.pk not in voided]


def event_of(entry: DocketEntry) -> dict[str, Any]:
    """Return an entry as the event the law library reads."""
    return {"kind": entry.kind, "at": entry.at.isoformat(), **entry.details}


class Rebuilt:
    """A request with the rows and columns that now follow from its timeline."""

    def __init__(self, request: RecordsRequest, timeline: Timeline, now: datetime) -> None:
        self.request, self.timeline = request, timeline
        self.was = request.stage
        self.rows = _rows(request, timeline)
        self.now = now
        #: The rows on file are these already.
        self.keeps_dates = False
        self.due = timeline.next_deadline(now)
        self.refold_at = _next_change(timeline, load_pack(request.jurisdiction_code), now)

    def has_rows_of(self, other: "Rebuilt") -> bool:
        """Say whether the same deadlines follow from both."""
        return list(map(_values, self.rows)) == list(map(_values, other.rows))

    @property
    def begins_silence(self) -> bool:
        """Say whether the body is silent, and this may not be written yet."""
        is_known = self.was in SILENT_STAGES and self.timeline.stage in SILENT_STAGES
        return is_silent(self.timeline) and not is_known

    @property
    def ends_silence(self) -> bool:
        """Say whether the body is not silent, and this may not be written yet."""
        return not is_silent(self.timeline) and self.was not in NOT_YET

    def project(self) -> None:
        """Put what follows from the timeline into the request's columns, unsaved."""
        request = self.request
        request.stage = self.timeline.stage
        request.next_due_on = self.due.due_on if self.due else None
        request.refold_at = self.refold_at
        request.notes = list(self.timeline.notes)
        request.law_on = self.timeline.law_on
        request.clocks_from, request.clocks_to = _looked_at(self.timeline)
        request.remind_at = self.now


def _folded(
    request: RecordsRequest, entries: Sequence[DocketEntry], now: datetime
) -> Iterator[Timeline]:
    """The timeline, or nothing where law and history refuse each other."""
    try:
        yield fold_entries(request, entries, now)
    except DomainError:
        logger.exception("%s keeps its dates: law and history refuse each other", request.reference)


def _differs(rebuilt: Rebuilt, rows: Sequence[Deadline]) -> bool:
    """Project, and say whether anything on file is another thing now."""
    was = [getattr(rebuilt.request, name) for name in PROJECTED]
    rebuilt.project()
    is_now = [getattr(rebuilt.request, name) for name in PROJECTED]
    return was != is_now or list(map(_values, rows)) != list(map(_values, rebuilt.rows))


def write(done: Sequence[Rebuilt]) -> None:
    """Put new projections in the place of the old."""
    if not done:
        return
    requests = [rebuilt.request for rebuilt in done]
    moved = [rebuilt for rebuilt in done if not rebuilt.keeps_dates]
    if moved:
        Deadline.objects.filter(request__in=[rebuilt.request for rebuilt in moved]).delete()
        rows = ([row.request_id, *_values(row)] for rebuilt in moved for row in rebuilt.rows)
        insert_like(Deadline(), ["request_id", *COLUMNS], rows)
    for rebuilt in done:
        rebuilt.project()
    projected = ([*(getattr(one, name) for name in WRITTEN), one.pk] for one in requests)
    update_each(RecordsRequest, WRITTEN, projected)
    write_silence(
        [rebuilt.request for rebuilt in done if rebuilt.begins_silence],
        [rebuilt.request for rebuilt in done if rebuilt.ends_silence],
        now=done[0].now,
    )


def tell_silence(request: RecordsRequest, *, now: datetime) -> None:
    """Write or take back `silent` after what was learnt of a request was withdrawn."""
    for timeline in _folded(request, entries_of(request), now):
        silent, spoken = ([request], []) if is_silent(timeline) else ([], [request])
        write_silence(silent, spoken, now=now)


def _looked_at(timeline: Timeline) -> tuple[date | None, date | None]:
    """The first and the last day that any clock looks at."""
    days = [day for deadline in timeline.deadlines for day in deadline.looked_at]
    if timeline.law_on:
        days.append(timeline.law_on)
    return min(days, default=None), max(days, default=None)


def _values(row: Deadline) -> list[Any]:
    return [getattr(row, name) for name in COLUMNS]


def _rows(request: RecordsRequest, timeline: Timeline) -> list[Deadline]:
    return [
        _row(request, position, deadline) for position, deadline in enumerate(timeline.deadlines)
    ]


def _row(request: RecordsRequest, position: int, deadline: Due) -> Deadline:
    return Deadline(
        request=request,
        desk=request.desk,
        position=position,
        term=deadline.term,
        label=deadline.label,
        binds=deadline.binds,
        step=deadline.step,
        state=deadline.state,
        starts_on=deadline.starts_on,
        due_on=deadline.due_on,
        due_at=deadline.due_at,
        is_hard=deadline.hard,
        why_soft=deadline.why_soft,
        cite=deadline.cite,
        statute_version=deadline.statute_version,
        is_verified=deadline.verified,
        is_presumed=deadline.is_presumed,
        source=deadline.source,
    )


def by_request(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(row)
    return found


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
