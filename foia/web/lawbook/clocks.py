"""The clocks of a statute laid out one after the other, before anybody has asked anything.

Times are nominal days from receipt: everybody is taken to use the whole of their time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jurisdictions import Statute
from jurisdictions.events import ANSWERS
from jurisdictions.law import Extension, Term

#: Calendar days that one of a unit takes, about.
DAYS = {
    "hours": 1 / 24,
    "business_days": 7 / 5,
    "calendar_days": 1,
    "weeks": 7,
    "working_weeks": 7,
    "months": 30.4,
    "years": 365.25,
}
#: How long a clock without a number is drawn.
OPEN_DAYS = 20.0
LODGED = ("second_appeal", "appeal", "response")
#: The terms at whose end an event is taken to happen, the first that the statute has.
AT_THE_END_OF: Mapping[str, tuple[str, ...]] = {
    "registered": ("registration",),
    "acknowledged": ("acknowledgment",),
    "routed": ("routing",),
    "extended": ("response",),
    **dict.fromkeys((*ANSWERS, "answered", "refused"), ("response", "production")),
    "appealed": LODGED,
    "appeal_acknowledged": ("appeal_acknowledgment", *LODGED),
    "appeal_registered": ("appeal_acknowledgment", *LODGED),
    "appeal_extended": ("appeal_decision", *LODGED),
    "appeal_opinion": ("appeal_opinion", *LODGED),
    "appeal_decided": ("appeal_decision", "appeal_opinion", *LODGED),
    "appeal_refused": ("appeal_decision", "appeal_opinion", *LODGED),
}
#: What happens while the body works on its answer, if it happens at all.
MIDWAY = {"fee_demanded", "fee_paid", "clarification_requested", "clarified", "tolled", "resumed"}


@dataclass(frozen=True)
class Clock:
    """One clock: `starts`, `ends` and `longest` (with its extensions) in nominal days.

    `is_open`: the law has no number, so the end is only drawn. `is_longer_open`: it may be
    extended without a number.
    """

    term: Term
    starts: float
    ends: float
    longest: float
    is_open: bool
    is_longer_open: bool
    extensions: tuple[Extension, ...] = ()

    @property
    def lane(self) -> str:
        """Name whose clock it is: the requester's, the body's, or that of a step of appeal."""
        if self.term.binds == "requester":
            return "requester"
        return f"step:{self.term.step}" if self.term.step else "agency"


def clocks_of(statute: Statute) -> tuple[Clock, ...]:
    """Return every clock of a statute in the order of the pack."""
    layout = _Layout(statute)
    return tuple(layout.clock(term) for term in statute.terms)


@dataclass
class _Layout:
    statute: Statute
    known: dict[int, float] = field(default_factory=dict)

    def clock(self, term: Term) -> Clock:
        """Lay out one term with its extensions."""
        rules = tuple(rule for rule in self.statute.extensions if rule.term == term.term)
        starts, ends = self.start(term), self.end(term)
        longest = max((_extended(rule, starts, ends) for rule in rules), default=ends)
        return Clock(
            term=term,
            starts=starts,
            ends=ends,
            longest=max(longest, ends),
            is_open=term.amount is None,
            is_longer_open=any(rule.amount is None for rule in rules),
            extensions=rules,
        )

    def start(self, term: Term, inside: tuple[Term, ...] = ()) -> float:
        """Return when a term starts: by what stands in for its anchor if that is not sure."""
        name = term.presume_from or term.start[0]
        return self._time(name, term.from_step or term.step, (*inside, term))

    def end(self, term: Term, inside: tuple[Term, ...] = ()) -> float:
        """Return when a term ends, by the shorter of its lengths."""
        if id(term) not in self.known:
            lengths = [length(term.amount, term.unit)]
            if term.or_amount is not None:
                lengths.append(length(term.or_amount, term.or_unit))
            self.known[id(term)] = self.start(term, inside) + min(lengths)
        return self.known[id(term)]

    def _time(self, name: str, step: str, inside: tuple[Term, ...]) -> float:
        """Return when an anchor is taken to happen."""
        word, _, other = name.partition(":")
        if other:
            return self._end_of((other,), step, inside) + self._after(word, other)
        if name in MIDWAY:
            return self._end_of(("response",), "", inside) / 2
        return self._end_of(AT_THE_END_OF.get(name, ()), step, inside)

    def _end_of(self, names: tuple[str, ...], step: str, inside: tuple[Term, ...]) -> float:
        """Return the end of the first of these terms: of the asking clock's own step if it can be.

        A clock that leads to a step follows what came before that step.
        """
        asking = inside[-1]
        leads_there = (
            asking.binds == "requester" and asking.term != "court" and not asking.from_step
        )
        found = [
            term
            for name in names
            for term in self.statute.terms
            if _is_called(term, name) and not _is_other_way(term, asking) and term not in inside
        ]
        found.sort(key=lambda term: bool(step) and (term.step == step) == leads_there)
        return self.end(found[0], inside) if found else 0.0

    def _after(self, word: str, other: str) -> float:
        """Return how long after its term silence takes hold."""
        rules = [r for r in self.statute.silence if word == "silence" and r.term == other]
        return max((length(r.after_amount, r.after_unit) for r in rules), default=0.0)


def length(amount: int | None, unit: str) -> float:
    """Return nominal days; a term without a number has a length to be drawn, and no more."""
    return OPEN_DAYS if amount is None else amount * DAYS[unit]


def _is_other_way(term: Term, asking: Term) -> bool:
    """Say whether a clock is but another way to the same step, and not what came before."""
    return term.term == asking.term and term.step == asking.step


def _is_called(term: Term, name: str) -> bool:
    """Say whether a term goes by a name; every step may have a decision of its own name."""
    return term.term == name or (name == "appeal_decision" and term.term.endswith("_decision"))


def _extended(rule: Extension, starts: float, ends: float) -> float:
    if rule.amount is None:
        return ends + OPEN_DAYS
    more = length(rule.amount, rule.unit)
    return starts + more if rule.basis == "total" else ends + more
