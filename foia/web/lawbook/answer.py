"""An answer of the calculator: where the request stands, and every date with its days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from foia.web import days
from foia.web.lawbook.question import Question, statute_of
from foia.web.pictures.months import Month, months_of
from foia.web.pictures.timeline import Moment, Picture, Span, draw
from foia.web.sentences import to_reader
from jurisdictions import Deadline, Event, Statute, Timeline

WIDE, NARROW = 720, 340
SHORT = 31
#: A longer count is told in words; the months of three years help nobody.
MOST_DAYS = 400
#: How many counted days one page draws; the deadlines after that are told in words too.
MOST_ON_A_PAGE = 1500


@dataclass(frozen=True)
class Happening:
    """One event; `number` is its dot in the picture."""

    number: int
    event: Event
    on: date


@dataclass(frozen=True)
class Due:
    """One deadline, with its counted days if they are few enough to be drawn."""

    number: int
    deadline: Deadline
    counted: tuple[dict[str, Any], ...]
    months: tuple[Month, ...]
    is_first: bool

    @property
    def is_short(self) -> bool:
        """Say whether the list of days is short enough to stand open beside its months."""
        return len(self.counted) <= SHORT

    @property
    def days_between(self) -> int:
        """Return how many calendar days lie between the start and the last day."""
        return (self.deadline.due_on - self.deadline.starts_on).days


@dataclass(frozen=True)
class Answer:
    """Everything the calculator shows. `first` is the date that matters next, if there is one."""

    timeline: Timeline
    statute: Statute | None
    happenings: tuple[Happening, ...]
    dues: tuple[Due, ...]
    pictures: tuple[tuple[str, Picture], ...]
    first: Due | None
    today: date

    @property
    def has_missed(self) -> bool:
        """Say whether a date has passed without what was due."""
        return any(due.deadline.state == "missed" for due in self.dues)


def answer(question: Question, timeline: Timeline) -> Answer:
    """Arrange a timeline for the screen."""
    today = timeline.as_of.date()
    happenings = _happenings(question)
    coming = timeline.next_deadline(timeline.as_of)
    dues = _dues(timeline, coming)
    return Answer(
        timeline=timeline,
        statute=statute_of(question.pack, timeline),
        happenings=happenings,
        dues=dues,
        pictures=_pictures(happenings, dues, today),
        first=next((due for due in dues if due.is_first), None),
        today=today,
    )


def _happenings(question: Question) -> tuple[Happening, ...]:
    events = [question.start.event(), *(form.event() for form in question.events)]
    events.sort(key=lambda event: event.at)
    return tuple(Happening(n, event, event.at.date()) for n, event in enumerate(events, 1))


def _dues(timeline: Timeline, coming: Deadline | None) -> tuple[Due, ...]:
    """Give each deadline its months, until the page has drawn as many days as it may."""
    dues: list[Due] = []
    drawn = 0
    for number, deadline in enumerate(timeline.deadlines, 1):
        counted = _counted(deadline) if drawn < MOST_ON_A_PAGE else ()
        drawn += len(counted)
        months = months_of(counted, deadline.due_on)
        dues.append(Due(number, deadline, counted, months, deadline is coming))
    return tuple(dues)


def _counted(deadline: Deadline) -> tuple[dict[str, Any], ...]:
    """Return the days as rows, none if they are too many or go by hours."""
    if deadline.count is None or (deadline.due_on - deadline.starts_on).days > MOST_DAYS:
        return ()
    return tuple(
        {"date": day.date.isoformat(), "counts": day.counts, "why": day.why}
        for day in deadline.counted
    )


def _pictures(
    happenings: tuple[Happening, ...], dues: tuple[Due, ...], today: date
) -> tuple[tuple[str, Picture], ...]:
    moments = [Moment(h.number, h.on) for h in happenings]
    spans = [_span(due) for due in dues]
    drawn = (
        (size, draw(moments=moments, spans=spans, today=today, width=width))
        for width, size in ((WIDE, "is-wide"), (NARROW, "is-narrow"))
    )
    return tuple((size, picture) for size, picture in drawn if picture)


def _span(due: Due) -> Span:
    deadline = due.deadline
    return Span(
        label=f"{days.day_of_year(deadline.due_on)}: {to_reader(deadline.label)}",
        starts_on=min(deadline.starts_on, deadline.due_on),
        due_on=deadline.due_on,
        binds=deadline.binds,
        state=deadline.state,
        skipped=tuple(date.fromisoformat(d["date"]) for d in due.counted if not d["counts"]),
    )
