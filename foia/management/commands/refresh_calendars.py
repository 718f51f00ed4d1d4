"""Show a person what the `holidays` package would change in the calendars; write only if told."""

import importlib
import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from foia.management.command import Command as BaseCommand
from jurisdictions import DomainError
from jurisdictions.calendars import FOLDER, WEEKDAYS, Calendar, Correction, load_calendar

FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
Days = dict[str, str]


class CannotDraw(DomainError):
    """The development package is missing, or nobody wrote down how to draw that calendar."""


def illinois(days: Days) -> None:
    """State offices: no Pulaski Day, the Friday after Thanksgiving, Juneteenth never moves."""
    for day, name in list(days.items()):
        if "Pulaski" in name or ("Juneteenth" in name and "observed" in name):
            del days[day]
        if name == "Thanksgiving Day":
            friday = date.fromisoformat(day) + timedelta(days=1)
            days[friday.isoformat()] = "Day after Thanksgiving"
        if name == "Election Day":
            days[day] = "General Election Day"
    days.pop("2021-06-19", None)


def mexico(days: Days) -> None:
    """5 May, which the administrative procedure act adds to the labor holidays."""
    for year in range(FIRST.year, LAST.year + 1):
        days[f"{year}-05-05"] = "Battle of Puebla"


def unchanged(days: Days) -> None:
    """Nothing to correct is known."""


class Recipe(NamedTuple):
    """How one calendar is drawn: the package's codes, and what a person corrected."""

    title: str
    country: str
    part: str | None
    correct: Callable[[Days], None]
    corrections: tuple[Correction, ...] = ()
    sources: tuple[str, ...] = ()
    last: date = LAST


RECIPES = {
    "us": Recipe(
        "United States, federal legal public holidays (5 U.S.C. 6103(a))",
        "US",
        None,
        unchanged,
        corrections=(
            Correction(
                text="Executive-order days off, shutdown and snow days stay counted: they are not "
                "legal public holidays.",
                cite="OIP, Calculating FOIA Response Times After the Government Shutdown",
                verified=True,
            ),
            Correction(
                text="Inauguration Day is left out: it is a holiday in the Washington area only.",
                cite="5 U.S.C. 6103(c)",
            ),
        ),
        sources=("https://www.justice.gov/oip/blog/calculating-foia-response-times-after-government-shutdown",),
    ),
    "us-il": Recipe(
        "Illinois, days on which State offices are closed",
        "US",
        "IL",
        illinois,
        corrections=(
            Correction(
                text="Casimir Pulaski Day removed and the day after Thanksgiving added, as in the "
                "State's own list of its holidays.",
                cite="Illinois Dept. of Central Management Services, State Holidays 2019-2020",
                verified=True,
            ),
            Correction(
                text="Juneteenth is not moved when 19 June is a Saturday or Sunday, and begins in "
                "2022. P.A. 102-334 had moved a Sunday to Monday; the compiled text does not.",
                cite="5 ILCS 490/63 (P.A. 102-14)",
                verified=True,
            ),
            Correction(
                text="General Election Day in even years; Saturday holidays move to Friday, Sunday "
                "ones to Monday. From 2021 on projected, not read in the State's yearly lists.",
                cite="Illinois Dept. of Central Management Services, State Holidays 2019-2020",
            ),
        ),
        sources=(
            "https://www2.illinois.gov/cms/personnel/employeeresources/Pages/StateHolidays.aspx",
            "https://lawserver.com/law/state/illinois/il-statutes/5_ilcs_490_63",
        ),
    ),
    "mx": Recipe(
        "Mexico, días inhábiles common to the federal bodies",
        "MX",
        None,
        mexico,
        corrections=(
            Correction(
                text="5 May added. Each body also publishes its own vacations and Holy Week, which "
                "are entered per body. The act also names 1 September and unmoved dates, which the "
                "yearly agreements do not follow.",
                cite="Ley Federal de Procedimiento Administrativo, art. 28",
            ),
        ),
    ),
    "fr": Recipe(
        "France (mainland), jours fériés", "FR", None, unchanged,
        corrections=(
            Correction(
                text="The days of Alsace-Moselle and of the overseas departments are not included.",
                cite="Code du travail, art. L3133-1",
            ),
        ),
    ),
    "ru": Recipe(
        "Russia, non-working days with the yearly transfers", "RU", None, unchanged,
        corrections=(
            Correction(
                text="Transfers are decreed a year ahead, so nothing is known after 2027.",
                cite="Labor Code of the Russian Federation, art. 112",
            ),
        ),
        last=date(2027, 12, 31),
    ),
}  # fmt: skip


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
        for name in options["names"] or RECIPES:
            self.refresh(name, package, write=options["write"])

    def refresh(self, name: str, package: Any, *, write: bool) -> None:
        """Compare one calendar with a fresh drawing of it, and save the drawing if told."""
        drawn = draw(name, package, reviewed_on=timezone.now().date())
        is_on_file = (FOLDER / f"{name}.toml").exists()
        lines = differences(load_calendar(name).closed if is_on_file else {}, drawn.closed)
        self.stdout.write(f"{name}: {len(lines)} day(s) differ from holidays {package.__version__}")
        for line in lines if is_on_file else ():
            self.stdout.write(f"  {line}")
        if write:
            (FOLDER / f"{name}.toml").write_text(as_toml(drawn), encoding="utf-8")


def draw(name: str, package: Any, *, reviewed_on: date) -> Calendar:
    """A calendar as the package gives it, with the corrections of its recipe."""
    if name not in RECIPES:
        raise CannotDraw(f"No recipe draws {name!r}; those there are: {', '.join(RECIPES)}.")
    recipe = RECIPES[name]
    years = range(FIRST.year, recipe.last.year + 1)
    found = package.country_holidays(
        recipe.country, subdiv=recipe.part, years=years, language="en_US"
    )
    days = {day.isoformat(): text for day, text in found.items() if FIRST <= day <= recipe.last}
    recipe.correct(days)
    worked = sorted(getattr(found, "weekend_workdays", ()))
    return Calendar(
        name=name,
        title=recipe.title,
        first=FIRST,
        last=recipe.last,
        reviewed_on=reviewed_on,
        provenance=f"Drawn up from python-holidays {package.__version__} ({recipe.country}"
        f"{', ' + recipe.part if recipe.part else ''}), then corrected as listed.",
        sources=recipe.sources,
        corrections=recipe.corrections,
        closed=dict(sorted(days.items())),
        opened={day.isoformat(): "Working Saturday by transfer" for day in worked},
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
    ]
    for correction in calendar.corrections:
        lines += ["", "[[corrections]]", f"text = {quote(correction.text, ensure_ascii=False)}"]
        lines += [f"cite = {quote(correction.cite)}", f"verified = {quote(correction.verified)}"]
    for table, days in (("closed", calendar.closed), ("opened", calendar.opened)):
        lines += ["", f"[{table}]"]
        year = ""
        for day, text in days.items():
            if day[:4] != year:
                year = day[:4]
                lines.append(f"# {year}")
            lines.append(f"{day} = {quote(text, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
