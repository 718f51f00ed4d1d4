"""How far one requester has come towards the limits that a law puts on them.

What is counted is said, and what it leads to; nothing is ever split so that a limit is not reached.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jurisdictions.calendars import load_calendar
from jurisdictions.law import Pack
from jurisdictions.months import add_months
from jurisdictions.rules import Limit

#: No window of law looks further back; what came before is never counted.
LONGEST = timedelta(days=366)


class Asked(NamedTuple):
    """One request that was sent: on which day, and for how many categories of records."""

    on: date
    categories: int


class Reached(NamedTuple):
    """A limit, and what counts towards it with a new request; `is_reached` is what the law says."""

    limit: Limit
    found: int
    is_reached: bool


def reached(pack: Pack, on: date, *, before: Sequence[Asked], categories: int) -> Iterator[Reached]:
    """Yield each limit of the law of that day, and how a request for so many categories meets it.

    `before`: what was sent already, to the same body or, for a limit of such scope, to any.
    """
    for limit in pack.statute_on(on).limits:
        found = counted(limit, pack, on, before=before, categories=categories)
        yield Reached(limit, found, limit.count is not None and found >= limit.count)


def counted(limit: Limit, pack: Pack, on: date, *, before: Sequence[Asked], categories: int) -> int:
    """Return how much counts towards a limit if a request leaves on that day."""
    first = first_day(limit, pack, on)
    inside = [asked for asked in before if first <= asked.on <= on]
    if limit.counts == "categories":
        return sum(asked.categories for asked in inside) + categories * limit.is_with_this
    return len(inside) + limit.is_with_this


def first_day(limit: Limit, pack: Pack, on: date) -> date:
    """Return the first day of the window of a limit that ends on this day, both included."""
    match limit.unit:
        case _ if limit.amount is None:
            return on - LONGEST
        case "business_days":
            return _working_days_before(pack, on, limit.amount)
        case "months" | "years":
            months = limit.amount * (12 if limit.unit == "years" else 1)
            return add_months(on, -months) + timedelta(days=1)
        case "weeks" | "working_weeks":
            return on - timedelta(days=7 * limit.amount - 1)
        case _:
            return on - timedelta(days=limit.amount - 1)


def _working_days_before(pack: Pack, on: date, days: int) -> date:
    """Return the earliest day from which there are so many working days up to this one."""
    open_days = load_calendar(pack.calendar)
    day = open_days.previous_open(on)
    for _ in range(days - 1):
        day = open_days.previous_open(day - timedelta(days=1))
    return day
