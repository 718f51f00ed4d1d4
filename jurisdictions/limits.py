"""One deadline at a time: from a term of law and what happened to its date, state and reasons."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from msgspec import Struct, field, structs

from jurisdictions.anchors import Anchor, Closure, Matter, Past, anchors_for
from jurisdictions.extensions import Extended, extended
from jurisdictions.law import zone
from jurisdictions.rules import Cited, Term, Unnumbered
from jurisdictions.states import MET_BY, State, hardness, state_of
from jurisdictions.stops import Settled, settle
from jurisdictions.terms import Count, CountedDay, Span, due_date, explain

__all__ = ["MET_BY", "Closure", "Deadline", "State", "Undated", "deadlines_for"]


class Deadline(Struct, frozen=True, kw_only=True):
    """A date with its law and its reasons. `counted` is worked out when it is asked for.

    `due_on` is a day in the jurisdiction's zone; `due_at` an aware moment, for terms in hours.
    `starts_on` is the day that starts the clock. `is_presumed`: that day is not known for certain.
    """

    term: str
    label: str
    binds: str
    starts_on: date
    due_on: date
    cite: str
    statute_version: str
    verified: bool
    source: str
    state: State
    step: str = ""
    due_at: datetime | None = None
    hard: bool = True
    why_soft: str = ""
    met_on: date | None = None
    is_presumed: bool = False
    count: Count | None = field(default=None)

    @property
    def counted(self) -> tuple[CountedDay, ...]:
        """Every day from the start to the due date, and why it counts or not."""
        if self.count is None:
            return (CountedDay(self.due_on, True, f"In hours, to the minute: {self.due_at}"),)
        return explain(self.count)

    @property
    def looked_at(self) -> tuple[date, date]:
        """The first and the last day that the count looks at; a holiday elsewhere moves nothing."""
        if self.count is None:
            return self.starts_on, self.due_on
        if self.count.roll != "backward":
            return min(self.count.start, self.starts_on), self.due_on
        days = [day.date for day in explain(self.count)]
        return min(days), max(days)


Why = Unnumbered | Literal["beyond"]


class Undated(Struct, frozen=True, kw_only=True):
    """A clock that the law starts without a number: no date is invented for it.

    `why`: the law asks for haste only ("promptly"), sets no limit ("no_limit"), there may be a
    number that nobody has read ("unread"), or the date lies after the days on file ("beyond").
    """

    term: str
    label: str
    binds: str
    starts_on: date
    why: Why
    cite: str
    verified: bool
    text: str
    step: str = ""


#: What is said of a term without a number.
WITHOUT = {
    "promptly": "the law sets no number of days, so no date is shown",
    "no_limit": "the law sets no time limit",
    "unread": "no number of days on file, as the provision was not read; a limit may exist",
    "beyond": "the date lies after the last day of the calendar on file, so none is shown",
}


def undated_for(matter: Matter, term: Term, why: Why) -> list[Undated]:
    """A term without a date, from each of its starts; a note says why there is none."""
    found = [
        Undated(
            term=term.term,
            label=term.label,
            binds=term.binds,
            starts_on=anchor.on,
            why=why,
            cite=term.cite,
            verified=term.verified,
            text=term.text,
            step=term.step,
        )
        for anchor in anchors_for(matter, term)
    ]
    if found:
        matter.note(f"{term.label}: {WITHOUT[why]} ({term.cite}). {term.text}".strip())
    return found


def deadlines_for(matter: Matter, term: Term) -> list[Deadline]:
    """Every deadline that this term has so far; notes go to the matter."""
    found: list[Deadline] = []
    if term.amount is None:
        return found
    for anchor in anchors_for(matter, term):
        if term.unit == "hours":
            found.append(_in_hours(matter, term, anchor, term.amount))
        else:
            found += _in_days(matter, term, anchor, term.amount)
    for deadline in found:
        matter.past.setdefault(deadline.term, []).append(_past(matter, deadline))
    return found


def _past(matter: Matter, deadline: Deadline) -> Past:
    silent_on = None
    if deadline.state in ("missed", "late") and deadline.due_on < matter.as_of_on:
        silent_on = _silent_on(matter, deadline)
    return Past(deadline.due_on, deadline.is_presumed, silent_on)


def _silent_on(matter: Matter, deadline: Deadline) -> date | None:
    """The day on which silence takes hold: the due date, or as much later as the law says."""
    for rule in matter.statute.silence:
        if rule.term == deadline.term and rule.after_amount:
            span = Span(rule.after_amount, rule.after_unit)
            day = due_date(Count(start=deadline.due_on, spans=(span,), calendar=matter.calendar))
            is_spoken = deadline.met_on is not None and deadline.met_on <= day
            return None if is_spoken or day > matter.as_of_on else day
    return deadline.due_on


def _in_days(matter: Matter, term: Term, anchor: Anchor, amount: int) -> list[Deadline]:
    original = _original(matter, term, anchor, amount)
    longer = extended(matter, term, anchor, original)
    if longer is None:
        return [_deadline(matter, term, anchor, original)]
    main = _deadline(
        matter, term, anchor, longer.settled, rule=longer.rule if longer.is_applied else None
    )
    return [main, *_about_notice(matter, term, anchor, longer)]


def _original(matter: Matter, term: Term, anchor: Anchor, amount: int) -> Settled:
    """The term before any extension: where the law has two lengths, the one that ends first."""
    first = settle(matter, term, anchor, spans=(Span(amount, term.unit),))
    if term.or_amount is None:
        return first
    second = settle(matter, term, anchor, spans=(Span(term.or_amount, term.or_unit),))
    earlier, later = (first, second) if first.due_on <= second.due_on else (second, first)
    (one,), (other,) = earlier.spans, later.spans
    matter.note(
        f"{term.label}: {one.in_words} end on {earlier.due_on}, {other.in_words} on "
        f"{later.due_on}; the earlier date is due ({term.cite})."
    )
    return earlier


def _about_notice(matter: Matter, term: Term, anchor: Anchor, longer: Extended) -> list[Deadline]:
    """The last day for the notice of extension and, if it was late, the date the body claims."""
    is_late = longer.noticed_on > longer.notice.due_on
    notice = structs.replace(
        _deadline(matter, term, anchor, longer.notice),
        **_of_the_rule(longer),
        term="extension_notice",
        label="Tell the requester in writing that it takes longer",
        state="late" if is_late else "met",
        met_on=longer.noticed_on,
    )
    if longer.claimed is None:
        return [notice]
    claimed = structs.replace(
        _deadline(matter, term, anchor, longer.claimed),
        **_of_the_rule(longer),
        term="extension",
        label="The date the body claims by its late extension",
        hard=False,
        why_soft="Announced too late, so the law does not give the body this date",
    )
    return [notice, claimed]


def _of_the_rule(longer: Extended) -> dict[str, Any]:
    rule = longer.rule
    return {"cite": rule.cite, "verified": rule.verified, "source": rule.source}


def _deadline(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    settled: Settled,
    *,
    rule: Cited | None = None,
    due_at: datetime | None = None,
) -> Deadline:
    """The deadline of a settled term; `rule` is that of an extension which moved it."""
    state, met_on = state_of(matter, term, anchor, settled, due_at)
    hard, why_soft = hardness(matter, term, anchor, settled if state == "paused" else None)
    rules = (term, rule) if rule and rule.cite != term.cite else (term,)
    return Deadline(
        term=term.term,
        label=term.label,
        binds=term.binds,
        starts_on=settled.count.start,
        due_on=settled.due_on,
        due_at=due_at,
        cite="; ".join(one.cite for one in rules),
        statute_version=matter.statute.version,
        verified=term.verified and (rule is None or rule.verified),
        source="; ".join(one.source for one in rules if one.source),
        state=state,
        step=term.step,
        hard=hard,
        why_soft=why_soft,
        met_on=met_on,
        is_presumed=anchor.is_presumed,
        count=settled.count,
    )


def _in_hours(matter: Matter, term: Term, anchor: Anchor, amount: int) -> Deadline:
    """A term in hours runs from the moment, or from the end of the day if only that is known."""
    zone_of = zone(matter.pack.time_zone)
    next_day = anchor.on + timedelta(days=1)
    midnight = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone_of)
    start = (anchor.at or midnight).astimezone(UTC)  # hours are counted, not clock faces
    due_at = (start + timedelta(hours=amount)).astimezone(zone_of)
    count = Count(start=anchor.on, spans=(), calendar=matter.calendar)
    settled = Settled(count, due_at.date(), ())
    return structs.replace(_deadline(matter, term, anchor, settled, due_at=due_at), count=None)
