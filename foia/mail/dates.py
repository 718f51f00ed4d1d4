"""Dates and numbers of days in prose, in the words of a language's table."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from foia.mail import languages
from foia.mail.cues import alternatives
from foia.mail.words import Words, fold_phrase

# Countries that write the month first in figures; everywhere else the day comes first.
_MONTH_FIRST = frozenset({"us", "ph", "fm", "mh", "pw"})


class Days(NamedTuple):
    """A number of days as written, e.g. five (5) business days; None if the two disagree."""

    start: int
    amount: int | None
    unit: str


class Day(NamedTuple):
    """A date as written; `day` is None if it cannot be told which date is meant."""

    start: int
    end: int
    day: date | None
    is_until: bool


class _Patterns(NamedTuple):
    named: re.Pattern[str]
    days: re.Pattern[str]
    until: re.Pattern[str]
    months: dict[str, int]
    numbers: dict[str, int]
    units: tuple[tuple[str, re.Pattern[str]], ...]


_NUMERIC = re.compile(r" (\d{1,4}) (\d{1,2}) (\d{1,4}) ")
_SEPARATED = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")


def find_dates(words: Words, code: str, start: int, end: int, *, country: str = "") -> list[Day]:
    """Dates between two positions of `words.plain`, in order."""
    patterns = _patterns(code)
    found: list[Day] = []
    for match in patterns.named.finditer(words.plain, max(0, start - 1), end):
        month = patterns.months[match["m1"] or match["m2"]]
        number = re.sub(r"\D", "", match["d1"] or match["d2"])
        day = _date(int(match["y1"] or match["y2"]), month, int(number))
        found.append(
            Day(match.start(), match.end(), day, _is_until(words, match.start(), patterns))
        )
    order = languages.load(code).date_order
    for match in _NUMERIC.finditer(words.plain, max(0, start - 1), end):
        written = words.quote(match.start() + 1, match.end() - 1)
        if separated := _SEPARATED.fullmatch(written):
            numbers = (int(match[1]), int(match[2]), int(match[3]))
            day = _numeric(numbers, separated[1], order, country)
            is_until = _is_until(words, match.start(), patterns)
            found.append(Day(match.start(), match.end(), day, is_until))
    return sorted(found)


def find_days(words: Words, code: str, start: int, end: int) -> list[Days]:
    """Numbers of days between two positions of `words.plain`, in order."""
    patterns = _patterns(code)
    found: list[Days] = []
    for match in patterns.days.finditer(words.plain, max(0, start - 1), end):
        spelled = patterns.numbers.get(match["word"] or "")
        figure = int(match["figure"]) if match["figure"] else None
        amount = figure if spelled is None or figure is None else spelled
        if spelled is not None:
            amount = spelled if figure in (None, spelled) else None
        unit = next(name for name, unit in patterns.units if unit.fullmatch(match["unit"]))
        found.append(Days(match.start(), amount, unit))
    return found


def _is_until(words: Words, start: int, patterns: _Patterns) -> bool:
    """Whether "by", "until" or the like stands up to three words before."""
    before = " ".join(words.plain[max(0, start - 60) : start].split("|")[-1].split()[-4:])
    return bool(patterns.until.search(f" {before} "))


def _numeric(
    numbers: tuple[int, int, int], separator: str, order: str, country: str
) -> date | None:
    first, second, third = numbers
    if first > 999:
        return _date(first, second, third)
    if third < 1000:  # years of two digits are nobody's certainty
        return None
    by_day, by_month = _date(third, second, first), _date(third, first, second)
    if order == "day_month" or separator == ".":
        return by_day
    if country:
        return by_month if country.split("-")[0].lower() in _MONTH_FIRST else by_day
    if by_day is None or by_month is None or by_day == by_month:
        return by_day or by_month
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _patterns(code: str) -> _Patterns:
    language = languages.load(code)
    months = {fold_phrase(name): number for name, number in language.months.items()}
    numbers = {fold_phrase(name): number for name, number in language.numbers.items()}
    units = {name: alternatives(wordings) for name, wordings in language.units.items()}
    month, number = alternatives(list(months)), alternatives(list(numbers))
    of = "(?:(?:de|del|of|the|do|den) ){0,2}"
    day = r"\d{1,2}(?:st|nd|rd|th|er|o|a|го| o)?"
    year = r"(?:19|20)\d\d"
    return _Patterns(
        named=re.compile(
            rf" (?:(?P<m1>{month}) (?P<d1>{day}) (?P<y1>{year})"
            rf"|(?P<d2>{day}) {of}(?P<m2>{month}) {of}(?P<y2>{year})) "
        ),
        days=re.compile(
            rf" (?:(?P<word>{number}) )?(?:(?P<figure>\d{{1,3}}) )?(?<=\w )"
            rf"(?:{alternatives(language.more)} )?(?P<unit>{'|'.join(units.values())})(?= )"
        ),
        until=re.compile(f" {alternatives(language.until)} "),
        months=months,
        numbers=numbers,
        units=tuple((name, re.compile(pattern)) for name, pattern in units.items()),
    )
