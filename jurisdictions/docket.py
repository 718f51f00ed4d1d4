"""Whether what is on record can have happened: in this order, to this request, at these steps."""

from collections.abc import Iterable
from datetime import date

from jurisdictions.errors import DomainError
from jurisdictions.law import Statute
from jurisdictions.receipt import Dated, Receipt, first_of


class BadDocket(DomainError):
    """Events, variants or closures that cannot be true together."""


def start_of(dated: list[Dated]) -> date | None:
    """The day that decides which version of the law applies; None if nothing happened yet.

    Receipt if it is on record or was stated by the body, else the sending, else the registration.
    """
    received = first_of(dated, "received")
    if received:
        return received.on
    for entry in dated:
        if entry.event.kind == "acknowledged" and entry.event.received_on:
            return entry.event.received_on
    known = first_of(dated, "sent") or first_of(dated, "registered")
    if known or not dated:
        return known.on if known else None
    first = dated[0]
    raise BadDocket(
        f"The event {first.event.kind!r} of {first.on} has no request before it: "
        "add a `sent` or `received` event."
    )


def require_possible(statute: Statute, dated: list[Dated], receipt: Receipt | None) -> None:
    """Raise `BadDocket` for an event before the request, a day stated too early, a step unknown."""
    _require_sent_first(dated, receipt)
    floor, what = _floor(dated, receipt)
    steps = {appeal.step for appeal in statute.appeals} | {term.step for term in statute.terms}
    for entry in dated:
        _require_past(entry)
        if entry.event.kind != "sent" and entry.on < floor:
            raise BadDocket(
                f"The event {entry.event.kind!r} of {entry.on} is before {floor}, the day on which "
                f"the request was {what}: correct one of the two dates."
            )
        _require_known_step(entry, steps)


def _require_sent_first(dated: list[Dated], receipt: Receipt | None) -> None:
    """A day of receipt that the body states cannot lie before the sending."""
    sent = first_of(dated, "sent")
    if sent and receipt and not first_of(dated, "received") and receipt.on < sent.on:
        raise BadDocket(
            f"The body states that the request was received on {receipt.on}, before {sent.on}, the "
            "day on which it was sent: correct one of the two dates."
        )


def _floor(dated: list[Dated], receipt: Receipt | None) -> tuple[date, str]:
    """The day before which nothing can have happened, and what happened to the request then."""
    sent, received = first_of(dated, "sent"), first_of(dated, "received")
    floor, what = (sent.on, "sent") if sent else (date.min, "")
    if receipt and not receipt.is_presumed:
        arrived = received.on if received else receipt.on
        if arrived > floor or not sent:
            return arrived, "received"
    return floor, what


def _require_known_step(entry: Dated, steps: Iterable[str]) -> None:
    step = entry.event.step
    if step is not None and step not in filter(None, steps):
        known = ", ".join(sorted(filter(None, steps))) or "none"
        raise BadDocket(
            f"The event {entry.event.kind!r} of {entry.on} names the step {step!r}, which this law "
            f"does not have: expected one of {known}."
        )


def _require_past(entry: Dated) -> None:
    """A notice cannot state a day of receipt or of registration that is yet to come."""
    stated = {"received_on": entry.event.received_on, "registered_on": entry.event.registered_on}
    for name, day in stated.items():
        if day is not None and day > entry.on:
            raise BadDocket(
                f"The event {entry.event.kind!r} of {entry.on} states {name} {day}, which is later "
                "than the event itself: correct one of the two dates."
            )
