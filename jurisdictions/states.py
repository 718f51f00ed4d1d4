"""The state of a deadline: running, paused, met, late, missed, or no longer owed."""

from datetime import date, datetime
from typing import Literal

from jurisdictions.anchors import HARD_IF, Anchor, Matter, has_step
from jurisdictions.events import ANSWERS, ENDINGS
from jurisdictions.receipt import Dated
from jurisdictions.rules import Term
from jurisdictions.stops import Settled

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


def hardness(
    matter: Matter, term: Term, anchor: Anchor, paused: Settled | None
) -> tuple[bool, str]:
    """Whether the limit binds, and if not, why; a clock that stands still binds nobody."""
    if paused:
        since = paused.paused_since
        return False, f"The clock stands still since {since}; this is the earliest date"
    is_hard = term.hard and (not term.hard_if or HARD_IF[term.hard_if](matter, anchor))
    return is_hard, "" if is_hard else term.why_soft


def state_of(
    matter: Matter, term: Term, anchor: Anchor, settled: Settled, due_at: datetime | None = None
) -> tuple[State, date | None]:
    """The state at the moment asked about, and the day on which the term was met, if it was."""
    kinds = frozenset(term.met_by) or MET_BY.get(term.term, frozenset())
    due_on, paused_since = settled.due_on, settled.paused_since
    for entry in matter.dated:
        if entry.event.kind in kinds and _can_meet(entry, term, anchor):
            in_time = entry.event.at <= due_at if due_at else entry.on <= due_on
            return ("met" if in_time else "late"), entry.on
    if _is_moot(matter, term, anchor, due_on):
        return "moot", None
    if paused_since is not None:
        return "paused", None
    is_over = due_at < matter.as_of if due_at else due_on < matter.as_of_on
    return ("missed" if is_over else "running"), None


def _can_meet(entry: Dated, term: Term, anchor: Anchor) -> bool:
    """Whether an event is about this clock: an answer also if it came before the clock began.

    Whoever answers before the acknowledgment was due, or on the day of sending, has answered.
    """
    if term.binds == "agency" and not term.step:
        return True
    if not has_step(entry, term.step):
        return False
    if anchor.event is not None:
        return entry.place > anchor.event.place
    return entry.on >= anchor.on


def _is_moot(matter: Matter, term: Term, anchor: Anchor, due_on: date) -> bool:
    """Ended by the requester, or a remedy against silence that a later answer took away."""
    ended: list[Dated] = [e for e in matter.dated if e.event.kind in ENDINGS]
    if ended and ((term.binds == "agency" and ended[0].on <= due_on) or term.binds == "requester"):
        return True
    if term.binds != "requester":
        return False
    taken_away = term.moot_by or _moot_after(anchor)
    after = [e for e in matter.dated if e.event.kind in taken_away and e.on >= anchor.on]
    if anchor.event is None:
        return bool(after)
    return any(e.on <= due_on for e in after)  # chosen later, it does not undo that this ended


def _moot_after(anchor: Anchor) -> tuple[str, ...]:
    """What takes a remedy away where the pack does not say: nothing, unless it is against silence.

    A late decision on appeal opens a window of its own in the place of that against silence.
    """
    if anchor.event is not None:
        return ()
    if anchor.name == "silence:appeal_decision":
        return ("released", "appeal_decided")
    return ("released",)
