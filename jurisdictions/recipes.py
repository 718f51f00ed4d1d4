"""Recipes: the reviewed steps by which a calendar is drawn up from a list of public holidays."""

import calendar
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from jurisdictions.calendars import FOLDER as CALENDARS
from jurisdictions.calendars import WEEKDAYS, Correction
from jurisdictions.easter import easter
from jurisdictions.errors import DomainError

FOLDER = CALENDARS / "recipes"
FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
Days = dict[str, str]
Move = Literal["none", "sunday", "monday", "saturday_friday_sunday_monday"]
ONE_DAY = timedelta(days=1)


class BadRecipe(DomainError):
    """A recipe that is not on file, or that cannot be read or followed."""


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step, said by one of the first ten fields, in the years `from` to `to` (both included).

    drop: remove days whose name matches. drop_day: remove one day. rename: put `to_name` for what
    matches in a name. fixed: the same day every year ("12-24"). nth: "4 Friday 9" (-1 is the last).
    after: `plus` days from the day of that name. easter: days from Easter Sunday. election: the
    Tuesday after the first Monday of November, every so many years. days: these very days. move:
    observe those that match `only` in this way instead of the package's.
    """

    drop: str = ""
    drop_day: date | None = None
    rename: str = ""
    fixed: str = ""
    nth: str = ""
    after: str = ""
    easter: int | None = None
    election: int = 0
    days: tuple[date, ...] = ()
    move: Move | None = None
    name: str = ""
    to_name: str = ""
    plus: int = 1
    only: str = "."
    first: int = field(name="from", default=FIRST.year)
    last: int = field(name="to", default=LAST.year)


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one calendar is drawn: the package's codes ("" for none), then the rules in order.

    `categories` are the package's kinds of holidays (empty: its default). `weekend` and `union` are
    the calendar's own. `shorts` are rules for working days on which offices close early.
    """

    title: str
    country: str = ""
    part: str = ""
    categories: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ("Saturday", "Sunday")
    union: tuple[str, ...] = ()
    shorts: tuple[Rule, ...] = ()
    last: date = LAST
    sources: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rules: tuple[Rule, ...] = ()


def recipes() -> tuple[str, ...]:
    """The calendars that can be drawn, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load_recipe(name: str, folder: Path = FOLDER) -> Recipe:
    """The recipe of a calendar; `BadRecipe` names the file and the key, or those there are."""
    path = folder / f"{name}.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Recipe)
    except FileNotFoundError:
        raise BadRecipe(
            f"No recipe draws {name!r}; those there are: {', '.join(recipes())}."
        ) from None
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise BadRecipe(f"recipes/{path.name} is not in order: {error}.") from error


def followed(recipe: Recipe, drawn: Days) -> Days:
    """The days of a calendar: those drawn, after every rule, within the calendar's years."""
    return _ruled(recipe, dict(drawn), recipe.rules)


def short_days(recipe: Recipe) -> Days:
    """The working days on which offices close early, within the calendar's years."""
    return _ruled(recipe, {}, recipe.shorts)


def _ruled(recipe: Recipe, days: Days, rules: tuple[Rule, ...]) -> Days:
    """The days after every rule, in order, those outside the calendar's years left out."""
    for rule in rules:
        step = next((act for name, act in STEPS.items() if getattr(rule, name) not in UNSET), None)
        if step is None:
            raise BadRecipe(f"A rule of the recipe {recipe.title!r} says no step: {rule!r}.")
        step(rule, days)
    last = recipe.last.isoformat()
    return {day: name for day, name in sorted(days.items()) if FIRST.isoformat() <= day <= last}


def _drop(rule: Rule, days: Days) -> None:
    """A day of two holidays ("A; B") keeps the one that does not match."""
    for day in _matching(rule.drop, rule, days):
        kept = [name for name in days[day].split("; ") if not re.search(rule.drop, name)]
        if kept:
            days[day] = "; ".join(kept)
        else:
            del days[day]


def _drop_day(rule: Rule, days: Days) -> None:
    days.pop(str(rule.drop_day), None)


def _rename(rule: Rule, days: Days) -> None:
    for day in _matching(rule.rename, rule, days):
        days[day] = re.sub(rule.rename, rule.to_name, days[day])


def _fixed(rule: Rule, days: Days) -> None:
    for year in _years(rule):
        days[f"{year}-{rule.fixed}"] = rule.name


def _nth(rule: Rule, days: Days) -> None:
    place, weekday, month = rule.nth.split()
    for year in _years(rule):
        days[nth_weekday(year, int(month), weekday, int(place)).isoformat()] = rule.name


def _after(rule: Rule, days: Days) -> None:
    for day in [day for day, name in days.items() if name == rule.after]:
        if rule.first <= int(day[:4]) <= rule.last:
            moved = date.fromisoformat(day) + timedelta(days=rule.plus)
            days[moved.isoformat()] = rule.name


def _easter(rule: Rule, days: Days) -> None:
    for year in _years(rule):
        days[(easter(year) + timedelta(days=rule.easter or 0)).isoformat()] = rule.name


def _election(rule: Rule, days: Days) -> None:
    for year in _years(rule):
        if year % rule.election == 0:
            tuesday = nth_weekday(year, 11, "Monday", 1) + ONE_DAY
            days[tuesday.isoformat()] = rule.name


def _days(rule: Rule, days: Days) -> None:
    for day in rule.days:
        days[day.isoformat()] = rule.name


def _move(rule: Rule, days: Days) -> None:
    """Observe again: the package's own observed days go, and come back as the law says."""
    matching = list(_matching(rule.only, rule, days))
    plain = [day for day in matching if "(observed)" not in days[day]]
    for day in matching:
        if "(observed)" in days[day]:
            del days[day]
    for day in plain:
        observed = _observed(date.fromisoformat(day), rule.move)
        days.setdefault(observed.isoformat(), f"{days[day]} (observed)")


def _observed(day: date, move: Move | None) -> date:
    if day.weekday() == 6 and move != "none":
        return day + ONE_DAY
    if day.weekday() == 5 and move == "saturday_friday_sunday_monday":
        return day - ONE_DAY
    if day.weekday() == 5 and move == "monday":
        return day + 2 * ONE_DAY
    return day


UNSET: tuple[Any, ...] = ("", None, 0, ())
STEPS: dict[str, Callable[[Rule, Days], None]] = {
    "drop": _drop,
    "drop_day": _drop_day,
    "rename": _rename,
    "fixed": _fixed,
    "nth": _nth,
    "after": _after,
    "easter": _easter,
    "election": _election,
    "days": _days,
    "move": _move,
}


def _matching(pattern: str, rule: Rule, days: Days) -> Iterator[str]:
    """Days in the rule's years whose name matches, listed before anything changes."""
    yield from [
        day
        for day, name in days.items()
        if re.search(pattern, name) and rule.first <= int(day[:4]) <= rule.last
    ]


def _years(rule: Rule) -> range:
    return range(rule.first, rule.last + 1)


def nth_weekday(year: int, month: int, weekday: str, place: int) -> date:
    """The `place`-th such weekday of a month; -1 is the last."""
    index = WEEKDAYS.index(weekday)
    days = [
        day
        for day in calendar.Calendar().itermonthdates(year, month)
        if day.month == month and day.weekday() == index
    ]
    return days[place - 1 if place > 0 else place]
