"""Where a request stands, in one word, read from its deadlines and events."""

from collections.abc import Sequence

from jurisdictions.anchors import Matter
from jurisdictions.limits import Deadline
from jurisdictions.receipt import Dated

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
#: Where the request stands after each event that decides anything.
AFTER = {
    "determined": "answered",
    "released": "answered",
    "partially_released": "partly_answered",
    "denied": "refused",
    "no_records": "no_records",
    "appealed": "on_appeal",
    "appeal_acknowledged": "on_appeal",
    "appeal_registered": "on_appeal",
    "appeal_extended": "on_appeal",
    "appeal_opinion": "on_appeal",
    "appeal_decided": "appeal_decided",
    "court_filed": "in_court",
    "withdrawn": "withdrawn",
    "closed": "closed",
}
AFTER_SILENCE = {"refusal": "silent_refusal", "grant": "silent_grant"}


def stage_of(matter: Matter, deadlines: Sequence[Deadline]) -> str:
    """One of `STAGES`: the latest event that decides anything, otherwise the clock."""
    stage = stage_by_events(matter.dated)
    if stage == "on_appeal":
        states = [d.state for d in deadlines if d.term == "appeal_decision"]
        return "appeal_overdue" if states and states[-1] == "missed" else stage
    return stage or _by_the_clock(matter, deadlines)


def stage_by_events(dated: Sequence[Dated]) -> str:
    """The stage that the latest deciding event has led to; "" if nothing was decided yet."""
    deciding = (entry.event.kind for entry in reversed(dated))
    return next((AFTER[kind] for kind in deciding if kind in AFTER), "")


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
