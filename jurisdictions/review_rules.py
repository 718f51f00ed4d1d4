"""What is wrong with a statute's rules that read well: one sentence per problem, with its key."""

import re
from calendar import monthrange
from collections.abc import Iterator

from jurisdictions.anchors import GROUPS, HARD_IF
from jurisdictions.events import CHANNELS, KINDS
from jurisdictions.law import Statute
from jurisdictions.review_values import review_calendar
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

#: A yearly window longer than this leaves a clock hardly a day to run.
LONGEST_WINDOW = 300
#: Units in which a notice can be counted back from the end of a term.
COUNTED_BACK = ("business_days", "calendar_days")


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
    yield from _review_names(statute)
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
        is_back = rule.notify_from == "before_due"
        if is_back and (rule.notify_amount is None or rule.notify_unit not in COUNTED_BACK):
            yield f"{path}[{index}].notify_from: before_due goes with a notify_amount of days"
    grounds = [(rule.term, rule.ground) for rule in extensions]
    for term, ground in sorted({pair for pair in grounds if grounds.count(pair) > 1}):
        yield f"{path}: two rules extend {term!r} on the ground {ground!r}; tell them apart"


def _review_names(statute: Statute) -> Iterator[str]:
    """Steps that are declared, an answer to wait for, and nothing said twice."""
    steps = {appeal.step for appeal in statute.appeals} | {""}
    for index, term in enumerate(statute.terms):
        yield from unknown(f"terms[{index}].step", (term.step,), steps)
        yield from unknown(f"terms[{index}].from_step", (term.from_step,), steps)
    for number, variant in enumerate(statute.variants):
        for index, term in enumerate(variant.terms):
            named = (term.step, term.from_step)
            yield from unknown(f"variants[{number}].terms[{index}].step", named, steps)
    if "response" not in {term.term for term in statute.terms}:
        yield "terms: none is called 'response', the clock within which the body answers"
    clocks = [f"{t.term} ({t.label}) from {', '.join(t.start + t.only_if)}" for t in statute.terms]
    yield from _doubles("terms", clocks)
    yield from _doubles("variants", [variant.name for variant in statute.variants])
    yield from _doubles("silence", [silence.term for silence in statute.silence])
    yield from _doubles("appeals", [appeal.step for appeal in statute.appeals])


def _doubles(path: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{path}: {name!r} appears twice; keep one"


def _review_tolling(path: str, rule: Tolling, known: set[str]) -> Iterator[str]:
    yield from unknown(f"{path}.terms", rule.terms, known | {"*"})
    is_add = rule.effect == "add"
    if rule.from_its_day and rule.effect != "stop":
        yield f"{path}.from_its_day: goes with the effect stop, and with no other"
    yield from unknown(f"{path}.starts_on", (rule.starts_on,), set(KINDS))
    if not is_add:
        yield from unknown(f"{path}.ends_on", (rule.ends_on,), set(KINDS))
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
        if amount == 0:
            yield f"{where}.amount: 0 is not a length of time"
    if term.unit == "hours" and (term.roll != "none" or term.first_day_counts or term.is_franc):
        yield f"{where}.unit: hours run from the moment; roll and first days go with days"
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


def _review_window(path: str, window: Window) -> Iterator[str]:
    """Days that every year has and that leave some to count; whole months to be passed over."""
    days = (window.first, window.last)
    wrong = [day for day in days if not _is_day_of_every_year(day)]
    yield from (
        f"{path}: {day!r} is not a day of every year, such as 12-25 or easter-7" for day in wrong
    )
    if wrong:
        return
    length = (day_in(2023, window.last) - day_in(2023, window.first)).days % 365 + 1
    if length > LONGEST_WINDOW:
        yield f"{path}: {window.first} to {window.last} leaves hardly a day of the year to count"
    month, _, last = window.last.partition("-")
    is_whole = window.first[2:] == "-01" and last == LAST_DAYS.get(month)
    if window.effect == "skip_months" and not is_whole:
        yield f"{path}: only whole months can be passed over, such as 08-01 to 08-31"


def _is_day_of_every_year(text: str) -> bool:
    if not re.fullmatch(r"\d\d-\d\d|easter[+-]\d{1,3}", text):
        return False
    try:
        day_in(2023, text)
    except ValueError:
        return False
    return True


def _review_cutoff(path: str, cutoff: str) -> Iterator[str]:
    if cutoff and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", cutoff):
        yield f"{path}: {cutoff!r} is not a time of day, such as 17:00"


def unknown(path: str, names: tuple[str, ...], known: set[str]) -> Iterator[str]:
    """Each name that is not among the known ones."""
    for name in names:
        if name not in known:
            yield f"{path}: {name!r} is unknown; known are {', '.join(sorted(known - {''}))}"
