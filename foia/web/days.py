"""Days and moments in words, in the order each language writes them."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

from foia.letters.dates import long_date


def reader() -> str:
    """Return the language of the screen, without its country."""
    return (get_language() or "en").partition("-")[0]


def day(on: date) -> str:
    """Return a day with its weekday: "Tue, Dec 1, 2026"."""
    return _worded(on, "yMMMEd", reader())


def long_day(on: date) -> str:
    """Return a day in full: "December 1, 2026"."""
    return long_date(on, reader())


def month(on: date) -> str:
    """Return a month with its year: "December 2026"."""
    return _worded(on, "yMMMM", reader())


def short_month(on: date) -> str:
    """Return a month in short: "Dec"."""
    return _worded(on, "MMM", reader())


def day_of_year(on: date) -> str:
    """Return a day without its year: "Dec 1"."""
    return _worded(on, "MMMd", reader())


def weekday_day(on: date) -> str:
    """Return a day without its year, with its weekday: "Tue, Dec 1"."""
    return _worded(on, "MMMEd", reader())


def weekday(on: date) -> str:
    """Return the name of a day of the week: "Tuesday"."""
    return format_date(on, "EEEE", locale=reader())


def moment(at: datetime) -> str:
    """Return a moment by the clock it carries: "Tue, Dec 1, 2026, 14:05"."""
    return f"{day(at.date())}, {at:%H:%M}"


# A request page words the same days again and again.
@lru_cache(maxsize=4096)
def _worded(on: date, skeleton: str, language: str) -> str:
    return format_skeleton(skeleton, on, locale=language)
