"""Show a person what the `holidays` package would change in the calendars; write only if told."""

import importlib
import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from jurisdictions import DomainError
from jurisdictions.calendars import FOLDER, WEEKDAYS, Calendar, own_days
from jurisdictions.recipes import (
    FIRST,
    Days,
    Recipe,
    followed,
    load_recipe,
    recipes,
    short_days,
)


class CannotDraw(DomainError):
    """The development package from which calendars are drawn is missing."""


class Command(BaseCommand):
    """Draw the calendars anew, print every day that differs, and with --write save them."""

    help = "Show what the installed holidays package would change in the calendars on file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help="calendars (default: all that can be drawn)")
        parser.add_argument(
            "--write", action="store_true", help="save the result as reviewed today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            package = importlib.import_module("holidays")
        except ImportError:
            raise CannotDraw(
                "The package `holidays` is not installed: it is a development dependency, so "
                "install the development requirements first."
            ) from None
        for name in options["names"] or recipes():
            self.refresh(name, package, write=options["write"])

    def refresh(self, name: str, package: Any, *, write: bool) -> None:
        """Compare one calendar with a fresh drawing of it, and save the drawing if told."""
        drawn = draw(name, package, reviewed_on=clock.now().date())
        path = FOLDER / f"{name}.toml"
        is_on_file = path.exists()
        lines = differences(own_days(path).closed if is_on_file else {}, drawn.closed)
        self.stdout.write(f"{name}: {len(lines)} day(s) differ from holidays {package.__version__}")
        for line in lines if is_on_file else ():
            self.stdout.write(f"  {line}")
        if write:
            path.write_text(as_toml(drawn), encoding="utf-8")


def draw(name: str, package: Any, *, reviewed_on: date) -> Calendar:
    """A calendar as the package gives it, after the rules of its recipe."""
    recipe = load_recipe(name)
    drawn, worked = holidays_of(recipe, package) if recipe.country else ({}, [])
    return Calendar(
        name=name,
        title=recipe.title,
        first=FIRST,
        last=recipe.last,
        reviewed_on=reviewed_on,
        provenance=provenance(recipe, package),
        weekend=recipe.weekend,
        union=recipe.union,
        sources=recipe.sources,
        corrections=recipe.corrections,
        closed=followed(recipe, drawn),
        short=short_days(recipe),
        opened={
            day.isoformat(): "Working Saturday by transfer"
            for day in worked
            if FIRST <= day <= recipe.last
        },
    )


def holidays_of(recipe: Recipe, package: Any) -> tuple[Days, list[date]]:
    """What the package gives for the recipe's country: days off, and weekend days worked."""
    found = package.country_holidays(
        recipe.country,
        subdiv=recipe.part or None,
        years=range(FIRST.year, recipe.last.year + 1),
        language="en_US",
        **({"categories": recipe.categories} if recipe.categories else {}),
    )
    days = {day.isoformat(): text for day, text in found.items()}
    return days, sorted(getattr(found, "weekend_workdays", ()))


def provenance(recipe: Recipe, package: Any) -> str:
    """Where the calendar comes from, in a sentence."""
    if not recipe.country:
        return "Drawn up by the rules of its recipe alone."
    part = f", {recipe.part}" if recipe.part else ""
    return (
        f"Drawn up from python-holidays {package.__version__} ({recipe.country}{part}), "
        "then corrected as listed."
    )


def differences(on_file: Days, drawn: Days) -> list[str]:
    """One line per day that the two do not name alike, with its weekday."""
    lines = []
    for day in sorted(on_file.keys() | drawn.keys()):
        old, new = on_file.get(day, "open"), drawn.get(day, "open")
        if old != new:
            lines.append(f"{day} {WEEKDAYS[date.fromisoformat(day).weekday()]}: {old} -> {new}")
    return lines


def as_toml(calendar: Calendar) -> str:
    """The calendar's file, days grouped by year."""
    quote = json.dumps  # a JSON string is a TOML basic string
    lines = [
        f"name = {quote(calendar.name)}",
        f"title = {quote(calendar.title, ensure_ascii=False)}",
        f"first = {calendar.first}",
        f"last = {calendar.last}",
        f"reviewed_on = {calendar.reviewed_on}",
        f"provenance = {quote(calendar.provenance)}",
        f"sources = {quote(list(calendar.sources))}",
        f"weekend = {quote(list(calendar.weekend))}",
    ]
    if calendar.union:
        lines.append(f"union = {quote(list(calendar.union))}")
    for correction in calendar.corrections:
        lines += ["", "[[corrections]]", f"text = {quote(correction.text, ensure_ascii=False)}"]
        lines += [f"cite = {quote(correction.cite)}", f"verified = {quote(correction.verified)}"]
    for table in ("closed", "opened", "short"):
        days: Days = getattr(calendar, table)
        lines += ["", f"[{table}]"]
        year = ""
        for day, text in days.items():
            if day[:4] != year:
                year = day[:4]
                lines.append(f"# {year}")
            lines.append(f"{day} = {quote(text, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
