"""Where a request stands, in one word, read from its deadlines and events."""

from collections.abc import Sequence

from jurisdictions.anchors import Matter
from jurisdictions.events import ANSWERS, ENDINGS
from jurisdictions.limits import Deadline

#: Every stage, with what it means.
STAGES: dict[str, str] = {
    "not_sent": "nothing was sent yet",
    "awaiting_receipt": "sent, but the day of receipt is neither known nor presumed by any rule",
    "awaiting_response": "the body's time to answer runs, or the law gives it no number of days",
    "paused": "the body's clock stands still",
    "overdue": "the time is over and the law gives the silence no meaning beyond the breach",
    "silent_refusal": "the time is over and the law treats the silence as a refusal",
    "silent_grant": "the time is over and the law treats the silence as consent",
    "answered": "the body granted the request or handed over all records",
    "partly_answered": "some records were handed over, some withheld",
    "refused": "the body refused in words",
    "no_records": "the body says that it holds no such records",
    "on_appeal": "an appeal is pending",
    "appeal_overdue": "the time to decide the appeal is over",
    "appeal_decided": "the appeal was decided",
    "in_court": "the matter was taken to court",
    "withdrawn": "the requester withdrew the request",
    "closed": "the request was closed",
}
AFTER_ANSWER = {
    "determined": "answered",
    "released": "answered",
    "partially_released": "partly_answered",
    "denied": "refused",
    "no_records": "no_records",
}
AFTER_SILENCE = {"refusal": "silent_refusal", "grant": "silent_grant"}
APPEALING = frozenset({"appealed", "appeal_acknowledged", "appeal_registered", "appeal_extended"})


def stage_of(matter: Matter, deadlines: Sequence[Deadline]) -> str:
    """One of `STAGES`: the latest event that decides anything, otherwise the clock."""
    for entry in reversed(matter.dated):
        kind = entry.event.kind
        if kind in ENDINGS:
            return kind
        if kind == "court_filed":
            return "in_court"
        if kind in ("appeal_decided", "appeal_opinion"):
            return "appeal_decided" if kind == "appeal_decided" else _on_appeal(deadlines)
        if kind in APPEALING:
            return _on_appeal(deadlines)
        if kind in ANSWERS:
            return AFTER_ANSWER[kind]
    return _by_the_clock(matter, deadlines)


def _on_appeal(deadlines: Sequence[Deadline]) -> str:
    states = [d.state for d in deadlines if d.term == "appeal_decision"]
    return "appeal_overdue" if states and states[-1] == "missed" else "on_appeal"


def _by_the_clock(matter: Matter, deadlines: Sequence[Deadline]) -> str:
    """The first silence that set in says where the request stands; else the answer's own clock."""
    states = {(d.term, d.state) for d in deadlines}
    if ("response", "paused") in states:
        return "paused"
    for rule in matter.statute.silence:
        silent = any(past.silent_on for past in matter.past.get(rule.term, ()))
        if silent and (rule.term, "missed") in states:
            return AFTER_SILENCE.get(rule.effect, "overdue")
    return "overdue" if ("response", "missed") in states else "awaiting_response"
