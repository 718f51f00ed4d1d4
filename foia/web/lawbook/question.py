"""A question to the calculator, read from the query of an address: nothing of it is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from foia.web.forms.dates import StartForm
from foia.web.forms.happened import ClosureForm, EventForm
from jurisdictions import DomainError, Pack, Statute, Timeline, fold

ROW = re.compile(r"^(e|c)([1-9]\d{0,2})-")
MOST_ROWS, LAST_ROW = 30, 999


class TooMuch(DomainError):
    """More than one request for records could have been through."""


@dataclass
class Question:
    """The forms of the page. `is_asked`: the address has a question, good or bad."""

    pack: Pack
    start: StartForm
    events: list[EventForm] = field(default_factory=list)
    closures: list[ClosureForm] = field(default_factory=list)
    blank: EventForm | None = None
    blank_closure: ClosureForm | None = None
    is_asked: bool = False

    def is_valid(self) -> bool:
        """Say whether every row can be read; the forms say what is wrong with the others."""
        return all(form.is_valid() for form in (self.start, *self.events, *self.closures))

    def wrong(self) -> list[tuple[str, str, str]]:
        """Return everything that is wrong as (id of the field, its label, what is wrong)."""
        return [
            (bound.id_for_label, str(bound.label), str(error))
            for form in (self.start, *self.events, *self.closures)
            for bound in form
            for error in bound.errors
        ]


def read_question(pack: Pack, query: Mapping[str, Any]) -> Question:
    """Return the forms, filled from the query; `TooMuch` if it has more rows than any request."""
    rows: dict[str, set[int]] = {"e": set(), "c": set()}
    for name in query:
        found = ROW.match(name)
        if found:
            rows[found[1]].add(int(found[2]))
    if max(len(numbers) for numbers in rows.values()) > MOST_ROWS:
        raise TooMuch(
            _(
                "These are more events or closures than this page counts, which is %(most)d of "
                "each; leave out those that move no clock."
            )
            % {"most": MOST_ROWS}
        )
    is_asked = bool(rows["e"] or rows["c"] or "on" in query)
    question = Question(pack, StartForm(query if is_asked else None, pack=pack), is_asked=is_asked)
    _add_events(question, query, sorted(rows["e"]))
    _add_closures(question, query, sorted(rows["c"]))
    return question


def _add_events(question: Question, query: Mapping[str, Any], numbers: list[int]) -> None:
    """Add the rows that have something in them, and one to fill in."""
    pack, zone = question.pack, question.start.zone
    forms = [EventForm(query, prefix=f"e{n}", pack=pack, zone=zone) for n in numbers]
    question.events = [form for form in forms if not form.is_blank]
    question.blank = EventForm(None, prefix=f"e{_next(numbers)}", pack=pack, zone=zone)


def _add_closures(question: Question, query: Mapping[str, Any], numbers: list[int]) -> None:
    forms = [ClosureForm(query, prefix=f"c{n}") for n in numbers]
    question.closures = [form for form in forms if not form.is_blank]
    question.blank_closure = ClosureForm(None, prefix=f"c{_next(numbers)}")


def _next(numbers: list[int]) -> int:
    """Return the number of the next row: after the last, or the first one free."""
    after = max(numbers, default=0) + 1
    return after if after <= LAST_ROW else next(n for n in range(1, after) if n not in numbers)


def ask(question: Question, now: datetime) -> Timeline:
    """Fold what a question says; `DomainError` for what cannot be.  The forms must be valid."""
    start = question.start.cleaned_data
    as_of = now
    if start["as_of"]:
        as_of = datetime.combine(start["as_of"], time.max, question.start.zone)
    return fold(
        question.pack,
        [question.start.event(), *(form.event() for form in question.events)],
        as_of=as_of,
        variants=start.get("variant") or (),
        closed=[form.closure() for form in question.closures],
        calendar=start.get("calendar") or "",
    )


def statute_of(pack: Pack, timeline: Timeline) -> Statute | None:
    """Return the version of the law by which a timeline was counted; None where there is none."""
    return next((s for s in pack.statutes if s.version == timeline.statute_version), None)
