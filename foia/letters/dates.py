"""Dates as a letter writes them in each language."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from jurisdictions import Pack


@lru_cache
def _locale(language: str, country: str) -> Locale:
    """Return the locale of a language as written in a country, or of the language alone."""
    try:
        return Locale.parse(f"{language}_{country.upper()}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


@lru_cache(maxsize=4096)
def long_date(day: date, language: str, country: str = "") -> str:
    """Return `day` in words, such as "November 22, 2026" or "22 de noviembre de 2026"."""
    words = format_date(day, format="long", locale=_locale(language, country))
    if day.day == 1 and (ordinal := _first(language, country)):
        return f"{ordinal}{words[1:]}"  # CLDR's patterns leave the ordinal out
    if language == "ru":
        return words.replace("\u202fг.", "\u00a0года")  # an abbreviation would end with two dots
    if language == "uk":
        return words.replace("\u202fр.", "\u00a0року")
    if language == "pl":
        return f"{words}\u00a0roku"  # CLDR's pattern leaves the word out
    if language == "cs":
        return words.replace(". ", ".\u00a0", 1)  # the day and its month stay on one line
    return words


def _first(language: str, country: str) -> str:
    """Return how the first of a month is written where it is an ordinal, else nothing."""
    if language == "pt":
        return "1º" if country.upper() == "BR" else ""
    return {"fr": "1er", "it": "1º"}.get(language, "")


def day_at(pack: Pack, on: date | datetime) -> date:
    """Return the day it is at the body: a date as given, an aware moment in the place's zone."""
    return on.astimezone(ZoneInfo(pack.time_zone)).date() if isinstance(on, datetime) else on
