"""A request as its page tells it: what happened, what is due, what was said, what to do next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from foia import docket, drafts
from foia.letters.outline import APPEALS
from foia.letters.past import Past
from foia.models import (
    DatesMoved,
    Deadline,
    Delivery,
    Finding,
    Message,
    RecordsRequest,
)
from foia.web import days
from foia.web.correspondence import Item, items_of
from foia.web.happened import Happening, Told, happenings_of, told_of
from foia.web.law import Law, law_at
from foia.web.learnt_tags import asked_records, record_label
from foia.web.pictures.months import Month, months_of
from foia.web.pictures.timeline import Moment, Picture, Span, draw
from foia.web.sentences import to_reader
from jurisdictions import DomainError, Timeline, to_plain

WIDE, NARROW = 860, 340
SHORT = 31


Counted = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """One deadline with its months."""

    deadline: Deadline
    counted: tuple[Counted, ...]
    months: tuple[Month, ...]
    is_first: bool

    @property
    def is_short(self) -> bool:
        """Say whether the list of days is short enough to stand open beside its months."""
        return len(self.counted) <= SHORT


@dataclass(frozen=True)
class Learnt:
    """What is known of one kind of record; without a finding it is pending."""

    category: str
    label: str
    finding: Finding | None

    @property
    def state(self) -> str:
        """The finding's state, or that it is pending."""
        return self.finding.state if self.finding else Finding.State.PENDING


@dataclass(frozen=True)
class Story:
    """Everything the page of one request shows."""

    request: RecordsRequest
    law: Law
    zone: ZoneInfo
    happenings: tuple[Happening, ...]
    happened: tuple[Told, ...]
    dues: tuple[Due, ...]
    moves: tuple[DatesMoved, ...]
    items: tuple[Item, ...]
    learnt: tuple[Learnt, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    past: Past | None
    wide: Picture | None
    narrow: Picture | None

    @property
    def unclear(self) -> Item | None:
        """Return the letter of which nobody knows whether it left."""
        return self.first(Delivery.State.UNCLEAR)

    @property
    def is_moving(self) -> bool:
        """Say whether the page will change by itself within seconds."""
        moving = (Delivery.State.WAITING, Delivery.State.HANDING_OVER)
        return any(item.delivery and item.delivery.state in moving for item in self.items)

    def first(self, state: str) -> Item | None:
        """Return the first message whose last delivery is in this state."""
        return next((i for i in self.items if i.delivery and i.delivery.state == state), None)

    def has_news_since(self, seen_at: datetime | None) -> bool:
        """Say whether mail came in after a moment; None: nobody has looked yet."""
        came_in = [i.message for i in self.items if i.message.direction == Message.Direction.IN]
        return any(seen_at is None or message.created_at > seen_at for message in came_in)

    def letter_ids(self) -> list[str]:
        """Return the Message-IDs of the letters to the body itself, not of appeals to others."""
        letters = [item.message for item in self.items if item.is_letter]
        return [letter.message_id for letter in letters if letter.step not in APPEALS]


def tell(request: RecordsRequest, *, now: datetime) -> Story:
    """Load and arrange one request, in a fixed number of queries."""
    law = law_at(request.jurisdiction_code, now)
    zone = ZoneInfo(law.pack.time_zone)
    happenings = happenings_of(request, zone)
    timeline = _timeline(request, happenings, now)
    dues = _dues(request, timeline)
    items = items_of(request)
    happened = told_of(happenings, items, zone)
    moments = [Moment(told.number, told.on) for told in happened]
    spans = [_span(due) for due in dues]
    pictures = [
        draw(moments=moments, spans=spans, today=law.today, width=width) for width in (WIDE, NARROW)
    ]
    return Story(
        request=request,
        law=law,
        zone=zone,
        happenings=happenings,
        happened=happened,
        dues=dues,
        moves=tuple(request.moved_dates.select_related("change").order_by("-at", "-pk")),
        items=items,
        learnt=_learnt(request),
        doubts=timeline.doubts if timeline else tuple(request.notes),
        notes=tuple(note for note in timeline.notes if note not in timeline.doubts)
        if timeline
        else (),
        past=_past(request, happenings, items, timeline),
        wide=pictures[0],
        narrow=pictures[1],
    )


def _span(due: Due) -> Span:
    deadline = due.deadline
    return Span(
        label=f"{days.day_of_year(deadline.due_on)}: {to_reader(deadline.label)}",
        starts_on=deadline.starts_on or deadline.due_on,
        due_on=deadline.due_on,
        binds=deadline.binds,
        state=deadline.state,
        skipped=tuple(date.fromisoformat(row["date"]) for row in due.counted if not row["counts"]),
    )


def _timeline(
    request: RecordsRequest, happenings: tuple[Happening, ...], now: datetime
) -> Timeline | None:
    """Fold anew, or tell nothing: the dates on file stay until a person mends the history."""
    try:
        return docket.fold_entries(request, [h.entry for h in happenings], now)
    except DomainError:
        return None


def _dues(request: RecordsRequest, timeline: Timeline | None) -> tuple[Due, ...]:
    """Give each deadline its counted days and months; the first that runs is shown open."""
    deadlines = list(request.deadlines.order_by("due_on", "position"))
    first = next((deadline.pk for deadline in deadlines if deadline.state == "running"), None)
    plain = to_plain(timeline)["deadlines"] if timeline else ()
    counted = {(d["term"], d["step"], d["due_on"]): tuple(d["counted"]) for d in plain}
    return tuple(
        Due(d, found, months_of(found, d.due_on), d.pk == first)
        for d in deadlines
        for found in (counted.get((d.term, d.step, d.due_on.isoformat()), ()),)
    )


def _past(
    request: RecordsRequest,
    happenings: tuple[Happening, ...],
    items: tuple[Item, ...],
    timeline: Timeline | None,
) -> Past | None:
    """What the choice of the next letter needs to know, from the rows that are loaded already."""
    if timeline is None:
        return None
    return drafts.told(
        request,
        [h.entry for h in happenings if h.counts],
        {item.message.pk: item.reading.found for item in items if item.reading},
        [item.message for item in items if item.is_letter and not item.is_draft],
        timeline,
    )


def _learnt(request: RecordsRequest) -> tuple[Learnt, ...]:
    """What is known of each kind of record, once the request has left."""
    rows = request.findings.select_related("attachment", "said_by").order_by("pk")
    found = {row.category: row for row in rows}
    if request.stage == RecordsRequest.NOT_SENT:
        return ()
    asked = {record.category: record.label for record in asked_records(request)}
    labels = asked | {each: record_label(each) for each in found if each not in asked}
    return tuple(Learnt(each, label, found.get(each)) for each, label in labels.items())
