"""The fold: from a pack and a list of events to where the request stands and every deadline."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, structs

from jurisdictions.anchors import Closure, Matter
from jurisdictions.calendars import OutsideCalendar, load_calendar
from jurisdictions.docket import BadDocket, require_possible, start_of
from jurisdictions.events import EARLIEST_YEAR, LATEST_YEAR, Event
from jurisdictions.law import Pack, Statute, zone
from jurisdictions.limits import Deadline, Undated, deadlines_for, undated_for
from jurisdictions.notes import note_what_matters, without_law
from jurisdictions.receipt import in_zone, receipt_of
from jurisdictions.stage import stage_by_events, stage_of
from jurisdictions.variants import varied

UNKNOWN_RECEIPT = (
    "The day of receipt is not known and no rule presumes it for this channel: enter the date "
    "(a delivery receipt, an acknowledgment) and the deadlines follow."
)


class Timeline(Struct, frozen=True, kw_only=True):
    """Where a request stands under which law; deadlines in the order in which they fall.

    `undated` are the clocks that the law starts without a number of days. `law_on` is the day that
    chose the version of the law: that of receipt, else of sending; None before either. `doubts` are
    those of the notes that say what is presumed, unverified or disputed.
    """

    jurisdiction: str
    statute_version: str
    stage: str
    as_of: datetime
    law_on: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    undated: tuple[Undated, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def next_deadline(self, as_of: datetime) -> Deadline | None:
        """The first date still to come, whomever it binds; None if nothing runs."""
        today = as_of.astimezone(self.as_of.tzinfo).date()
        open_ones = [d for d in self.deadlines if d.state in ("running", "paused")]
        return next((d for d in open_ones if d.due_on >= today), None)


def fold(
    pack: Pack,
    events: Sequence[Event],
    *,
    as_of: datetime,
    variants: Sequence[str] = (),
    closed: Iterable[Closure | tuple[date, date] | tuple[date, date, str]] = (),
    calendar: str = "",
) -> Timeline:
    """Where the request stands at `as_of` (aware), with every deadline and its reasons.

    Every event counts, also one after `as_of`, which a note then says. `closed`: days, both
    included, on which this body is closed; the law says whether they stop the count. `calendar`:
    the one of `pack.calendars` that this body follows. Raises a `DomainError` for events, variants,
    closures or calendars that cannot be.
    """
    where = zone(pack.time_zone)
    local, dated = _sane(as_of).astimezone(where), in_zone(list(events), where)
    start = start_of(dated)
    statute = varied(pack, pack.statute_on(start or local.date()), variants)
    shut = tuple(map(_closure, closed))
    followed = load_calendar(_calendar_of(pack, calendar))
    if start is None:
        return _dateless(pack, statute, "not_sent", local)
    receipt = receipt_of(statute, followed, dated, where)
    require_possible(statute, dated, receipt)
    if receipt is None:
        stage = stage_by_events(dated) or "awaiting_receipt"
        doubts = () if pack.is_without_law else (UNKNOWN_RECEIPT,)
        return structs.replace(_dateless(pack, statute, stage, local, doubts), law_on=start)
    matter = Matter(pack, statute, dated, receipt, followed, local, local.date(), shut)
    return structs.replace(_folded(matter, variants), law_on=start)


def _folded(matter: Matter, variants: Sequence[str]) -> Timeline:
    built: list[Deadline] = []
    undated: list[Undated] = []
    for place, text in enumerate(matter.receipt.notes):
        matter.note(text, is_doubt=matter.receipt.is_presumed and place == 0)
    for term in matter.statute.terms:
        if term.amount is None:
            undated += undated_for(matter, term, term.unnumbered)
            continue
        try:
            built += deadlines_for(matter, term)
        except OutsideCalendar as error:
            if not built:
                raise  # the request itself lies outside
            undated += undated_for(matter, term, "beyond")
            matter.note(str(error), is_doubt=True)
    note_what_matters(matter, built, undated, variants)
    built.sort(key=lambda deadline: deadline.due_on)
    return Timeline(
        jurisdiction=matter.pack.code,
        statute_version=matter.statute.version,
        stage=stage_of(matter, built),
        as_of=matter.as_of,
        deadlines=tuple(built),
        undated=tuple(undated),
        notes=tuple(matter.notes),
        doubts=tuple(text for text, is_doubt in matter.notes.items() if is_doubt),
    )


def _dateless(
    pack: Pack, statute: Statute, stage: str, as_of: datetime, doubts: tuple[str, ...] = ()
) -> Timeline:
    """A timeline before any clock has begun."""
    return Timeline(
        jurisdiction=pack.code,
        statute_version=statute.version,
        stage=stage,
        as_of=as_of,
        notes=(*without_law(pack), *doubts),
        doubts=doubts,
    )


def _closure(entry: Closure | tuple[date, date] | tuple[date, date, str]) -> Closure:
    closure = entry if isinstance(entry, Closure) else Closure(*entry)
    if closure.last < closure.first:
        raise BadDocket(
            f"The closure {closure.first}..{closure.last} ends before it begins: swap the dates."
        )
    return closure


def _calendar_of(pack: Pack, name: str) -> str:
    if name and name not in (pack.calendar, *pack.calendars):
        known = ", ".join((pack.calendar, *pack.calendars))
        raise BadDocket(f"{pack.code} follows no calendar {name!r}; its calendars are: {known}.")
    return name or pack.calendar


def _sane(as_of: datetime) -> datetime:
    """The moment asked about, refused if it has no offset or lies in no year of ours."""
    if as_of.tzinfo is None or not EARLIEST_YEAR <= as_of.year <= LATEST_YEAR:
        raise BadDocket(
            f"as_of is {as_of.isoformat()}: expected a moment with an offset from UTC, "
            f"in the years {EARLIEST_YEAR} to {LATEST_YEAR}."
        )
    return as_of


def to_plain(timeline: Timeline) -> dict[str, Any]:
    """The timeline as JSON-ready dicts, dates as ISO 8601 text."""
    return {
        "jurisdiction": timeline.jurisdiction,
        "statute_version": timeline.statute_version,
        "stage": timeline.stage,
        "as_of": timeline.as_of.isoformat(),
        "law_on": timeline.law_on.isoformat() if timeline.law_on else None,
        "deadlines": [_plain_deadline(deadline) for deadline in timeline.deadlines],
        "undated": [_plain_undated(clock) for clock in timeline.undated],
        "notes": list(timeline.notes),
    }


def _plain_undated(clock: Undated) -> dict[str, Any]:
    return {**structs.asdict(clock), "starts_on": clock.starts_on.isoformat()}


def _plain_deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "term": deadline.term,
        "label": deadline.label,
        "binds": deadline.binds,
        "step": deadline.step,
        "starts_on": deadline.starts_on.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "due_at": deadline.due_at.isoformat() if deadline.due_at else None,
        "hard": deadline.hard,
        "why_soft": deadline.why_soft,
        "cite": deadline.cite,
        "statute_version": deadline.statute_version,
        "verified": deadline.verified,
        "source": deadline.source,
        "state": deadline.state,
        "met_on": deadline.met_on.isoformat() if deadline.met_on else None,
        "presumed": deadline.is_presumed,
        "counted": [
            {"date": day.date.isoformat(), "counts": day.counts, "why": day.why}
            for day in deadline.counted
        ],
    }
