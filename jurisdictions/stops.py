"""A term counted with everything that stopped, restarted or lengthened its clock."""

from datetime import date

from msgspec import Struct, structs

from jurisdictions.anchors import Anchor, Matter, day_zero
from jurisdictions.calendars import load_calendar
from jurisdictions.events import KINDS
from jurisdictions.months import ONE_DAY, Stop
from jurisdictions.receipt import Dated
from jurisdictions.rules import Term, Tolling
from jurisdictions.terms import Count, Span, due_date
from jurisdictions.windows import begins_anew, names, published_stops, skipped_months

#: Events that stop a clock in some laws; where the law on file knows no such stop, a note says so.
STOPPERS = frozenset({"tolled", "clarification_requested", "fee_demanded"})


class Pause(Struct, frozen=True):
    """A stretch in which a rule of tolling held the clock; `end` is None while it still does."""

    rule: Tolling
    start: Dated
    end: Dated | None


class Settled(Struct, frozen=True):
    """A count with every stop in it, its due date, and since when it stands still, if it does.

    `spans` are those that were asked for, before anything was added to them.
    """

    count: Count
    due_on: date
    spans: tuple[Span, ...]
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
        calendar=load_calendar(term.calendar) if term.calendar else matter.calendar,
        day_zero=day_zero(anchor),
        first_day_counts=term.first_day_counts,
        roll=term.roll,
        is_franc=term.is_franc,
        fixed_on=fixed_on,
        fixed_why=fixed_why,
    )
    if term.months_from_next_day:
        count = structs.replace(count, start=anchor.on + ONE_DAY, first_day_counts=True)
    if term.starts_on_working_day:
        count = structs.replace(count, stops=_until_open(count))
    if matter.is_undisturbed:
        return Settled(count, due_date(count), spans)
    return _disturbed(matter, term, count)


def _until_open(count: Count) -> tuple[Stop, ...]:
    """The closed days between the start and the day that is counted first."""
    first = count.calendar.next_open(count.start + ONE_DAY)
    why = "The count begins on a working day"
    return (Stop(count.start + ONE_DAY, first - ONE_DAY, why),)


def _disturbed(matter: Matter, term: Term, count: Count) -> Settled:
    """The count with everything that stops, restarts or lengthens it."""
    spans = count.spans
    count = structs.replace(count, skipped_months=skipped_months(matter, term))
    count, paused_since = _with_pauses(matter, term, count)
    due_on = due_date(count)
    anew = begins_anew(matter, term, count, due_on)
    if anew is not None:
        count, due_on = anew, due_date(anew)
    return Settled(count, due_on, spans, paused_since)


def _with_pauses(matter: Matter, term: Term, count: Count) -> tuple[Count, date | None]:
    """Apply tolling in the order in which it happened, among everything else that stops days."""
    published = published_stops(matter, term, count)
    own: list[Stop] = []
    settled = _take_in(count, published)
    for pause in _pauses(matter, term, count.start):
        due = due_date(settled)
        if pause.start.on > due:
            break
        if pause.end is None:
            count, stop = _still_paused(matter, pause, structs.replace(count, fixed_on=None))
            return _take_in(count, [*published, *own, *stop]), pause.start.on
        if pause.rule.effect == "restart":
            count, own = _restarted(count, pause.end), []
            settled = _take_in(count, published)
        elif pause.rule.effect == "add":
            count = _lengthened(count, pause)
            settled = _take_in(count, [*published, *own])
        else:
            later = [stop for stop in (*published, *own) if stop.first > due]
            own.append(_stop(pause, pause.end.on))
            settled = _take_in(settled, [own[-1], *later])
    return settled, None


def _still_paused(matter: Matter, pause: Pause, count: Count) -> tuple[Count, list[Stop]]:
    """The earliest end there can be: as if the clock were let go at the moment asked about."""
    today = max(matter.as_of_on, pause.start.on)
    if pause.rule.effect != "restart":
        return count, [_stop(pause, today)]
    zero = f"The clock stands still; if it began again today ({pause.rule.cite})"
    return structs.replace(count, start=today, first_day_counts=False, day_zero=zero), []


