"""What is wrong with a pack that reads well: one sentence per problem, with its key."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from jurisdictions.events import KINDS
from jurisdictions.law import Pack
from jurisdictions.review_rules import all_terms, review_statute, unknown
from jurisdictions.review_values import review_calendar, review_codes, review_values
from jurisdictions.rules import Cited

#: A text that was read longer ago than this is to be read again.
STALE_AFTER = timedelta(days=400)
#: A suspension of clocks longer than this was mistyped.
LONGEST_SUSPENSION = timedelta(days=5 * 366)
#: Languages of the screens, in which every place has a name.
SCREENS = ("en", "es", "fr")
MENTIONS = ("", "closure", "presumed")


def review(pack: Pack, *, today: date) -> list[str]:
    """Every problem of a pack as "key: what is wrong", in the order of the file."""
    problems = [
        *_review_head(pack),
        *review_codes(pack),
        *review_values(pack),
        *_review_citations(pack, today),
        *_review_versions(pack),
        *_review_suspensions(pack),
        *_review_notes(pack),
        *_review_regulators(pack),
    ]
    for index, statute in enumerate(pack.statutes):
        problems += [
            f"statutes[{index}].law_name.{language}: missing"
            for language in sorted({"en", *pack.languages} - statute.law_name.keys())
        ]
        problems += [f"statutes[{index}].{text}" for text in review_statute(statute)]
    return problems


def _review_head(pack: Pack) -> Iterator[str]:
    try:
        ZoneInfo(pack.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"time_zone: {pack.time_zone!r} is not an IANA time zone"
    yield from review_calendar("calendar", pack.calendar)
    for name in pack.calendars:
        yield from review_calendar("calendars", name)
    for language in sorted({*SCREENS, *pack.languages[:1]} - pack.name.keys()):
        yield f"name.{language}: missing"
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
    known = {term.term for statute in pack.statutes for term in all_terms(statute)} | {"*"}
    for index, rule in enumerate(pack.suspensions):
        if rule.last < rule.first:
            yield f"suspensions[{index}]: ends before it begins"
        elif rule.last - rule.first > LONGEST_SUSPENSION:
            yield f"suspensions[{index}]: {rule.first} to {rule.last} is longer than five years"
        yield from unknown(f"suspensions[{index}].terms", rule.terms, known)


def _review_regulators(pack: Pack) -> Iterator[str]:
    for index, regulator in enumerate(pack.regulators):
        if regulator.since and regulator.until and regulator.until < regulator.since:
            yield f"regulators[{index}]: ends before it begins"


def _review_notes(pack: Pack) -> Iterator[str]:
    known = {term.term for statute in pack.statutes for term in all_terms(statute)}
    variants = {f"variant:{v.name}" for statute in pack.statutes for v in statute.variants}
    for index, note in enumerate(pack.notes):
        yield from unknown(f"notes[{index}].terms", note.terms, known)
        yield from unknown(f"notes[{index}].when", (note.when,), {*KINDS, *MENTIONS, *variants})
