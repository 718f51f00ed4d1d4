"""Which version of a law a page shows: the one in force, or the nearest one on file."""

from datetime import date

from jurisdictions import Pack, Statute
from jurisdictions.calendars import load_calendar
from jurisdictions.law import Term


def shown(pack: Pack, today: date) -> Statute:
    """Return the version in force, else the last one that ended, else the first to come.

    A place without any law has a version without terms (see `Pack.statute_on`).
    """
    begun = [s for s in pack.statutes if s.valid_from <= today]
    if begun:
        return max(begun, key=lambda statute: statute.valid_from)
    if pack.statutes:
        return min(pack.statutes, key=lambda statute: statute.valid_from)
    return pack.statute_on(today)


def answer_term(statute: Statute) -> Term | None:
    """Return the clock within which an answer is due, if the law on file has one."""
    return next((term for term in statute.terms if term.term == "response"), None)


def calendar_title(name: str) -> str:
    """Return what a calendar is of, in words."""
    return load_calendar(name).title
