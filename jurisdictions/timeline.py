"""The fold: from a pack and a list of events to where the request stands and every deadline."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, structs

from jurisdictions.anchors import Closure, Matter
from jurisdictions.errors import DomainError
from jurisdictions.events import EARLIEST_YEAR, LATEST_YEAR, Event
from jurisdictions.law import Note, Pack, Statute, Term, zone
from jurisdictions.limits import Deadline, deadlines_for
from jurisdictions.receipt import Dated, Receipt, first_of, in_zone, receipt_of
from jurisdictions.stage import stage_of
from jurisdictions.stops import note_unknown_stops


class BadDocket(DomainError):
    """Events, variants or closures that cannot be true together."""


class Timeline(Struct, frozen=True, kw_only=True):
    """Where a request stands under which law; deadlines in the order in which they fall."""

    jurisdiction: str
    statute_version: str
    stage: str
    as_of: datetime
    deadlines: tuple[Deadline, ...] = ()
    notes: tuple[str, ...] = ()

    def next_deadline(self, as_of: datetime) -> Deadline | None:
        """The first date still to come, whomever it binds; None if nothing runs."""
        today = as_of.astimezone(self.as_of.tzinfo).date()
        open_ones = [d for d in self.deadlines if d.state in ("running", "paused")]
        return next((d for d in open_ones if d.due_on >= today), None)


def fold(
    pack: Pack,
    events: Sequence[Event],
    *,
    as_of: datetime,
    variants: Sequence[str] = (),
    closed: Iterable[Closure | tuple[date, date] | tuple[date, date, str]] = (),
) -> Timeline:
    """Where the request stands at `as_of` (aware), with every deadline and its reasons.

    `closed`: days, both included, on which this body is closed; the pack says whether they stop
    the count. Raises a `DomainError` for events, variants or closures that cannot be.
    """
    _require_sane(as_of)
    where = zone(pack.time_zone)
    local, dated = as_of.astimezone(where), in_zone(list(events), where)
    start = first_of(dated, "received") or first_of(dated, "sent") or _stated(dated)
    statute = pack.statute_on(start.on if start else local.date())
    for name in variants:
        _variant(pack, statute, name)
    if start is None:
        return _without_start(pack, statute, dated, local)
    receipt = receipt_of(pack, statute, dated, where)
    _require_order(dated, receipt)
    if receipt is None:
        return _awaiting_receipt(pack, statute, local)
    closures = tuple(map(_closure, closed))
    return _folded(Matter(pack, statute, dated, receipt, local, local.date(), closures), variants)


def _folded(matter: Matter, variants: Sequence[str]) -> Timeline:
    for text in matter.receipt.notes:
        matter.note(text)
    built: list[Deadline] = []
    for term in _terms(matter, variants):
        built += deadlines_for(matter, term)
    note_unknown_stops(matter)
    _note_questions(matter, built, variants)
    built.sort(key=lambda deadline: deadline.due_on)
    return Timeline(
        jurisdiction=matter.pack.code,
        statute_version=matter.statute.version,
        stage=stage_of(matter, built),
        as_of=matter.as_of,
        deadlines=tuple(built),
        notes=tuple(matter.notes),
    )


def _terms(matter: Matter, variants: Sequence[str]) -> list[Term]:
    """The statute's terms, those of the variants in place of the ones of the same name."""
    terms = list(matter.statute.terms)
    for name in variants:
        variant = _variant(matter.pack, matter.statute, name)
        replaced = {term.term for term in variant.terms}
        position = next((i for i, t in enumerate(terms) if t.term in replaced), len(terms))
        kept = [term for term in terms if term.term not in replaced]
        terms = [*kept[:position], *variant.terms, *kept[position:]]
        matter.note(f"Counted as: {variant.label} ({variant.cite}).")
    return terms


def _variant(pack: Pack, statute: Statute, name: str) -> Any:
    for variant in statute.variants:
        if variant.name == name:
            return variant
    known = ", ".join(variant.name for variant in statute.variants) or "none"
    raise BadDocket(f"{pack.code} has no variant {name!r}; its variants are: {known}.")


def _note_questions(matter: Matter, built: Sequence[Deadline], variants: Sequence[str]) -> None:
    """Add the pack's open questions that touch this timeline, and what nobody has verified."""
    for note in matter.pack.notes:
        if _matters(note, matter, built, variants):
            matter.note(f"{note.text} ({note.cite})" if note.cite else note.text)
    if matter.closures and matter.statute.closures == "count":
        for closure in matter.closures:
            matter.note(
                f"The body's closure {closure.first} to {closure.last} "
                f"({closure.reason or 'no reason given'}) does not stop the count: "
                f"{matter.statute.closures_why}"
            )
    for deadline in built:
        if not deadline.verified:
            matter.note(
                f"Not verified: {deadline.label} ({deadline.cite}); check before relying on it."
            )


