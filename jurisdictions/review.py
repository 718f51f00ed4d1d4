"""What is wrong with a pack that reads well: one sentence per problem, with its key."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from jurisdictions.anchors import GROUPS, HARD_IF
from jurisdictions.calendars import UnknownCalendar, load_calendar
from jurisdictions.events import CHANNELS, KINDS
from jurisdictions.law import Pack, Statute
from jurisdictions.rules import Cited, Extension, Term, Tolling, Window
from jurisdictions.states import MET_BY

#: A text that was read longer ago than this is to be read again.
STALE_AFTER = timedelta(days=400)
#: Provisions that letters may quote.
CLAUSES = frozenset(
    {
        *("right", "response", "extension", "silence", "appeal", "identity", "commercial"),
        *("format", "segregability", "fees", "fee_waiver", "denial_contents", "transfer"),
    }
)
#: The last day of each month in every year.
LAST_DAYS = {f"{month:02}": str(monthrange(2023, month)[1]) for month in range(1, 13)}
MENTIONS = ("", "closure", "presumed")


def review(pack: Pack, *, today: date) -> list[str]:
    """Every problem of a pack as "key: what is wrong", in the order of the file."""
    problems = [
        *_review_head(pack),
        *_review_citations(pack, today),
        *_review_versions(pack),
        *_review_suspensions(pack),
        *_review_notes(pack),
    ]
    for index, statute in enumerate(pack.statutes):
        problems += [
            f"statutes[{index}].law_name.{language}: missing"
            for language in {"en", *pack.languages[:1]} - statute.law_name.keys()
        ]
        problems += [f"statutes[{index}].{text}" for text in _review_statute(statute)]
    return problems


def _review_head(pack: Pack) -> Iterator[str]:
    try:
        ZoneInfo(pack.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"time_zone: {pack.time_zone!r} is not an IANA time zone"
    for name in (pack.calendar, *pack.calendars):
        yield from _review_calendar("calendar", name)
    if not pack.languages:
        yield "languages: name at least the language to ask in"
    if "en" not in pack.name:
        yield "name.en: missing"
    if pack.risk == "high" and "en" not in pack.risk_reason:
        yield "risk_reason.en: a high risk must say why"
    if not pack.statutes and not pack.no_law:
        yield "statutes: at least one version of the law is needed, or no_law with its source"
    if pack.statutes and pack.no_law:
        yield "no_law: there is a law on file; say here only that there is none"


def _review_citations(pack: Pack, today: date) -> Iterator[str]:
    for path, cited in cited_in(pack, ""):
        if not cited.cite.strip():
            yield f"{path}.cite: empty; nothing ships without a citation"
        if not cited.verified:
            continue
        if not cited.source:
            yield f"{path}.source: verified, but it does not say which text was read"
        if cited.checked_on is None:
            yield f"{path}.checked_on: verified, but it does not say when"
        elif cited.checked_on > today:
            yield f"{path}.checked_on: {cited.checked_on} is in the future"
        elif today - cited.checked_on > STALE_AFTER:
            yield f"{path}.checked_on: {cited.checked_on} is long ago; read the text again"


def cited_in(found: Any, path: str) -> Iterator[tuple[str, Cited]]:
    """Every citation below a struct, with its path as in the file."""
    if isinstance(found, Cited):
        yield path, found
    if isinstance(found, Struct):
        for name in found.__struct_fields__:
            yield from cited_in(getattr(found, name), f"{path}.{name}" if path else name)
    elif isinstance(found, tuple):
        for index, item in enumerate(found):
            yield from cited_in(item, f"{path}[{index}]")
    elif isinstance(found, dict):
        for key, item in found.items():
            yield from cited_in(item, f"{path}.{key}")


def _review_versions(pack: Pack) -> Iterator[str]:
    """Versions follow each other without overlap or gap, each under its own name."""
    versions = [statute.version for statute in pack.statutes]
    for name in sorted({name for name in versions if versions.count(name) > 1}):
        yield f"statutes: the version {name!r} appears twice"
    ordered = sorted(pack.statutes, key=lambda statute: statute.valid_from)
    for statute in ordered:
        if statute.valid_to and statute.valid_to < statute.valid_from:
            yield f"statutes {statute.version}: ends before it begins"
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            yield f"statutes: {earlier.version} and {later.version} overlap from {later.valid_from}"
        elif later.valid_from - earlier.valid_to > timedelta(days=1):
            yield f"statutes: a gap between {earlier.valid_to} and {later.valid_from}"


def _review_suspensions(pack: Pack) -> Iterator[str]:
    known = {term.term for statute in pack.statutes for term in _all_terms(statute)} | {"*"}
    for index, rule in enumerate(pack.suspensions):
        if rule.last < rule.first:
            yield f"suspensions[{index}]: ends before it begins"
        yield from _unknown(f"suspensions[{index}].terms", rule.terms, known)


def _review_notes(pack: Pack) -> Iterator[str]:
    known = {term.term for statute in pack.statutes for term in _all_terms(statute)}
    variants = {f"variant:{v.name}" for statute in pack.statutes for v in statute.variants}
    for index, note in enumerate(pack.notes):
        yield from _unknown(f"notes[{index}].terms", note.terms, known)
        yield from _unknown(f"notes[{index}].when", (note.when,), {*KINDS, *MENTIONS, *variants})


def _all_terms(statute: Statute) -> list[Term]:
    return [*statute.terms, *(term for variant in statute.variants for term in variant.terms)]


def _review_statute(statute: Statute) -> Iterator[str]:
    known = {term.term for term in _all_terms(statute)}
    base = frozenset(term.term for term in statute.terms)
    yield from _review_terms("terms", statute.terms, frozenset())
    yield from _review_extensions("extensions", statute.extensions, known)
    for index, variant in enumerate(statute.variants):
        yield from _review_terms(f"variants[{index}].terms", variant.terms, base)
        yield from _review_extensions(f"variants[{index}].extensions", variant.extensions, known)
    for index, rule in enumerate(statute.tolling):
        yield from _review_tolling(f"tolling[{index}]", rule, known)
    for index, window in enumerate(statute.windows):
        yield from _unknown(f"windows[{index}].terms", window.terms, known | {"*"})
        yield from _review_window(f"windows[{index}]", window)
    for index, silence in enumerate(statute.silence):
        yield from _unknown(f"silence[{index}].term", (silence.term,), known)
    yield from _unknown("clauses", tuple(statute.clauses), set(CLAUSES))
    yield from _unknown("receipt", (*statute.receipt, *statute.service), {*CHANNELS, "any"})
    for channel, receipt in statute.receipt.items():
        yield from _review_cutoff(f"receipt.{channel}.cutoff", receipt.cutoff)


def _review_extensions(
    path: str, extensions: tuple[Extension, ...], known: set[str]
) -> Iterator[str]:
    for index, rule in enumerate(extensions):
        named = (rule.term, *filter(None, (rule.shares_days_with,)))
        yield from _unknown(f"{path}[{index}].term", named, known)
        if (rule.amount is None) != (rule.basis == "reasonable"):
            yield f"{path}[{index}].amount: a number goes with added or total, none with reasonable"
    grounds = [(rule.term, rule.ground) for rule in extensions]
    for term, ground in sorted({pair for pair in grounds if grounds.count(pair) > 1}):
        yield f"{path}: two rules extend {term!r} on the ground {ground!r}; tell them apart"


def _review_tolling(path: str, rule: Tolling, known: set[str]) -> Iterator[str]:
    yield from _unknown(f"{path}.terms", rule.terms, known | {"*"})
    is_add = rule.effect == "add"
    ends = () if is_add else (rule.ends_on,)
    yield from _unknown(path, (rule.starts_on, *ends), set(KINDS))
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
        yield from _unknown(f"{where}.from", anchors, _anchors(seen))
        yield from _unknown(f"{where}.met_by", term.met_by, set(KINDS))
        silences = {f"silence:{name}" for name in seen}
        yield from _unknown(f"{where}.only_if", term.only_if, {*KINDS, *silences})
        yield from _unknown(f"{where}.moot_by", term.moot_by, set(KINDS))
        if term.hard_if:
            yield from _unknown(f"{where}.hard_if", (term.hard_if,), set(HARD_IF))
        if (term.hard_if or not term.hard) and not term.why_soft:
            yield f"{where}.why_soft: a limit that may not bind must say why"
        if term.calendar:
            yield from _review_calendar(f"{where}.calendar", term.calendar)
        seen.add(term.term)


def _review_length(where: str, term: Term) -> Iterator[str]:
    for amount in (term.amount, term.or_amount):
        if amount is not None and amount < 1:
            yield f"{where}.amount: {amount} is not a length of time"
    if term.or_amount is not None and "hours" in (term.unit, term.or_unit):
        yield f"{where}.or_amount: hours cannot be compared with days"
    if term.amount is None and term.or_amount is not None:
        yield f"{where}.or_amount: a second length needs a first one in amount"
    if term.amount is not None and term.unnumbered != "unread":
        yield f"{where}.unnumbered: the term has a number"


def _anchors(seen: set[str]) -> set[str]:
    refers = {f"{word}:{name}" for word in ("due", "silence") for name in seen}
    return {*KINDS, *GROUPS, *refers}


def _review_calendar(path: str, name: str) -> Iterator[str]:
    try:
        load_calendar(name)
    except UnknownCalendar as error:
        yield f"{path}: {error}"


def _review_month_days(path: str, days: tuple[str, ...]) -> Iterator[str]:
    for day in days:
        try:
            date.fromisoformat(f"2023-{day}")
        except ValueError:
            yield f"{path}: {day!r} is not a day of every year, such as 12-25"


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


def _unknown(path: str, names: tuple[str, ...], known: set[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{path}: {name!r} is unknown; known are {', '.join(sorted(known - {''}))}"
