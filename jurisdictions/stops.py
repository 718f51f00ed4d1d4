"""Days on which a clock stands still: tolling, suspensions, yearly windows, closures of a body."""

from datetime import date

from msgspec import Struct, structs

from jurisdictions.anchors import Anchor, Matter, day_zero
from jurisdictions.calendars import load_calendar
from jurisdictions.events import KINDS
from jurisdictions.law import Suspension, Term, Tolling
from jurisdictions.receipt import Dated
from jurisdictions.terms import ONE_DAY, Count, Span, Stop, due_date

DAY_UNITS = ("business_days", "calendar_days", "weeks")


class Pause(Struct, frozen=True):
    """A stretch in which a rule of tolling held the clock; `end` is None while it still does."""

    rule: Tolling
    start: Dated
    end: Dated | None


class Settled(Struct, frozen=True):
    """A count with every stop in it, its due date, and since when it stands still, if it does."""

    count: Count
    due_on: date
    paused_since: date | None = None


def settle(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    *,
    spans: tuple[Span, ...],
    fixed_on: date | None = None,
    fixed_why: str = "",
) -> Settled:
    """Count a term from its anchor with every stop that falls into it."""
    count = Count(
        start=anchor.on,
        spans=spans,
        calendar=load_calendar(term.calendar or matter.pack.calendar),
        day_zero=day_zero(anchor),
        first_day_counts=term.first_day_counts,
        roll=term.roll,
        is_franc=term.is_franc,
        fixed_on=fixed_on,
        fixed_why=fixed_why,
    )
    if _is_undisturbed(matter):
        return Settled(count, due_date(count))
    return _with_suspensions(matter, term, _with_pauses(matter, term, count))


def _is_undisturbed(matter: Matter) -> bool:
    """Whether nothing can stop any clock here: the common case, worth its shortcut."""
    statute = matter.statute
    return not (matter.closures or statute.windows or matter.pack.suspensions) and not any(
        entry.event.kind in STOPPERS for entry in matter.dated
    )


STOPPERS = frozenset({"tolled", "clarification_requested", "fee_demanded"})


def _with_pauses(matter: Matter, term: Term, count: Count) -> Settled:
    """Apply tolling in the order in which it happened, then everything else that stops days."""
    fixed_stops = _published_stops(matter, term, count)
    stops: list[Stop] = []
    settled = _take_in(count, fixed_stops)
    for pause in _pauses(matter, term, count.start):
        if pause.start.on > settled.due_on:
            break
        if pause.end is None:
            last = max(matter.as_of_on, pause.start.on)
            stops.append(_stop(pause, last))
            open_count = structs.replace(count, fixed_on=None)
            settled = _take_in(open_count, [*fixed_stops, *stops])
            return Settled(settled.count, settled.due_on, pause.start.on)
        if pause.rule.effect == "restart":
            count = _restarted(count, pause.end)
            stops = []
        else:
            stops.append(_stop(pause, pause.end.on))
        settled = _take_in(count, [*fixed_stops, *stops])
    return settled


def note_unknown_stops(matter: Matter) -> None:
    """Say of each declared stop that the law on file does not know that it moves nothing."""
    ruled = {rule.starts_on for rule in matter.statute.tolling}
    ruled |= {note.when for note in matter.pack.notes}
    for entry in matter.dated:
        kind = entry.event.kind
        if kind in STOPPERS and kind not in ruled:
            matter.note(
                f"The law on file ({matter.statute.cite}) knows no stop of its clocks for "
                f"{kind!r}: the event of {entry.on} moves nothing."
            )


def _restarted(count: Count, end: Dated) -> Count:
    kind = KINDS[end.event.kind]
    return structs.replace(
        count, start=end.on, first_day_counts=False, day_zero=f"The count begins again: {kind}"
    )


def _stop(pause: Pause, last: date) -> Stop:
    what = pause.start.event.kind.replace("_", " ")
    until = f"to {last}" if pause.end else "and still"
    return Stop(
        pause.start.on + ONE_DAY,
        last,
        f"The clock stands still: {what} on {pause.start.on}, {until} ({pause.rule.cite})",
    )


