"""What has happened to a request, as a later letter and the choice of one need to know it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from foia.letters.grounds import grounds_of
from foia.letters.ladder import appeal_of
from foia.letters.letter import Circumstances
from foia.letters.outline import AGAINST, OUTLINES
from jurisdictions import Deadline, Pack, Statute, Timeline
from jurisdictions.events import REFUSALS

REMINDERS = ("overdue", "overdue_second", "overdue_final")
FEES = ("fee_objection", "fee_waiver")
#: What the docket notes of an appeal that was decided as its writer asked.
WON = "won"


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its day at the body, with what the reader found in the letter that told it.

    `fee` is a sum of money and `cited` are provisions, both in the body's own words. `is_won`: an
    appeal was decided as asked.
    """

    kind: str
    on: date
    step: str = ""
    until: date | None = None
    fee: str = ""
    cited: tuple[str, ...] = ()
    is_won: bool = False


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that a person approved. `left_on` is None until it has left; `step`: an appeal's."""

    kind: str
    left_on: date | None
    step: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What only the requester can say. `grounds` None: not chosen, so they follow the citations.

    `step` is the step of the law that an appeal or complaint takes.
    """

    amount: str = ""
    explanation: str = ""
    grounds: tuple[str, ...] | None = None
    step: str = ""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A request up to `today`, a day at the body. Events in the order in which they happened."""

    pack: Pack
    timeline: Timeline
    today: date
    events: tuple[Happened, ...] = ()
    letters: tuple[Written, ...] = ()
    items: int = 1

    @property
    def statute(self) -> Statute:
        """The version of the law under which the request stands."""
        return self.pack.statute_on(self.timeline.law_on or self.today)

    @property
    def sent_on(self) -> date | None:
        """The day on which the request left, or came in where only that is on record."""
        known = (event.on for event in self.events if event.kind in ("sent", "received"))
        return next(known, None)

    @property
    def expected(self) -> Deadline | None:
        """The deadline for the answer: the missed one if there is one. None: the law has none."""
        answers = [due for due in self.timeline.deadlines if due.term == "response"]
        missed = [due for due in answers if due.state == "missed"]
        return next(reversed(missed or answers), None)

    @property
    def lodged(self) -> tuple[str, ...]:
        """The steps of appeal that were taken, in their order."""
        return tuple(event.step for event in self.events if event.kind == "appealed")

    def last(self, *kinds: str) -> Happened | None:
        """The latest event of one of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def unsettled(self, kind: str, by: Iterable[str]) -> Happened | None:
        """The latest event of a kind, unless an event of the kinds in `by` came after it."""
        latest = self.last(kind, *by)
        return latest if latest and latest.kind == kind else None

    def written(self, kind: str, since: date = date.min) -> Written | None:
        """The latest letter of a kind that left on that day or later, or is about to leave."""
        fits = (
            letter
            for letter in reversed(self.letters)
            if letter.kind == kind and (letter.left_on is None or letter.left_on >= since)
        )
        return next(fits, None)


def circumstances(kind: str, past: Past, given: Given) -> Circumstances:
    """Return what a letter of `kind` speaks of, from what happened and what the requester says."""
    asked = past.last("fee_demanded" if kind in FEES else "clarification_requested")
    extended = past.last("extended")
    refused = past.last("no_records") if kind == "search_certification" else past.last(*REFUSALS)
    step = appeal_of(past.statute, given.step) if kind in AGAINST else None
    reminded = [w.left_on for w in past.letters if w.kind in REMINDERS and w.left_on]
    return Circumstances(
        sent_on=past.sent_on,
        reminded_on=max(reminded, default=None),
        asked_on=asked.on if asked else None,
        extended_on=extended.on if extended else None,
        until=until(past, extended),
        is_late=is_late(past, extended),
        decided_on=refused.on if refused else None,
        amount=given.amount or (asked.fee if asked else ""),
        explanation=given.explanation,
        cited=refused.cited if refused else (),
        grounds=_grounds(past, refused) if given.grounds is None else given.grounds,
        remedy=step.cite if step else "",
        **_review(past) if kind == "complaint" else {},
    )


def _review(past: Past) -> dict[str, Any]:
    """What a complaint says of the review before it: when it was asked for, and what came of it."""
    asked = past.last("appealed")
    decided = past.unsettled("appeal_decided", {"appealed"})
    missed = [
        due
        for due in past.timeline.deadlines
        if due.term == "appeal_decision" and due.state == "missed"
    ]
    late = missed[-1] if missed and decided is None else None
    return {
        "review_asked_on": asked.on if asked else None,
        "review_decided_on": decided.on if decided else None,
        "review_due_on": late.due_on if late else None,
        "review_cite": late.cite if late else "",
    }


def expected_by(kind: str, past: Past, known: Circumstances) -> Deadline | None:
    """Return the deadline that a letter of `kind` names: only one that speaks of a missed date."""
    is_of_silence = kind in AGAINST and known.decided_on is None
    if OUTLINES[kind].is_after_due or is_of_silence or kind == "late_extension":
        return past.expected
    return None


def until(past: Past, extended: Happened | None) -> date | None:
    """Return until when the body wants to extend: the day it names, else the days it may take."""
    if extended is None:
        return None
    claimed = (due.due_on for due in past.timeline.deadlines if due.term == "extension")
    return extended.until or next(claimed, None)


def is_late(past: Past, extended: Happened | None) -> bool:
    """Say whether the extension came after the last day for it, or after the answer was due."""
    if extended is None:
        return False
    states = [due.state for due in past.timeline.deadlines if due.term == "extension_notice"]
    return "late" in states or bool(past.expected and extended.on > past.expected.due_on)


def _grounds(past: Past, refused: Happened | None) -> tuple[str, ...]:
    """Return what the provisions cited protect; that no records exist is a ground of its own."""
    if refused is None:
        return ()
    found = grounds_of(refused.cited, past.statute.exemptions)
    return (*found, "no_records") if refused.kind == "no_records" else found
