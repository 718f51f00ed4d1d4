"""When a request counts as received: what the body says, or what the sending lets us presume."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from jurisdictions.calendars import load_calendar
from jurisdictions.events import Event
from jurisdictions.law import Pack, ReceiptRule, Statute


class Dated(Struct, frozen=True):
    """An event with its day in the jurisdiction's time zone."""

    event: Event
    on: date
    notified_on: date


class Receipt(Struct, frozen=True):
    """The day (and, if known, the moment) of receipt; `notes` say how it was found."""

    on: date
    at: datetime | None
    is_presumed: bool
    notes: tuple[str, ...] = ()


def in_zone(events: list[Event], zone: ZoneInfo) -> list[Dated]:
    """The events in the order in which they happened, each with its local days."""
    dated = []
    for event in sorted(events, key=lambda event: event.at):
        on = event.at.astimezone(zone).date()
        told = event.notified_at
        dated.append(Dated(event, on, told.astimezone(zone).date() if told else on))
    return dated


def first_of(dated: list[Dated], kind: str) -> Dated | None:
    """The first event of a kind, if there is one."""
    for entry in dated:
        if entry.event.kind == kind:
            return entry
    return None


def receipt_of(pack: Pack, statute: Statute, dated: list[Dated], zone: ZoneInfo) -> Receipt | None:
    """The receipt as recorded, stated by the body, or presumed from the sending; else None."""
    sent, received = first_of(dated, "sent"), first_of(dated, "received")
    if received:
        channel = received.event.channel or (sent.event.channel if sent else None)
        on, notes = _shifted(pack, _rule(statute, channel), received.event.at, zone)
        return Receipt(on, received.event.at, False, notes)
    for entry in dated:
        if entry.event.kind == "acknowledged" and entry.event.received_on:
            on = entry.event.received_on
            return Receipt(on, None, False, (f"The body states that it received it on {on}.",))
    registered = first_of(dated, "registered")
    if registered:
        note = f"Received on {registered.on} at the latest, the day of registration."
        return Receipt(registered.on, registered.event.at, True, (note,))
    return _presumed(pack, statute, sent, zone) if sent else None


def _presumed(pack: Pack, statute: Statute, sent: Dated, zone: ZoneInfo) -> Receipt | None:
    rule = _rule(statute, sent.event.channel)
    if rule is None or rule.presumed == "unknown":
        return None
    on, notes = _shifted(pack, rule, sent.event.at, zone)
    where = f"{rule.cite}; {'verified' if rule.verified else 'not verified'}"
    note = f"Receipt on {on} is presumed from the sending ({where}): enter the real date if known."
    return Receipt(on, sent.event.at, True, (note, *notes))


def _rule(statute: Statute, channel: str | None) -> ReceiptRule | None:
    return statute.receipt.get(channel or "email", statute.receipt.get("any"))


def _shifted(
    pack: Pack, rule: ReceiptRule | None, at: datetime, zone: ZoneInfo
) -> tuple[date, tuple[str, ...]]:
    """Move an arrival after hours or on a closed day to the next working day, if the law does."""
    local = at.astimezone(zone)
    day = local.date()
    if rule is None:
        return day, ()
    calendar = load_calendar(pack.calendar)
    is_late = bool(rule.cutoff) and local.time() >= time.fromisoformat(rule.cutoff)
    is_closed = rule.on_closed_day == "next_working_day" and not calendar.is_open(day)
    if not (is_late or is_closed):
        return day, ()
    moved = calendar.next_open(day if is_closed else day + timedelta(days=1))
    why = "on a closed day" if is_closed else f"after {rule.cutoff}"
    note = f"It arrived {why} on {day} and counts as received on {moved} ({rule.cite})."
    return moved, (note,)
