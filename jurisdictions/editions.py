"""Editions of the law on file: what of it decides dates, and what moved between two of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import msgspec
from msgspec import Struct

from jurisdictions.calendars import FOLDER as CALENDARS
from jurisdictions.calendars import WEEKDAYS, Calendar, load_calendar
from jurisdictions.errors import DomainError
from jurisdictions.law import Pack, Statute
from jurisdictions.packs import FOLDER as PACKS
from jurisdictions.packs import codes, load_pack
from jurisdictions.review_rules import all_terms
from jurisdictions.rules import Suspension

Span = tuple[date, date]
Plain = Mapping[str, Any]
EVER: Span = (date.min, date.max)
ONE_DAY = timedelta(days=1)
#: How many days of a changed calendar are told one by one.
DAYS_TOLD = 5


class Change(Struct, frozen=True, kw_only=True):
    """What moved, and which requests can feel it.

    Those under one of `codes` whose days lie in one of `spans` (both days included): all the days
    that its clocks look at ("clocks"), or the day that chooses the law ("start"). `why` says what
    moved, in sentences.
    """

    codes: tuple[str, ...]
    by: Literal["clocks", "start"]
    spans: tuple[Span, ...]
    why: tuple[str, ...]


@lru_cache(maxsize=1)
def edition() -> str:
    """The SHA-256 of every pack and calendar on file, as this process found them."""
    digest = hashlib.sha256()
    for folder in (PACKS, CALENDARS):
        for path in sorted(folder.glob("*.toml")):
            digest.update(f"{folder.name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def kept(before: Plain | None = None) -> dict[str, Any]:
    """What decides dates in all packs and calendars, as plain values to be kept and compared.

    A pack that cannot be read keeps what `before` had of it, so that mending it is a change.
    """
    packs = {code: load_pack(code) for code in codes() if not trouble(code)}
    names = sorted({name for pack in packs.values() for name in calendars_of(pack)})
    was = before or {"packs": {}, "calendars": {}}
    return {
        "packs": {**_only(was["packs"], codes()), **{c: _kept_pack(p) for c, p in packs.items()}},
        "calendars": {
            **was["calendars"],
            **{name: _kept_calendar(load_calendar(name)) for name in names},
        },
    }


def _only(found: Plain, names: Iterable[str]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def trouble(code: str) -> str:
    """Why the pack of a code, or one of its calendars, cannot be read; "" if they can."""
    try:
        for name in calendars_of(load_pack(code)):
            load_calendar(name)
    except DomainError as error:
        return str(error)
    return ""


def calendars_of(pack: Pack) -> set[str]:
    """The names of all calendars that a clock of this pack may follow."""
    own = {t.calendar for s in pack.statutes for t in all_terms(s) if t.calendar}
    return {pack.calendar, *pack.calendars, *own}


def changes(before: Plain, after: Plain) -> list[Change]:
    """What `after` changed in what `before` had; a place or a calendar that is new changes nothing.

    Both are what `kept` returned at two times, or its JSON read back.
    """
    found: list[Change] = []
    for name, calendar in _in_both(before["calendars"], after["calendars"]):
        followers = tuple(c for c, p in after["packs"].items() if name in p["calendars"])
        found += _calendar_changes(name, *calendar, followers)
    for code, (old, new) in _in_both(before["packs"], after["packs"]):
        found += _pack_changes(code, old, new)
    return found


def _in_both(before: Plain, after: Plain) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield name, (before[name], after[name])


def _kept_calendar(calendar: Calendar) -> dict[str, Any]:
    days = {day: f"is closed ({why})" for day, why in calendar.closed.items()}
    days |= {day: f"is worked ({why})" for day, why in calendar.opened.items()}
    days |= {day: f"is a short day ({why})" for day, why in calendar.short.items()}
    return {"title": calendar.title, "weekend": list(calendar.weekend), "days": days}


def _kept_pack(pack: Pack) -> dict[str, Any]:
    head = [pack.time_zone, pack.calendar, pack.calendars, pack.notes, pack.no_law]
    return {
        "calendars": sorted(calendars_of(pack)),
        "head": _digest(head),
        "statutes": {statute.version: _kept_statute(statute) for statute in pack.statutes},
        "suspensions": [_kept_suspension(suspension) for suspension in pack.suspensions],
    }


def _kept_statute(statute: Statute) -> dict[str, Any]:
    rules = [getattr(statute, name) for name in statute.__struct_fields__ if name not in RANGE]
    first, last = statute.valid_from, statute.valid_to or date.max
    return {"span": [str(first), str(last)], "cite": statute.cite, "digest": _digest(rules)}


#: When a version is in force says which requests it covers, not what it does to them.
RANGE = ("valid_from", "valid_to", "clauses", "exemptions")


def _kept_suspension(suspension: Suspension) -> dict[str, Any]:
    words = f"{suspension.reason} ({suspension.cite})"
    span = [str(suspension.first), str(suspension.last)]
    return {"span": span, "words": words, "digest": _digest(suspension)}


def _digest(found: object) -> str:
    return hashlib.sha256(msgspec.json.encode(found)).hexdigest()


def _calendar_changes(name: str, old: Plain, new: Plain, codes: tuple[str, ...]) -> list[Change]:
    if old["weekend"] != new["weekend"]:
        why = f"The weekend of the calendar {name} is now {', '.join(new['weekend'])}."
        return [Change(codes=codes, by="clocks", spans=(EVER,), why=(why,))]
    was, now = old["days"], new["days"]
    days = sorted(day for day in was.keys() | now.keys() if was.get(day) != now.get(day))
    if not days:
        return []
    told = [f"{_day(day)} {now.get(day, 'is no holiday')} ({name})." for day in days[:DAYS_TOLD]]
    if len(days) > DAYS_TOLD:
        told.append(f"{len(days) - DAYS_TOLD} more days of that calendar changed.")
    spans = tuple((date.fromisoformat(day), date.fromisoformat(day)) for day in days)
    return [Change(codes=codes, by="clocks", spans=spans, why=tuple(told))]


def _day(text: str) -> str:
    return f"{WEEKDAYS[date.fromisoformat(text).weekday()]} {text}"


def _pack_changes(code: str, old: Plain, new: Plain) -> Iterator[Change]:
    if old["head"] != new["head"]:
        why = f"The notes, the time zone or the calendar of {code} changed."
        yield Change(codes=(code,), by="start", spans=(EVER,), why=(why,))
    suspended = list(_odd_ones(old["suspensions"], new["suspensions"]))
    if suspended:
        spans = tuple(_span(suspension) for suspension in suspended)
        told = tuple(f"Suspension of clocks: {suspension['words']}." for suspension in suspended)
        yield Change(codes=(code,), by="clocks", spans=spans, why=told)
    for version in sorted(old["statutes"].keys() | new["statutes"].keys()):
        spans = tuple(_moved(old["statutes"].get(version), new["statutes"].get(version)))
        if spans:
            cite = (new["statutes"].get(version) or old["statutes"][version])["cite"]
            why = f"The law on file changed: version {version} ({cite})."
            yield Change(codes=(code,), by="start", spans=spans, why=(why,))


def _odd_ones(old: Iterable[Plain], new: Iterable[Plain]) -> Iterator[Plain]:
    """What stands in only one of two lists."""
    old, new = list(old), list(new)
    yield from (item for item in old if item not in new)
    yield from (item for item in new if item not in old)


def _moved(old: Plain | None, new: Plain | None) -> Iterator[Span]:
    """The days of receipt for which a version now says something else than before."""
    if old is None or new is None:
        yield _span(old or new or {})
    elif old["digest"] != new["digest"]:
        yield _span(old)
        yield _span(new)
    else:
        (first, last), (starts, ends) = _span(old), _span(new)
        if first != starts:
            yield min(first, starts), max(first, starts) - ONE_DAY
        if last != ends:
            yield min(last, ends) + ONE_DAY, max(last, ends)


def _span(item: Plain) -> Span:
    first, last = item["span"]
    return date.fromisoformat(first), date.fromisoformat(last)
