"""Where a clock starts: the anchors that a term of law may name, found in what happened."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct, field

from jurisdictions.events import ANSWERS, REFUSALS
from jurisdictions.law import Pack, Statute, Term
from jurisdictions.receipt import Dated, Receipt

#: Anchors that stand for several kinds of event.
GROUPS: dict[str, frozenset[str]] = {
    "answered": ANSWERS,
    "refused": REFUSALS,
    "appeal_refused": frozenset({"appeal_decided"}),
}
DAY_ZERO = {
    "received": "The day of receipt is not counted",
    "registered": "The day of registration is not counted",
    "refused": "The day of the refusal is not counted",
    "answered": "The day of the answer is not counted",
    "appealed": "The day of the appeal is not counted",
    "appeal_decided": "The day of the decision on appeal is not counted",
    "appeal_registered": "The day of registration of the appeal is not counted",
    "clarification_requested": "The day of the body's question is not counted",
    "silence": "The day on which the time to answer ended is not counted",
}
NOUNS = {"registered": "registration", "appeal_registered": "registration of the appeal"}


class Closure(Struct, frozen=True):
    """Days, both included, on which this one body is closed, and why."""

    first: date
    last: date
    reason: str = ""


class Anchor(Struct, frozen=True):
    """The day on which a clock starts, what started it, and whether that is only presumed."""

    on: date
    at: datetime | None
    name: str
    event: Dated | None = None
    is_presumed: bool = False


class Past(Struct, frozen=True):
    """What later terms may refer to of an earlier deadline."""

    due_on: date
    is_presumed: bool
    is_unanswered: bool


class Matter(Struct):
    """What one fold knows; `past` fills as the deadlines are built in the order of the pack."""

    pack: Pack
    statute: Statute
    dated: list[Dated]
    receipt: Receipt
    as_of: datetime
    as_of_on: date
    closures: tuple[Closure, ...] = ()
    past: dict[str, list[Past]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)


def anchors_for(matter: Matter, term: Term) -> list[Anchor]:
    """Every start this term has so far: one per refusal, for example; none if it has not begun."""
    if term.only_if and not any(entry.event.kind in term.only_if for entry in matter.dated):
        return []
    for name in term.start:
        found = _find(matter, name, term.step)
        if found:
            return [_capped(matter, term, anchor) for anchor in found]
    if not term.presume_from:
        return []
    presumed = _find(matter, term.presume_from, term.step)
    if presumed:
        _note_presumption(matter, term, presumed[0].on)
    name = term.start[0]
    return [Anchor(a.on, a.at, name, a.event, True) for a in presumed]


def _note_presumption(matter: Matter, term: Term, on: date) -> None:
    name, word = term.start[0], term.presume_from
    is_due = word.startswith("due:")
    what = f"the last day for {word[4:]}" if is_due else f"the day on which it was {word}"
    matter.note(
        f"{term.label}: the day of {NOUNS.get(name, name)} is not known, so the count starts on "
        f"{on}, {what}; enter the real day."
    )


def _capped(matter: Matter, term: Term, anchor: Anchor) -> Anchor:
    """Start no later than the term's `at_latest` anchor."""
    if not term.at_latest:
        return anchor
    for latest in _find(matter, term.at_latest, term.step):
        if latest.on < anchor.on:
            matter.note(f"{term.label}: the law starts the clock on {latest.on} at the latest.")
            return latest
    return anchor


def _find(matter: Matter, name: str, step: str) -> list[Anchor]:
    if name == "received":
        receipt = matter.receipt
        return [Anchor(receipt.on, receipt.at, name, None, receipt.is_presumed)]
    word, _, term = name.partition(":")
    if word == "due":
        return [
            Anchor(p.due_on, None, name, None, p.is_presumed) for p in matter.past.get(term, ())
        ]
    if word == "silence":
        silent = [p for p in matter.past.get(term, ()) if p.is_unanswered]
        return [Anchor(p.due_on, None, name, None, p.is_presumed) for p in silent]
    kinds = GROUPS.get(name, frozenset({name}))
    return [
        Anchor(_day_of(entry), entry.event.notified_at or entry.event.at, name, entry)
        for entry in matter.dated
        if entry.event.kind in kinds and has_step(entry, step)
    ]


def _day_of(entry: Dated) -> date:
    return entry.event.registered_on or entry.notified_on


def has_step(entry: Dated, step: str) -> bool:
    """Whether an event belongs to that step of appeal; an event without a step fits any."""
    return not step or entry.event.step in (None, step)


def day_zero(anchor: Anchor) -> str:
    """Why the first day is not counted, in words."""
    return DAY_ZERO.get(
        anchor.name.partition(":")[0], "The day that starts the clock is not counted"
    )


def _were_remedies_notified(matter: Matter, anchor: Anchor) -> bool:
    """The notice that starts the clock, or for silence an acknowledgment, named the remedies."""
    if anchor.event is not None:
        return bool(anchor.event.event.remedies_notified)
    return any(
        entry.event.remedies_notified
        and entry.event.kind in ("acknowledged", "appeal_acknowledged")
        for entry in matter.dated
    )


#: Rules by which a limit is hard only in some cases; packs refer to them by name.
HARD_IF: dict[str, Callable[[Matter, Anchor], bool]] = {
    "remedies_notified": _were_remedies_notified
}
