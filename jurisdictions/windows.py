"""Days on which clocks stand still by publication: suspensions, yearly windows, closures."""

from datetime import date, timedelta
from functools import lru_cache

from msgspec import structs

from jurisdictions.anchors import Matter
from jurisdictions.easter import easter
from jurisdictions.months import ONE_DAY, Stop
from jurisdictions.rules import Suspension, Term, Window
from jurisdictions.terms import WORKING, Count, Span

#: A yearly window is laid out for the longest term there is and the year before its start.
YEARS_AHEAD = 31
EASTER = "easter"


def published_stops(matter: Matter, term: Term, count: Count) -> list[Stop]:
    """Suspensions, yearly windows and, where the law says so, closures of this body."""
    stops = [
        Stop(s.first, s.last, f"{s.reason} ({s.cite})")
        for s in matter.pack.suspensions
        if s.effect == "stop" and names(s.terms, term)
    ]
    for window in matter.statute.windows:
        if names(window.terms, term) and not _skips(window, term):
            why = f"{window.reason} ({window.cite})"
            stops += in_years(window.first, window.last, why, count.start.year)
    if matter.statute.closures == "pause" and count.spans[0].unit in WORKING:
        for closure in matter.closures:
            why = f": {closure.reason}" if closure.reason else ""
            stops.append(Stop(closure.first, closure.last, f"This body is closed{why}"))
    return stops


def names(listed: tuple[str, ...], term: Term) -> bool:
    """Whether a rule's list of terms covers this term; "*" covers all."""
    return "*" in listed or term.term in listed


def _skips(window: Window, term: Term) -> bool:
    return window.effect == "skip_months" and term.unit in ("months", "years")


def skipped_months(matter: Matter, term: Term) -> tuple[int, ...]:
    """The months that do not exist for this term, such as August before a Spanish court."""
    found: set[int] = set()
    for window in matter.statute.windows:
        if names(window.terms, term) and _skips(window, term):
            first, last = int(window.first[:2]), int(window.last[:2])
            found |= {(first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1)}
    return tuple(sorted(found))


@lru_cache(maxsize=256)
def in_years(first: str, last: str, why: str, year: int) -> tuple[Stop, ...]:
    """A window of every year; one that ends before it begins ends in the next year."""
    years = range(year - 1, year + YEARS_AHEAD)
    spans = [(day_in(y, first), day_in(y, last), day_in(y + 1, last)) for y in years]
    return tuple(
        Stop(begins, ends if begins <= ends else later, why) for begins, ends, later in spans
    )


def day_in(year: int, text: str) -> date:
    """The day "12-25" of a year, or "easter-7": so many days before or after Easter Sunday.

    Raises ValueError for a text that is neither.
    """
    if text.startswith(EASTER):
        return easter(year) + timedelta(days=int(text.removeprefix(EASTER)))
    return date.fromisoformat(f"{year}-{text}")


def begins_anew(matter: Matter, term: Term, count: Count, due_on: date) -> Count | None:
    """The count that a suspension lets run afresh, if the term would end inside one."""
    for rule in matter.pack.suspensions:
        is_named = rule.effect == "afresh" and names(rule.terms, term)
        if is_named and rule.first <= due_on <= rule.last:
            matter.note(f"{term.label}: {rule.reason} ({rule.cite}).")
            return _afresh(count, rule)
    return None


def _afresh(count: Count, rule: Suspension) -> Count:
    months = sum(s.amount for s in count.spans if s.unit == "months")
    capped = min(months, rule.at_most_months) if rule.at_most_months and months else months
    spans = (Span(capped, "months"),) if months else count.spans
    return structs.replace(
        count,
        start=rule.last + ONE_DAY,
        spans=spans,
        stops=(),
        first_day_counts=False,
        day_zero=f"The count begins anew: {rule.reason}",
    )