def _matters(
    note: Note, matter: Matter, built: Sequence[Deadline], variants: Sequence[str]
) -> bool:
    if note.terms and not any(deadline.term in note.terms for deadline in built):
        return False
    when = note.when
    if when == "closure":
        return bool(matter.closures)
    if when == "presumed":
        return any(deadline.is_presumed for deadline in built)
    if when.startswith("variant:"):
        return when.removeprefix("variant:") in variants
    return not when or any(entry.event.kind == when for entry in matter.dated)


def _stated(dated: list[Dated]) -> Dated | None:
    """An event that proves receipt although neither sending nor receipt was recorded."""
    for entry in dated:
        if entry.event.kind == "registered":
            return entry
        if entry.event.kind == "acknowledged" and entry.event.received_on:
            return structs.replace(entry, on=entry.event.received_on)
    return None


def _without_start(pack: Pack, statute: Statute, dated: list[Dated], as_of: datetime) -> Timeline:
    if dated:
        first = dated[0]
        raise BadDocket(
            f"The event {first.event.kind!r} of {first.on} has no request before it: "
            "add a `sent` or `received` event."
        )
    return Timeline(
        jurisdiction=pack.code, statute_version=statute.version, stage="not_sent", as_of=as_of
    )


def _awaiting_receipt(pack: Pack, statute: Statute, as_of: datetime) -> Timeline:
    note = (
        "The day of receipt is not known and no rule presumes it for this channel: enter the date "
        "(a delivery receipt, an acknowledgment) and the deadlines follow."
    )
    return Timeline(
        jurisdiction=pack.code,
        statute_version=statute.version,
        stage="awaiting_receipt",
        as_of=as_of,
        notes=(note,),
    )


def _require_order(dated: list[Dated], receipt: Receipt | None) -> None:
    """Nothing can happen to a request before it was sent, and before it was received."""
    sent = first_of(dated, "sent")
    floor, what = (sent.on, "sent") if sent else (date.min, "")
    if receipt and not receipt.is_presumed and receipt.on > floor:
        arrival = first_of(dated, "received")
        floor, what = (arrival.on if arrival else receipt.on), "received"
    for entry in dated:
        if entry.event.kind != "sent" and entry.on < floor:
            raise BadDocket(
                f"The event {entry.event.kind!r} of {entry.on} is before {floor}, the day on which "
                f"the request was {what}: correct one of the two dates."
            )


def _closure(entry: Closure | tuple[date, date] | tuple[date, date, str]) -> Closure:
    closure = entry if isinstance(entry, Closure) else Closure(*entry)
    if closure.last < closure.first:
        raise BadDocket(
            f"The closure {closure.first}..{closure.last} ends before it begins: swap the dates."
        )
    return closure


def _require_sane(as_of: datetime) -> None:
    if as_of.tzinfo is None or not EARLIEST_YEAR <= as_of.year <= LATEST_YEAR:
        raise BadDocket(
            f"as_of is {as_of.isoformat()}: expected a moment with an offset from UTC, "
            f"in the years {EARLIEST_YEAR} to {LATEST_YEAR}."
        )


def to_plain(timeline: Timeline) -> dict[str, Any]:
    """The timeline as JSON-ready dicts, dates as ISO 8601 text."""
    return {
        "jurisdiction": timeline.jurisdiction,
        "statute_version": timeline.statute_version,
        "stage": timeline.stage,
        "as_of": timeline.as_of.isoformat(),
        "deadlines": [_plain_deadline(deadline) for deadline in timeline.deadlines],
        "notes": list(timeline.notes),
    }


def _plain_deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "term": deadline.term,
        "label": deadline.label,
        "binds": deadline.binds,
        "step": deadline.step,
        "starts_on": deadline.starts_on.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "due_at": deadline.due_at.isoformat() if deadline.due_at else None,
        "hard": deadline.hard,
        "why_soft": deadline.why_soft,
        "cite": deadline.cite,
        "statute_version": deadline.statute_version,
        "verified": deadline.verified,
        "source": deadline.source,
        "state": deadline.state,
        "met_on": deadline.met_on.isoformat() if deadline.met_on else None,
        "presumed": deadline.is_presumed,
        "counted": [
            {"date": day.date.isoformat(), "counts": day.counts, "why": day.why}
            for day in deadline.counted
        ],
    }
