"""The days that a letter speaks of come in the order in which such things happen."""

from collections.abc import Iterator
from datetime import date

from foia.letters.letter import Circumstances
from jurisdictions import Deadline, DomainError

#: What happens after the request was sent, as a person would call it.
LATER = {
    "reminded_on": "the last reminder",
    "asked_on": "the body's question or fee demand",
    "extended_on": "the notice of an extension",
    "until": "the end of the extension",
    "decided_on": "the decision",
    "review_asked_on": "the request for review",
    "review_decided_on": "the decision on review",
}


class DaysOutOfOrder(DomainError):
    """A letter would speak of a day that cannot be right beside the others."""


def check_order(today: date, expected: Deadline | None, known: Circumstances) -> None:
    """Refuse days that contradict each other, or that have not come when the letter is written.

    `expected`: the deadline that the letter calls missed, if it names one. Raises DaysOutOfOrder.
    """
    for trouble in _troubles(today, expected, known):
        raise DaysOutOfOrder(f"{trouble}; look at the dates and correct the one that is wrong.")


def _troubles(today: date, expected: Deadline | None, known: Circumstances) -> Iterator[str]:
    """Say in a clause each what contradicts what."""
    days = {name: getattr(known, name) for name in LATER}
    if known.sent_on and known.sent_on > today:
        yield f"The request is said to be sent on {known.sent_on}, after this letter of {today}"
    for name, day in days.items():
        if day and known.sent_on and day < known.sent_on:
            yield (
                f"A letter cannot say that {LATER[name]} was on {day},"
                f" before the request was sent on {known.sent_on}"
            )
        if day and day > today and name != "until":
            yield f"A letter of {today} cannot say that {LATER[name]} was on {day}, which is later"
    first, asked, second = known.decided_on, known.review_asked_on, known.review_decided_on
    if asked and first and asked < first:
        yield f"Review is said to be asked for on {asked}, before the decision of {first}"
    if asked and second and second < asked:
        yield f"The decision on review is said to be of {second}, before review was asked for"
    if expected and known.reminded_on and known.reminded_on < expected.due_on:
        yield (
            f"The last reminder is said to be of {known.reminded_on}, when nothing was overdue:"
            f" the answer was due on {expected.due_on} ({expected.cite})"
        )
