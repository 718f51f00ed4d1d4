"""What is wrong with a statute's rules that read well: one sentence per problem, with its key."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import time

from jurisdictions.anchors import GROUPS, HARD_IF
from jurisdictions.calendars import UnknownCalendar, load_calendar
from jurisdictions.events import CHANNELS, KINDS
from jurisdictions.law import Statute
from jurisdictions.rules import Extension, Term, Tolling, Window
from jurisdictions.states import MET_BY
from jurisdictions.windows import day_in

#: Provisions that letters may quote.
CLAUSES = frozenset(
    {
        *("right", "response", "extension", "silence", "appeal", "identity", "commercial"),
        *("format", "segregability", "fees", "fee_waiver", "denial_contents", "transfer"),
        "who",
    }
)
#: The last day of each month in every year.
LAST_DAYS = {f"{month:02}": str(monthrange(2023, month)[1]) for month in range(1, 13)}


def all_terms(statute: Statute) -> list[Term]:
    """The terms of a statute and of its variants."""
    return [*statute.terms, *(term for variant in statute.variants for term in variant.terms)]


def review_statute(statute: Statute) -> Iterator[str]:
    """Every problem of a statute's rules, with its key below the statute."""
    known = {term.term for term in all_terms(statute)}
    base = frozenset(term.term for term in statute.terms)
    yield from _review_terms("terms", statute.terms, frozenset())
    yield from _review_extensions("extensions", statute.extensions, known)
    for index, variant in enumerate(statute.variants):
        yield from _review_terms(f"variants[{index}].terms", variant.terms, base)
        yield from _review_extensions(f"variants[{index}].extensions", variant.extensions, known)
    for index, rule in enumerate(statute.tolling):
        yield from _review_tolling(f"tolling[{index}]", rule, known)
    for index, window in enumerate(statute.windows):
        yield from unknown(f"windows[{index}].terms", window.terms, known | {"*"})
        yield from _review_window(f"windows[{index}]", window)
    for index, silence in enumerate(statute.silence):
        yield from unknown(f"silence[{index}].term", (silence.term,), known)
    yield from unknown("clauses", tuple(statute.clauses), set(CLAUSES))
    yield from unknown("receipt", (*statute.receipt, *statute.service), {*CHANNELS, "any"})
    for channel, receipt in statute.receipt.items():
        yield from _review_cutoff(f"receipt.{channel}.cutoff", receipt.cutoff)


def _review_extensions(
    path: str, extensions: tuple[Extension, ...], known: set[str]
) -> Iterator[str]:
    for index, rule in enumerate(extensions):
        named = (rule.term, *filter(None, (rule.shares_days_with,)))
        yield from unknown(f"{path}[{index}].term", named, known)
        if (rule.amount is None) != (rule.basis == "reasonable"):
            yield f"{path}[{index}].amount: a number goes with added or total, none with reasonable"
    grounds = [(rule.term, rule.ground) for rule in extensions]
    for term, ground in sorted({pair for pair in grounds if grounds.count(pair) > 1}):
        yield f"{path}: two rules extend {term!r} on the ground {ground!r}; tell them apart"


def _review_tolling(path: str, rule: Tolling, known: set[str]) -> Iterator[str]:
    yield from unknown(f"{path}.terms", rule.terms, known | {"*"})
    is_add = rule.effect == "add"
    if rule.from_its_day and rule.effect != "stop":
        yield f"{path}.from_its_day: goes with the effect stop, and with no other"
    ends = () if is_add else (rule.ends_on,)
    yield from unknown(path, (rule.starts_on, *ends), set(KINDS))
    if is_add != (rule.amount > 0):
        yield f"{path}.amount: a length goes with the effect add, and with no other"


def _review_terms(path: str, terms: tuple[Term, ...], before: frozenset[str]) -> Iterator[str]:
    """Names, anchors and rules that exist; what a term refers to stands before it."""
    seen = set(before)
    for index, term in enumerate(terms):
        where = f"{path}[{index}]"
        if term.term not in MET_BY and not term.met_by:
            yield f"{where}.met_by: nothing says which events fulfil {term.term!r}"
        yield from _review_length(where, term)
        if not term.start:
            yield f"{where}.from: nothing starts this clock"
        bounds = (term.presume_from, term.at_latest, term.at_earliest)
        anchors = (*term.start, *filter(None, bounds))
        yield from unknown(f"{where}.from", anchors, _anchors(seen))
        yield from unknown(f"{where}.met_by", term.met_by, set(KINDS))
        silences = {f"silence:{name}" for name in seen}
        yield from unknown(f"{where}.only_if", term.only_if, {*KINDS, *silences})
        yield from unknown(f"{where}.moot_by", term.moot_by, set(KINDS))
        if term.hard_if:
            yield from unknown(f"{where}.hard_if", (term.hard_if,), set(HARD_IF))
        if (term.hard_if or not term.hard) and not term.why_soft:
            yield f"{where}.why_soft: a limit that may not bind must say why"
        if term.calendar:
            yield from review_calendar(f"{where}.calendar", term.calendar)
        seen.add(term.term)


def _review_length(where: str, term: Term) -> Iterator[str]:
    for amount in (term.amount, term.or_amount):
        if amount is not None and amount < 1:
            yield f"{where}.amount: {amount} is not a length of time"
    if term.or_amount is not None and "hours" in (term.unit, term.or_unit):
        yield f"{where}.or_amount: hours cannot be compared with days"
    if term.amount is None and term.or_amount is not None:
        yield f"{where}.or_amount: a second length needs a first one in amount"
    if term.starts_on_working_day and term.unit not in ("calendar_days", "weeks"):
        yield f"{where}.starts_on_working_day: only calendar days and weeks can begin so"
    if term.months_from_next_day and term.unit not in ("months", "years"):
        yield f"{where}.months_from_next_day: only months and years are counted so"
    if term.amount is not None and term.unnumbered != "unread":
        yield f"{where}.unnumbered: the term has a number"


def _anchors(seen: set[str]) -> set[str]:
    refers = {f"{word}:{name}" for word in ("due", "silence") for name in seen}
    return {*KINDS, *GROUPS, *refers}


def review_calendar(path: str, name: str) -> Iterator[str]:
    """A calendar that is not on file, or not in order."""
    try:
        load_calendar(name)
    except UnknownCalendar as error:
        yield f"{path}: {error}"


def _review_month_days(path: str, days: tuple[str, ...]) -> Iterator[str]:
    for day in days:
        try:
            day_in(2023, day)
        except ValueError:
            yield f"{path}: {day!r} is not a day of every year, such as 12-25 or easter-7"


def _review_window(path: str, window: Window) -> Iterator[str]:
    """Days that every year has; whole months if months are to be passed over."""
    yield from _review_month_days(path, (window.first, window.last))
    month, _, last = window.last.partition("-")
    is_whole = window.first.endswith("-01") and last == LAST_DAYS.get(month)
    if window.effect == "skip_months" and not is_whole:
        yield f"{path}: only whole months can be passed over, such as 08-01 to 08-31"


def _review_cutoff(path: str, cutoff: str) -> Iterator[str]:
    try:
        time.fromisoformat(cutoff or "00:00")
    except ValueError:
        yield f"{path}: {cutoff!r} is not a time of day, such as 17:00"


def unknown(path: str, names: tuple[str, ...], known: set[str]) -> Iterator[str]:
    """Each name that is not among the known ones."""
    for name in names:
        if name not in known:
            yield f"{path}: {name!r} is unknown; known are {', '.join(sorted(known - {''}))}"
