"""Windows: words of the index that say when a thing was, so that the newest are found without all.

A word that stands in every one of a team's letters is found in the last days alone: what lies
before is only looked at where these do not fill the page.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

#: The window of days, and that of months behind it.
DAYS, MONTHS = 7, 3


def of_moment(at: datetime, *, now: datetime) -> str:
    """Return the words for the day and the month of a thing; what lies ahead counts as now."""
    on = min(at, now).date()
    return f"{_day(on)} {_month(on)}"


def newest_first(last_on: date) -> Iterator[list[str]]:
    """Yield the words of each window back from a day, the smallest first; the last is everything.

    A day is the index's own: elsewhere it may be the next or the one before.
    """
    yield [_day(last_on - timedelta(days=back)) for back in range(-1, DAYS + 1)]
    first = last_on.replace(day=1)
    months = [last_on + timedelta(days=1), first]
    for _ in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    yield list(dict.fromkeys(map(_month, months)))
    yield []


def _day(on: date) -> str:
    return f"day{on:%Y%m%d}"


def _month(on: date) -> str:
    return f"month{on:%Y%m}"
