"""Where a clock starts: the anchors that a term of law may name, found in what happened."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct, field

from jurisdictions.calendars import Calendar
from jurisdictions.events import ANSWERS, REFUSALS
from jurisdictions.law import Pack, Statute
from jurisdictions.receipt import Dated, Receipt
from jurisdictions.rules import Term
from jurisdictions.terms import Count, Span, due_date

#: Anchors that stand for several kinds of event.
GROUPS: dict[str, frozenset[str]] = {
    "answered": ANSWERS,
    "refused": REFUSALS,
    "appeal_refused": frozenset({"appeal_decided"}),
}
#: What a body sends, and a law of service may deem received on a day of its own.
NOTICES = ANSWERS | {"extended", "clarification_requested", "fee_demanded", "appeal_decided"}
DAY_ZERO = {
    "received": "The day of receipt is not counted",
    "registered": "The day of registration is not counted",
    "acknowledged": "The day of the acknowledgment is not counted",
    "determined": "The day of the decision is not counted",
    "sent": "The day of sending is not counted",
    "due": "The day on which the time before it ended is not counted",
    "refused": "The day of the refusal is not counted",
    "answered": "The day of the answer is not counted",
    "appealed": "The day of the appeal is not counted",
    "appeal_decided": "The day of the decision on appeal is not counted",
    "appeal_registered": "The day of registration of the appeal is not counted",
    "clarification_requested": "The day of the body's question is not counted",
    "silence": "The day on which the time to answer ended is not counted",
}
NOUNS = {
    "registered": "registration",
    "acknowledged": "the acknowledgment",
    "appeal_registered": "registration of the appeal",
}


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
    """What later terms may refer to of an earlier deadline; `silent_on` is when silence took hold.

    `silent_on` is None while the body can still answer in time, and if it did.
    """

    due_on: date
    is_presumed: bool
    silent_on: date | None = None


class Matter(Struct):
    """What one fold knows; `past` fills as the deadlines are built in the order of the pack.

    `days_used` are the days of extension that the body took, by term. `is_undisturbed`: nothing
    here can stop any clock, the common case.
    """

    pack: Pack
    statute: Statute
    dated: list[Dated]
    receipt: Receipt
    calendar: Calendar
    as_of: datetime
    as_of_on: date
    closures: tuple[Closure, ...] = ()
    is_undisturbed: bool = False
    past: dict[str, list[Past]] = field(default_factory=dict)
    days_used: dict[str, int] = field(default_factory=dict)
    notes: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look once for anything that may stop a clock."""
        starts = {rule.starts_on for rule in self.statute.tolling}
        self.is_undisturbed = not (
            self.closures or self.statute.windows or self.pack.suspensions
        ) and not any(entry.event.kind in starts for entry in self.dated)

    def note(self, text: str, *, is_doubt: bool = False) -> None:
        """Add a note once; a doubt says what is presumed, unverified or disputed."""
        self.notes[text] = is_doubt


def anchors_for(matter: Matter, term: Term) -> list[Anchor]:
    """Every start this term has so far: one per refusal, for example; none if it has not begun."""
    if term.only_if and not any(_happened(matter, word) for word in term.only_if):
        return []
    for name in term.start:
        found = _find(matter, name, term)
        if found:
            return [_bounded(matter, term, anchor) for anchor in found]
    if not term.presume_from:
        return []
    presumed = _find(matter, term.presume_from, term)
    if presumed:
        _note_presumption(matter, term, presumed[0].on)
    name = term.start[0]
    return [_bounded(matter, term, Anchor(a.on, a.at, name, a.event, True)) for a in presumed]


def _happened(matter: Matter, word: str) -> bool:
    """Whether an event of that kind is on record or, for `silence:TERM`, that silence set in."""
    _, _, term = word.partition("silence:")
    if term:
        return any(past.silent_on for past in matter.past.get(term, ()))
    return any(entry.event.kind == word for entry in matter.dated)


def _note_presumption(matter: Matter, term: Term, on: date) -> None:
    name, word = term.start[0], term.presume_from
    is_due = word.startswith("due:")
    what = f"the last day for {word[4:]}" if is_due else f"the day on which it was {word}"
    matter.note(
        f"{term.label}: the day of {NOUNS.get(name, name)} is not known, so the count starts on "
        f"{on}, {what}; enter the real day.",
        is_doubt=True,
    )


def _bounded(matter: Matter, term: Term, anchor: Anchor) -> Anchor:
    """Start no later than the term's `at_latest` anchor, and no earlier than `at_earliest`."""
    for latest in _find(matter, term.at_latest, term) if term.at_latest else ():
        if latest.on < anchor.on:
            matter.note(f"{term.label}: the law starts the clock on {latest.on} at the latest.")
            anchor = latest
    for earliest in _find(matter, term.at_earliest, term) if term.at_earliest else ():
        if earliest.on > anchor.on:
            matter.note(f"{term.label}: the law starts the clock on {earliest.on} at the earliest.")
            anchor = earliest
    return anchor


def _find(matter: Matter, name: str, term: Term) -> list[Anchor]:
    if name == "received":
        receipt = matter.receipt
        return [Anchor(receipt.on, receipt.at, name, None, receipt.is_presumed)]
    word, _, other = name.partition(":")
    if word == "due":
        past = matter.past.get(other, ())
        return [Anchor(p.due_on, None, name, None, p.is_presumed) for p in past]
    if word == "silence":
        past = matter.past.get(other, ())
        return [
            Anchor(p.silent_on, None, name, None, p.is_presumed)
            for p in past
            if p.silent_on is not None
        ]
    kinds = GROUPS.get(name, frozenset({name}))
    return [
        Anchor(_day_of(matter, term, e), e.event.notified_at or e.event.at, name, e)
        for e in matter.dated
        if e.event.kind in kinds and has_step(e, term.from_step or term.step)
    ]


def _day_of(matter: Matter, term: Term, entry: Dated) -> date:
    """The day of registration if stated; else that of notice, or the one the law deems it to be."""
    if entry.event.registered_on:
        return entry.event.registered_on
    channel, service = entry.event.channel, matter.statute.service
    rule = service.get(channel or "", service.get("any")) if service else None
    if rule is None or term.binds != "requester" or entry.event.kind not in NOTICES:
        return entry.notified_on
    span = Span(rule.amount, rule.unit)
    count = Count(start=entry.on, spans=(span,), calendar=matter.calendar, roll=rule.roll)
    deemed = due_date(count)
    if entry.notified_on > deemed:
        return entry.notified_on
    matter.note(
        f"What the body sent on {entry.on} counts as received on {deemed} ({rule.cite}); enter the "
        "day of arrival if it came later."
    )
    return deemed


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
