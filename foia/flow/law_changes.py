"""Law changes: what moved in the law on file refolds the dockets it touches, and they are told.

Waits for: an edition of the law that was not seen before; LawChange rows not yet applied.
Writes: LawEdition, LawChange; stage and Deadline rows, through the docket; DatesMoved; Message (a
notice), Delivery.

A change is applied in steps of a few hundred requests, each one transaction that also moves the
change's cursor: whatever stops the process, the next step begins where the last one ended.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from foia import docket, notices
from foia.docket import Refolded
from foia.models import Agency, DatesMoved, LawChange, LawEdition, Message, RecordsRequest
from jurisdictions import codes
from jurisdictions.editions import Change, changes, edition, kept, trouble

logger = logging.getLogger(__name__)
STEP = 200
FIRST_LOOK = Change(codes=codes(), by="start", spans=(), why=("The law on file was kept.",))
#: So many spans of days are asked for one by one; more are asked for as a whole.
SPANS = 40
#: The editions that this process has seen to be the latest: it notes none of them anew when another
#: has come since, or two releases running side by side would move every date back and forth.
_noted: dict[str, int] = {}


def run(*, now: datetime, limit: int = 2000) -> int:
    """See what moved, then refold up to `limit` requests that it touches; return how many."""
    note_edition(now=now)
    return sum(apply(now=now, limit=limit))


def note_edition(*, now: datetime) -> list[LawChange]:
    """Keep the law on file if it is another than the last that was seen; return what it changed."""
    last = _last_seen()
    if last and last.digest == edition():
        _noted[edition()] = last.pk
        return []
    if last and LawEdition.objects.filter(pk=_noted.get(edition(), 0), digest=edition()).exists():
        return []  # a newer release was started since: this process is of the older one
    after = kept(last.kept if last else None)
    _log_what_cannot_be_read()
    # What was folded before anybody kept editions is looked at once, all of it.
    found = changes(last.kept, after) if last else [FIRST_LOOK]
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            new = LawEdition.objects.create(
                number=number, digest=edition(), kept=after, seen_at=now
            )
            _noted[edition()] = new.pk
            return LawChange.objects.bulk_create(_row(change, new, now) for change in found)
    except IntegrityError:
        return []  # another worker saw it first


def _log_what_cannot_be_read() -> None:
    for code in codes():
        if said := trouble(code):
            logger.error("The requests under %s keep their dates: %s", code, said)


def _last_seen() -> LawEdition | None:
    return LawEdition.objects.order_by("-number").defer("kept").first()


def of_body(
    *, agency: Agency, why: str, now: datetime, spans: Sequence[tuple[date, date]] = ()
) -> LawChange:
    """Have the open requests to a body refolded that look at days in `spans`; all, without any."""
    return LawChange.objects.create(
        agency=agency,
        by=LawChange.By.CLOCKS,
        spans=[[str(first), str(last)] for first, last in spans],
        why=[why],
        created_at=now,
    )


def apply(*, now: datetime, limit: int | None = None) -> Iterator[int]:
    """Refold what waiting changes touch, and yield how many after each step."""
    for change in LawChange.objects.filter(finished_at=None).order_by("pk"):
        waiting = sorted(touched(change).values_list("pk", flat=True))
        for start in range(0, len(waiting), STEP):
            if limit is not None and limit <= 0:
                return
            done = _step(change.pk, waiting[start : start + STEP], now)
            if done is None:
                return  # another worker is at it, or one of a newer release is to do it
            yield done
            limit = limit - done if limit is not None else None
        LawChange.objects.filter(pk=change.pk, finished_at=None).update(finished_at=now)


def touched(change: LawChange) -> QuerySet[RecordsRequest]:
    """The open requests that a change can move and that its cursor has not passed."""
    found = RecordsRequest.objects.open().filter(pk__gt=change.cursor)
    if change.agency_id:
        found = found.filter(agency=change.agency_id)
    else:
        found = found.filter(jurisdiction_code__in=change.codes)
    return found.filter(_in_days(change))


def _in_days(change: LawChange) -> Q:
    """The condition that a request's days lie in one of the change's spans; none means any."""
    spans = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in change.spans]
    if len(spans) > SPANS:
        spans = [(min(first for first, _ in spans), max(last for _, last in spans))]
    days = Q()
    for first, last in spans:
        if change.by == LawChange.By.START:
            days |= Q(law_on__range=(first, last))
        else:
            days |= Q(clocks_from__lte=last, clocks_to__gte=first)
    return days


def _step(pk: int, requests: list[int], now: datetime) -> int | None:
    """Refold these, tell those whose dates moved, and move the cursor: all of it or nothing."""
    with transaction.atomic():
        waiting = LawChange.objects.select_for_update(skip_locked=True, no_key=True)
        change = waiting.filter(pk=pk).first()
        last = _last_seen()
        if change is None or (last and last.digest != edition()):
            return None
        rows = touched(change).filter(pk__in=requests)
        done = docket.refold_all(requests=rows, now=now)
        told = _tell(change, done, now)
        change.cursor = max(change.cursor, requests[-1])
        change.refolded += len(done)
        change.moved += told
        change.save(update_fields=["cursor", "refolded", "moved"])
    return len(done)


def _tell(change: LawChange, done: list[Refolded], now: datetime) -> int:
    """Keep which dates moved, and write a notice where mail about the request may leave.

    Some moved already with an event that came before this change: the docket has kept those.
    """
    kept = DatesMoved.objects.filter(
        change=change, request__in=[found.request for found in done], notice=None
    )
    rows = {row.request_id: row for row in kept}
    moved = [found for found in done if found.moved or found.request.pk in rows]
    risky = set(notices.risky_codes()) if moved else set()
    for found in moved:
        new = DatesMoved(request=found.request, change=change, dates=[], at=now)
        row = rows.setdefault(found.request.pk, new)
        row.dates += [date.plain() for date in found.moved]
        if not _is_silent(found.request, risky):
            row.notice = _notice(row, change, found.request, now)
    DatesMoved.objects.bulk_create(row for row in rows.values() if row.pk is None)
    DatesMoved.objects.bulk_update(
        [row for row in rows.values() if row.pk is not None], ["dates", "notice"]
    )
    return len(moved)


def _is_silent(request: RecordsRequest, risky: set[str]) -> bool:
    return request.jurisdiction_code in risky or not request.requester.is_active


def _notice(
    row: DatesMoved, change: LawChange, request: RecordsRequest, now: datetime
) -> Message | None:
    return notices.write(
        "dates_moved",
        request=request,
        name=f"moved.{change.pk}",
        now=now,
        what="; ".join(map(in_words, row.dates)),
        why=" ".join(change.why),
    )


def in_words(moved: Mapping[str, str]) -> str:
    """A moved date in a line."""
    return "{label} ({cite}): {was_on} -> {is_on}".format_map(moved)


def _row(change: Change, edition: LawEdition, now: datetime) -> LawChange:
    return LawChange(
        edition=edition,
        codes=list(change.codes),
        by=change.by,
        spans=[[str(first), str(last)] for first, last in change.spans],
        why=list(change.why),
        created_at=now,
    )