def _take_in(count: Count, candidates: list[Stop]) -> Settled:
    """Add each stop that begins before the due date, which it may move past further stops."""
    due = due_date(count)
    taken: list[Stop] = []
    for stop in sorted(candidates, key=lambda stop: stop.first):
        if stop.first > due:
            break
        if stop.last >= count.start and stop.last >= stop.first:
            taken.append(stop)
            count = structs.replace(count, stops=tuple(taken))
            due = due_date(count)
    return Settled(count, due)


def _pauses(matter: Matter, term: Term, start: date) -> list[Pause]:
    """The stretches in which this term was tolled, in order."""
    pauses: list[Pause] = []
    for rule in matter.statute.tolling:
        if term.term in rule.terms:
            pauses += _pauses_by(matter, rule, start)
    return sorted(pauses, key=lambda pause: pause.start.event.at)


def _pauses_by(matter: Matter, rule: Tolling, start: date) -> list[Pause]:
    found: list[Pause] = []
    opened: Dated | None = None
    for entry in matter.dated:
        if entry.on < start:
            continue
        if entry.event.kind == rule.starts_on and opened is None:
            opened = entry
        elif entry.event.kind in (rule.ends_on, "resumed") and opened is not None:
            found.append(Pause(rule, opened, entry))
            opened = None
    if opened is not None:
        found.append(Pause(rule, opened, None))
    if rule.times and len(found) > rule.times:
        matter.note(
            f"The law lets the clock stop {rule.times} time(s) for this reason ({rule.cite}); "
            f"later stops are not counted."
        )
        return found[: rule.times]
    return found


def _published_stops(matter: Matter, term: Term, count: Count) -> list[Stop]:
    """Suspensions, yearly windows and, where the law says so, closures of this body."""
    stops = [
        Stop(s.first, s.last, f"{s.reason} ({s.cite})")
        for s in matter.pack.suspensions
        if s.effect == "stop" and names(s.terms, term)
    ]
    for window in matter.statute.windows:
        if names(window.terms, term):
            stops += _in_years(
                window.first, window.last, f"{window.reason} ({window.cite})", count.start
            )
    if matter.statute.closures == "pause" and term.unit == "business_days":
        for closure in matter.closures:
            why = f": {closure.reason}" if closure.reason else ""
            stops.append(Stop(closure.first, closure.last, f"This body is closed{why}"))
    return stops


def names(listed: tuple[str, ...], term: Term) -> bool:
    """Whether a rule's list of terms covers this term; "*" covers all."""
    return "*" in listed or term.term in listed


def _in_years(first: str, last: str, why: str, start: date) -> list[Stop]:
    """A window of every year, from the year before the start to three years after it."""
    stops = []
    for year in range(start.year - 1, start.year + 4):
        ends_in = year + 1 if last < first else year
        stops.append(
            Stop(
                date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{ends_in}-{last}"), why
            )
        )
    return stops


def _with_suspensions(matter: Matter, term: Term, settled: Settled) -> Settled:
    """Begin anew a term that would end inside a suspension with that effect."""
    for rule in matter.pack.suspensions:
        is_named = rule.effect == "afresh" and names(rule.terms, term)
        if is_named and rule.first <= settled.due_on <= rule.last:
            count = _afresh(settled.count, rule)
            matter.note(f"{term.label}: {rule.reason} ({rule.cite}).")
            settled = Settled(count, due_date(count), settled.paused_since)
    return settled


def _afresh(count: Count, rule: Suspension) -> Count:
    months = sum(s.amount for s in count.spans if s.unit == "months")
    capped = min(months, rule.at_most_months) if rule.at_most_months and months else months
    spans = (Span(capped, "months"),) if months else count.spans
    return structs.replace(
        count,
        start=rule.last + ONE_DAY,
        spans=spans,
        stops=(),
        first_day_counts=False,
        day_zero=f"The count begins anew: {rule.reason}",
    )
