"""Records, when a person says so, that the referral of a series was sent to the CADA."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from foia import docket
from foia.flow.serie.standing import CODE, STEP, day_of, referral_of
from foia.letters.serie import SerieError
from foia.models import RecordsRequest
from jurisdictions import Timeline, load_pack


def referred(
    *, references: Sequence[str], on: date, now: datetime
) -> list[tuple[RecordsRequest, Timeline, bool]]:
    """Put `appealed` into each docket, all or none; return its timeline, and whether that is new.

    Saying it again changes nothing. Raises SerieError for a day to come, an unknown or foreign
    request, one that was not refused by then, or one referred on another day.
    """
    if on > day_of(now):
        raise SerieError(f"The referral cannot have been sent on {on}: that day is yet to come.")
    with transaction.atomic():
        requests = _requests(references)
        at = min(now, datetime.combine(on, time(12), ZoneInfo(load_pack(CODE).time_zone)))
        at = at if day_of(at) == on else now
        return [_record(request, on, at, now) for request in requests]


def _requests(references: Sequence[str]) -> list[RecordsRequest]:
    rows = RecordsRequest.objects.filter(reference__in=references, jurisdiction_code=CODE)
    known = {row.reference: row for row in rows.select_related("agency")}
    unknown = [reference for reference in references if reference not in known]
    if unknown:
        raise SerieError(
            f"{', '.join(unknown)}: no request to a French body has this reference; correct it."
            " Nothing was recorded."
        )
    return [known[reference] for reference in dict.fromkeys(references)]


def _record(
    request: RecordsRequest, on: date, at: datetime, now: datetime
) -> tuple[RecordsRequest, Timeline, bool]:
    lodged = referral_of(docket.standing(request))
    if lodged and day_of(lodged.at) != on:
        raise SerieError(
            f"{request.reference} was referred on {day_of(lodged.at)} already; if that is wrong,"
            " void that entry first. Nothing was recorded."
        )
    if not lodged:
        _require_refused(request, on, now)
        docket.record(
            request=request,
            kind="appealed",
            at=at,
            now=now,
            details={"step": STEP, "note": "referred in a series (CRPA, art. R343-3-1)"},
        )
    return request, docket.timeline_of(request=request, now=now), not lodged


def _require_refused(request: RecordsRequest, on: date, now: datetime) -> None:
    timeline = docket.timeline_of(request=request, now=now)
    windows = [due for due in timeline.deadlines if (due.term, due.step) == ("appeal", STEP)]
    if not any(window.starts_on <= on for window in windows):
        raise SerieError(
            f"{request.reference} ({request.agency.name}) was not refused by {on}, so the referral"
            " is no appeal for it; leave it out. Nothing was recorded."
        )
