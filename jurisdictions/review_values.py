"""What no value of a pack may be, wherever it stands: empty words and lists, impossible numbers."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct

from jurisdictions.calendars import WEEKDAYS, Calendar, UnknownCalendar, load_calendar
from jurisdictions.law import Pack
from jurisdictions.rules import Cited

#: A length or a count beyond this was mistyped.
LARGEST = 3660
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
COUNTRY = re.compile(r"[A-Z]{2}")


def review_values(found: object, path: str = "") -> Iterator[str]:
    """Every empty or impossible value below a struct, as "key: what is wrong"."""
    if isinstance(found, Struct):
        for field in msgspec.structs.fields(found):
            where = f"{path}.{field.encode_name}" if path else field.encode_name
            value = getattr(found, field.name)
            is_cite = field.name == "cite" and isinstance(found, Cited)  # told with the citations
            if field.required and not is_cite and _is_empty(value):
                yield f"{where}: empty; it must say something"
            yield from review_values(value, where)
    elif isinstance(found, tuple):
        for index, item in enumerate(found):
            yield from review_values(item, f"{path}[{index}]")
    elif isinstance(found, dict):
        for key, item in found.items():
            if _is_empty(item):
                yield f"{path}.{key}: empty; it must say something"
            yield from review_values(item, f"{path}.{key}")
    elif type(found) is int:
        yield from _review_number(path, found)


def _is_empty(value: object) -> bool:
    return value in ((), {}) or (isinstance(value, str) and not value.strip())


def _review_number(path: str, number: int) -> Iterator[str]:
    if number < 0:
        yield f"{path}: {number} is not a length of time"
    elif number > LARGEST:
        yield f"{path}: {number} is more than any law's; expected at most {LARGEST}"


def review_codes(pack: Pack) -> Iterator[str]:
    """The country and the languages as the world writes them."""
    if not COUNTRY.fullmatch(pack.country):
        yield f"country: {pack.country!r} is no country code of two capitals, such as FR"
    for language in pack.languages:
        if not LANGUAGE.fullmatch(language):
            yield f"languages: {language!r} is no language code, such as fr or sr-Latn"


def review_calendar(path: str, name: str) -> Iterator[str]:
    """A calendar that is not on file, or not in order."""
    try:
        calendar = load_calendar(name)
    except UnknownCalendar as error:
        yield f"{path}: {error}"
        return
    yield from (f"{path}: calendars/{name}.toml: {text}" for text in _review_days(calendar))


def _review_days(calendar: Calendar) -> Iterator[str]:
    """Days and weekdays that are none would be passed over in silence."""
    if calendar.last < calendar.first:
        yield f"last: {calendar.last} is before first, {calendar.first}"
    for weekday in calendar.weekend:
        if weekday not in WEEKDAYS:
            yield f"weekend: {weekday!r} is unknown; known are {', '.join(WEEKDAYS)}"
    for table in ("closed", "opened", "short"):
        for day in getattr(calendar, table):
            if not _is_day(day):
                yield f"{table}: {day!r} is not a day such as 2026-01-31"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