def _restarted(count: Count, end: Dated) -> Count:
    """The whole term again; a date that the body had fixed before that day is overtaken."""
    is_overtaken = count.fixed_on is not None and count.fixed_on < end.on
    return structs.replace(
        count,
        start=end.on,
        first_day_counts=False,
        day_zero=f"The count begins again: {KINDS[end.event.kind]}",
        fixed_on=None if is_overtaken else count.fixed_on,
    )


def _lengthened(count: Count, pause: Pause) -> Count:
    """The days that the law adds, or the fewer that the body named."""
    rule, named = pause.rule, pause.start.event.days
    what = f"the time added for {_in_words(pause)} ({rule.cite})"
    added = Span(min(named, rule.amount) if named else rule.amount, rule.unit, what)
    return structs.replace(count, spans=(*count.spans, added))


def _stop(pause: Pause, last: date) -> Stop:
    until = f"to {last}" if pause.end else "and still"
    why = f"The clock stands still: {_in_words(pause)}, {until} ({pause.rule.cite})"
    first = pause.start.on if pause.rule.from_its_day else pause.start.on + ONE_DAY
    return Stop(first, last, why)


def _in_words(pause: Pause) -> str:
    return f"{pause.start.event.kind.replace('_', ' ')} on {pause.start.on}"


def _take_in(count: Count, candidates: list[Stop]) -> Count:
    """Add each stop that begins before the due date, which it may move past further stops."""
    due = due_date(count)
    taken = list(count.stops)
    for stop in sorted(candidates, key=lambda stop: stop.first):
        if stop.first > due:
            break
        if stop.last >= count.start and stop.last >= stop.first:
            taken.append(stop)
            count = structs.replace(count, stops=tuple(taken))
            due = due_date(count)
    return count


def _pauses(matter: Matter, term: Term, start: date) -> list[Pause]:
    """The stretches that reach into this term, in order; one may have begun before it."""
    pauses: list[Pause] = []
    for rule in matter.statute.tolling:
        if names(rule.terms, term):
            found = [p for p in _pauses_by(matter, rule) if p.end is None or p.end.on >= start]
            pauses += _as_often_as_allowed(matter, rule, found)
    return sorted(pauses, key=lambda pause: pause.start.place)


def _pauses_by(matter: Matter, rule: Tolling) -> list[Pause]:
    """Every stretch from an event that stops the clock to the one that lets it go on."""
    found: list[Pause] = []
    opened: Dated | None = None
    for entry in matter.dated:
        kind = entry.event.kind
        if kind == rule.starts_on and rule.effect == "add":
            found.append(Pause(rule, entry, entry))
        elif kind == rule.starts_on and opened is None:
            opened = entry
        elif kind in (rule.ends_on, "resumed") and opened is not None:
            found.append(Pause(rule, opened, entry))
            opened = None
    return found if opened is None else [*found, Pause(rule, opened, None)]


def _as_often_as_allowed(matter: Matter, rule: Tolling, found: list[Pause]) -> list[Pause]:
    if not rule.times or len(found) <= rule.times:
        return found
    matter.note(
        f"The law lets the clock stop {rule.times} time(s) for this reason ({rule.cite}); "
        f"later stops are not counted."
    )
    return found[: rule.times]


def note_unknown_stops(matter: Matter) -> None:
    """Say of a stop unknown to the law, and of an end without a stop, that it moves nothing."""
    ruled = {rule.starts_on for rule in matter.statute.tolling}
    ruled |= {note.when for note in matter.pack.notes}
    is_stopped = False
    for entry in matter.dated:
        kind = entry.event.kind
        is_stopped = is_stopped or kind in STOPPERS
        if kind in STOPPERS and kind not in ruled:
            matter.note(
                f"The law on file ({matter.statute.cite}) knows no stop of its clocks for "
                f"{kind!r}: the event of {entry.on} moves nothing."
            )
        elif kind == "resumed" and not is_stopped:
            matter.note(
                f"The clock is said to run again on {entry.on}, but nothing on record had stopped "
                "it: that moves nothing; enter the stop."
            )
