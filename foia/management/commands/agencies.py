"""`manage.py agencies`: takes tables of bodies in for a team, and writes them out again."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia.flow import agencies
from foia.flow.agencies.profiles import profiles
from foia.gateways import clock, tables
from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.management.teams import content_of, member_of, team_of
from foia.models import Agency, AgencyList, Team


class Command(BaseCommand):
    """Lists of bodies for operators; what is taken in belongs to the team that is named."""

    help = "Take a table of bodies in for a team (import), or write its bodies out (export)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what to do, with which file, for which team."""
        parser.add_argument("do", choices=("import", "export"), help="what to do")
        parser.add_argument("file", help="CSV or XLSX to read, or to write (by its ending)")
        parser.add_argument("--team", required=True, help="name or uuid of the team")
        parser.add_argument("--list", default="", metavar="NAME", help="list to fill or to write")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who does it; else an owner")
        parser.add_argument("--profile", default="", choices=("", *profiles()), help="the format")
        parser.add_argument("--jurisdiction", default="", help="law of the rows that name no place")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
        parser.add_argument("--receipt", default="", metavar="CSV", help="write what was left out")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the two."""
        self.as_json = options["json"]
        team = team_of(options["team"])
        if options["do"] == "export":
            self._export(team, options["list"], Path(options["file"]))
        else:
            self._import(team, options)

    def _import(self, team: Team, options: dict[str, Any]) -> None:
        now = clock.now()
        path = Path(options["file"])
        row = agencies.upload(
            team=team,
            by=member_of(team, options["by"]),
            content=content_of(path),
            file_name=path.name,
            now=now,
            agency_list=self._list(team, options["list"]) if options["list"] else None,
            profile_id=options["profile"],
            jurisdiction=options["jurisdiction"],
        )
        self._tell(f"{path.name} is read as: {profiles()[row.profile].name}")
        if options["dry_run"]:
            plan = agencies.plan(row, tell=self._tell)
        else:
            plan = agencies.apply(row, now=now, tell=self._tell)
        if options["receipt"] and not options["dry_run"]:
            with Path(options["receipt"]).open("wb") as file:
                file.writelines(agencies.receipt(row))
        unknown = dict(sorted(plan.unknown_laws.items())[:20])
        facts = {"import": row.uuid, "counts": plan.counts(), "no_law_on_file": unknown}
        said = "\n".join(_lines(facts, options))
        say(self.stdout, said, as_json=self.as_json, **facts)

    def _list(self, team: Team, name: str) -> AgencyList:
        """Return the list of that name, made if there is none."""
        there = AgencyList.objects.filter(team=team, name=name).first()
        return there or agencies.make_list(team=team, name=name, now=clock.now())

    def _export(self, team: Team, name: str, path: Path) -> None:
        found: QuerySet[Agency] = Agency.objects.filter(team=team, merged_into=None)
        if name:
            agency_list = AgencyList.objects.filter(team=team, name=name).first()
            if agency_list is None:
                raise CommandError(f"{team} has no list {name!r}.")
            found = agencies.members_of(agency_list)
        rows = agencies.exported(found, [team.pk])
        with path.open("wb") as file:
            if path.suffix.lower() == ".xlsx":
                file.write(tables.xlsx(agencies.HEADER, rows, sheet=name or "Bodies"))
            else:
                file.writelines(tables.csv_lines(agencies.HEADER, rows))
        said = f"{found.count():,} bodies stand in {path}."
        say(self.stdout, said, as_json=self.as_json, bodies=found.count(), file=path)

    def _tell(self, words: str) -> None:
        if not self.as_json:
            self.stdout.write(f"… {words}")


def _lines(facts: dict[str, Any], options: dict[str, Any]) -> Iterator[str]:
    """Yield what an import says to people."""
    for name, number in facts["counts"].items():
        yield f"{name.replace('_', ' '):16}{number:>10,}"
    for words, number in facts["no_law_on_file"].items():
        yield f"no law on file for {words!r}: {number:,} rows"
    if options["dry_run"]:
        yield f"Nothing was changed; the file is kept as import {facts['import']}."
    elif options["receipt"]:
        yield f"What was left out or doubted stands in {options['receipt']}."
