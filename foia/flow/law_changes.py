"""Law changes: what moved in the law on file refolds the dockets it touches, and they are told.

Waits for: an edition of the law that was not seen before; LawChange rows not yet applied.
Writes: LawEdition, LawChange; stage and Deadline rows, through the docket; DatesMoved; Message (a
notice), Delivery.

A change is applied in steps of a few hundred requests, each one transaction that also moves the
change's cursor: whatever stops the process, the next step begins where the last one ended.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from foia import docket, notices
from foia.docket import Moved, Refolded
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
        change = LawChange.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        last = _last_seen()
        if change is None or (last and last.digest != edition()):
            return None
        rows = touched(change).filter(pk__in=requests)
        done = docket.refold_all(requests=rows, now=now)
        moved = [found for found in done if found.moved]
        _tell(change, moved, now)
        change.cursor = max(change.cursor, requests[-1])
        change.refolded += len(done)
        change.moved += len(moved)
        change.save(update_fields=["cursor", "refolded", "moved"])
    return len(done)


def _tell(change: LawChange, moved: list[Refolded], now: datetime) -> None:
    """Keep which dates moved, and write a notice where mail about the request may leave."""
    risky = set(notices.risky_codes()) if moved else set()
    DatesMoved.objects.bulk_create(
        DatesMoved(
            request=found.request,
            change=change,
            dates=[_plain(date) for date in found.moved],
            notice=None if _is_silent(found, risky) else _notice(change, found, now),
            at=now,
        )
        for found in moved
    )


def _is_silent(found: Refolded, risky: set[str]) -> bool:
    request = found.request
    return request.jurisdiction_code in risky or not request.requester.is_active


def _notice(change: LawChange, found: Refolded, now: datetime) -> Message:
    return notices.write(
        "dates_moved",
        request=found.request,
        name=f"moved.{change.pk}",
        now=now,
        what="; ".join(in_words(moved) for moved in found.moved),
        why=" ".join(change.why),
    )


def in_words(moved: Moved) -> str:
    """A moved date in a line."""
    return f"{moved.label} ({moved.cite}): {moved.was_on} -> {moved.is_on}"


def _plain(moved: Moved) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(moved).items()}


def _row(change: Change, edition: LawEdition, now: datetime) -> LawChange:
    return LawChange(
        edition=edition,
        codes=list(change.codes),
        by=change.by,
        spans=[[str(first), str(last)] for first, last in change.spans],
        why=list(change.why),
        created_at=now,
    )
