"""One deadline at a time: from a term of law and what happened to its date, state and reasons."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from msgspec import Struct, field, structs

from jurisdictions.anchors import HARD_IF, Anchor, Closure, Matter, Past, anchors_for, has_step
from jurisdictions.calendars import load_calendar
from jurisdictions.events import ANSWERS, ENDINGS
from jurisdictions.extensions import Extended, extended
from jurisdictions.law import Cited, Term, zone
from jurisdictions.receipt import Dated
from jurisdictions.stops import Settled, settle
from jurisdictions.terms import Count, CountedDay, Span, explain

__all__ = ["MET_BY", "Closure", "Deadline", "State", "deadlines_for"]

#: running: still to come. paused: the clock stands still, the date is the earliest possible.
#: met: done in time. late: done after the date. missed: not done and the date is past.
#: moot: nothing is owed any more (withdrawn, closed, or everything was handed over).
State = Literal["running", "paused", "met", "late", "missed", "moot"]

#: Which events fulfil a term, unless the term itself says so.
MET_BY: dict[str, frozenset[str]] = {
    "acknowledgment": ANSWERS | {"acknowledged", "registered", "extended"},
    "registration": ANSWERS | {"registered"},
    "routing": ANSWERS | {"routed"},
    "response": ANSWERS,
    "determination": ANSWERS,
    "production": frozenset({"released", "partially_released"}),
    "clarification": frozenset({"clarified"}),
    "clarification_request": ANSWERS | {"clarification_requested"},
    "transfer": ANSWERS | {"transferred"},
    "appeal": frozenset({"appealed"}),
    "appeal_acknowledgment": frozenset(
        {"appeal_acknowledged", "appeal_registered", "appeal_decided"}
    ),
    "appeal_opinion": frozenset({"appeal_opinion", "appeal_decided"}),
    "appeal_decision": frozenset({"appeal_decided", "released"}),
    "court": frozenset({"court_filed"}),
}


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


def deadlines_for(matter: Matter, term: Term) -> list[Deadline]:
    """Every deadline that this term has so far; notes go to the matter."""
    found: list[Deadline] = []
    for anchor in anchors_for(matter, term):
        if term.amount is None:
            matter.note(
                f"{term.label}: no number of days on file ({term.cite}). {term.text}".strip()
            )
        elif term.unit == "hours":
            found.append(_in_hours(matter, term, anchor))
        else:
            found += _in_days(matter, term, anchor, term.amount)
    for deadline in found:
        matter.past.setdefault(deadline.term, []).append(_past(matter, deadline))
    return found


def _past(matter: Matter, deadline: Deadline) -> Past:
    is_unanswered = deadline.state in ("missed", "late") and deadline.due_on < matter.as_of_on
    return Past(deadline.due_on, deadline.is_presumed, is_unanswered)


def _in_days(matter: Matter, term: Term, anchor: Anchor, amount: int) -> list[Deadline]:
    original = settle(matter, term, anchor, spans=(Span(amount, term.unit),))
    longer = extended(matter, term, anchor, original)
    if longer is None:
        return [_deadline(matter, term, anchor, original)]
    main = _deadline(
        matter, term, anchor, longer.settled, rule=longer.rule if longer.is_applied else None
    )
    return [main, *_about_notice(matter, term, anchor, longer)]


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
    matter: Matter, term: Term, anchor: Anchor, settled: Settled, rule: Cited | None = None
) -> Deadline:
    state, met_on = _state(matter, term, anchor, settled.due_on, settled.paused_since)
    hard, why_soft = _hardness(matter, term, anchor)
    if state == "paused":
        hard = False
        why_soft = f"The clock stands still since {settled.paused_since}; this is the earliest date"
    both = rule is not None and rule.cite != term.cite
    return Deadline(
        term=term.term,
        label=term.label,
        binds=term.binds,
        starts_on=settled.count.start,
        due_on=settled.due_on,
        cite=f"{term.cite}; {rule.cite}" if rule and both else term.cite,
        statute_version=matter.statute.version,
        verified=term.verified and (rule is None or rule.verified),
        source=f"{term.source}; {rule.source}" if rule and both else term.source,
        state=state,
        step=term.step,
        hard=hard,
        why_soft=why_soft,
        met_on=met_on,
        is_presumed=anchor.is_presumed,
        count=settled.count,
    )


def _in_hours(matter: Matter, term: Term, anchor: Anchor) -> Deadline:
    """A term in hours runs from the moment, or from the end of the day if only that is known."""
    zone_of = zone(matter.pack.time_zone)
    midnight = datetime(anchor.on.year, anchor.on.month, anchor.on.day, tzinfo=zone_of)
    start = anchor.at or midnight + timedelta(days=1)
    due_at = (start + timedelta(hours=term.amount or 0)).astimezone(zone_of)
    count = Count(start=anchor.on, spans=(), calendar=load_calendar(matter.pack.calendar))
    deadline = _deadline(matter, term, anchor, Settled(count, due_at.date()))
    is_over = deadline.state == "running" and matter.as_of > due_at
    return structs.replace(
        deadline, due_at=due_at, count=None, state="missed" if is_over else deadline.state
    )


def _hardness(matter: Matter, term: Term, anchor: Anchor) -> tuple[bool, str]:
    is_hard = term.hard and (not term.hard_if or HARD_IF[term.hard_if](matter, anchor))
    return is_hard, "" if is_hard else term.why_soft


def _state(
    matter: Matter, term: Term, anchor: Anchor, due_on: date, paused_since: date | None
) -> tuple[State, date | None]:
    kinds = frozenset(term.met_by) or MET_BY.get(term.term, frozenset())
    for entry in matter.dated:
        if entry.event.kind in kinds and _follows(entry, anchor) and has_step(entry, term.step):
            return ("met" if entry.on <= due_on else "late"), entry.on
    if _is_moot(matter, term, anchor, due_on):
        return "moot", None
    if paused_since is not None:
        return "paused", None
    return ("missed" if due_on < matter.as_of_on else "running"), None


def _follows(entry: Dated, anchor: Anchor) -> bool:
    """Whether an event comes after the start: by the moment if an event started it, else by day."""
    if anchor.event is not None:
        return entry.event.at > anchor.event.event.at
    return entry.on >= anchor.on


def _is_moot(matter: Matter, term: Term, anchor: Anchor, due_on: date) -> bool:
    """Ended by the requester, or a remedy against silence that a later answer took away."""
    ended: list[Dated] = [e for e in matter.dated if e.event.kind in ENDINGS]
    if ended and ((term.binds == "agency" and ended[0].on <= due_on) or term.binds == "requester"):
        return True
    if term.binds != "requester" or anchor.event is not None:
        return False
    taken_away = term.moot_by or ("released",)
    return any(e.event.kind in taken_away and e.on >= anchor.on for e in matter.dated)
