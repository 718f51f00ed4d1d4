"""When a request counts as received: what the body says, or what the sending lets us presume."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct

from jurisdictions.calendars import Calendar
from jurisdictions.events import BODY_ACTS, KINDS, Event
from jurisdictions.law import Statute
from jurisdictions.months import ONE_DAY
from jurisdictions.rules import ReceiptRule
from jurisdictions.terms import Count, Span, due_date

#: The kinds of event in the order in which they usually follow each other.
ORDER = {kind: place for place, kind in enumerate(KINDS)}


class Dated(Struct, frozen=True):
    """An event with its days in the jurisdiction's time zone, and its place among the others."""

    event: Event
    on: date
    notified_on: date
    place: int


class Receipt(Struct, frozen=True):
    """The day (and, if known, the moment) of receipt; `notes` say how it was found."""

    on: date
    at: datetime | None
    is_presumed: bool
    notes: tuple[str, ...] = ()


def in_zone(events: list[Event], zone: ZoneInfo) -> list[Dated]:
    """The events in the order in which they happened, each with its local days.

    Of events at one moment, the one that usually comes first is first, however they were listed.
    """
    dated = []
    for place, event in enumerate(sorted(events, key=_when)):
        on = event.at.astimezone(zone).date()
        told = event.notified_at
        dated.append(Dated(event, on, told.astimezone(zone).date() if told else on, place))
    return dated


def _when(event: Event) -> tuple[object, ...]:
    """The moment and the usual order; then whatever else tells two events apart."""
    return (
        event.at,
        ORDER[event.kind],
        event.channel or "",
        event.notified_at or event.at,
        event.until or date.min,
        -1 if event.days is None else event.days,
        event.received_on or date.min,
        event.registered_on or date.min,
        -1 if event.remedies_notified is None else event.remedies_notified,
        event.ground or "",
        event.step or "",
    )


def first_of(dated: list[Dated], kind: str) -> Dated | None:
    """The first event of a kind, if there is one."""
    for entry in dated:
        if entry.event.kind == kind:
            return entry
    return None


def receipt_of(
    statute: Statute, calendar: Calendar, dated: list[Dated], zone: ZoneInfo
) -> Receipt | None:
    """The receipt as recorded, stated by the body, or presumed from the sending; else None."""
    sent, received = first_of(dated, "sent"), first_of(dated, "received")
    if received:
        return _recorded(statute, calendar, sent, received, zone)
    for entry in dated:
        if entry.event.kind == "acknowledged" and entry.event.received_on:
            on = entry.event.received_on
            return Receipt(on, None, False, (f"The body states that it received it on {on}.",))
    registered = first_of(dated, "registered")
    if registered:
        return _at_the_latest(registered)
    presumed = _presumed(statute, calendar, sent, zone) if sent else None
    if presumed:
        return presumed
    proof = next((entry for entry in dated if entry.event.kind in BODY_ACTS), None)
    return _at_the_latest(proof) if proof else None


def _at_the_latest(entry: Dated) -> Receipt:
    """Whoever registers, acknowledges or answers a request has received it."""
    what = entry.event.kind.replace("_", " ")
    note = (
        f"Received on {entry.on} at the latest, the day of {what!r}; enter the real day if known."
    )
    return Receipt(entry.on, entry.event.at, True, (note,))


def _recorded(
    statute: Statute, calendar: Calendar, sent: Dated | None, received: Dated, zone: ZoneInfo
) -> Receipt:
    """An arrival on record, which some laws move: after hours, or so long after the sending."""
    channel = received.event.channel or (sent.event.channel if sent else None)
    rule = _rule(statute, channel)
    is_lagged = rule is not None and rule.lag_on_received and channel is not None
    first = sent if sent and is_lagged else received
    on, notes = _shifted(calendar, rule, first.event.at, zone)
    if rule and is_lagged:
        on, lag = _lagged(calendar, rule, on)
        notes = (*notes, *lag)
    return Receipt(on, received.event.at, False, notes)


def _presumed(statute: Statute, calendar: Calendar, sent: Dated, zone: ZoneInfo) -> Receipt | None:
    rule = _rule(statute, sent.event.channel)
    if rule is None or rule.presumed == "unknown":
        return None
    on, notes = _shifted(calendar, rule, sent.event.at, zone)
    on, lag = _lagged(calendar, rule, on)
    where = f"{rule.cite}; {'verified' if rule.verified else 'not verified'}"
    note = f"Receipt on {on} is presumed from the sending ({where}): enter the real date if known."
    return Receipt(on, sent.event.at, True, (note, *notes, *lag))


def _rule(statute: Statute, channel: str | None) -> ReceiptRule | None:
    return statute.receipt.get(channel or "email", statute.receipt.get("any"))


def _shifted(
    calendar: Calendar, rule: ReceiptRule | None, at: datetime, zone: ZoneInfo
) -> tuple[date, tuple[str, ...]]:
    """Move an arrival after hours or on a closed day to the next working day, if the law does."""
    local = at.astimezone(zone)
    day = local.date()
    if rule is None:
        return day, ()
    is_late = bool(rule.cutoff) and local.time() >= time.fromisoformat(rule.cutoff)
    is_closed = rule.on_closed_day == "next_working_day" and not calendar.is_open(day)
    if not (is_late or is_closed):
        return day, ()
    moved = calendar.next_open(day if is_closed else day + ONE_DAY)
    why = "on a closed day" if is_closed else f"after {rule.cutoff}"
    note = f"It arrived {why} on {day} and counts as received on {moved} ({rule.cite})."
    return moved, (note,)


def _lagged(calendar: Calendar, rule: ReceiptRule, day: date) -> tuple[date, tuple[str, ...]]:
    """The day of receipt where the law puts it so long after the sending."""
    if not rule.lag_amount:
        return day, ()
    lag = Span(rule.lag_amount, rule.lag_unit)
    on = due_date(Count(start=day, spans=(lag,), calendar=calendar))
    return on, (f"Sent on {day}, it counts as received {lag.in_words} later ({rule.cite}).",)
