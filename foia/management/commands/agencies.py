"""`manage.py agencies`: takes tables of bodies in for a team, and writes them out again."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia.flow import agencies
from foia.flow.agencies.profiles import profiles
from foia.gateways import clock, tables
from foia.management.command import Command as BaseCommand
from foia.management.teams import content_of, member_of, team_of
from foia.models import Agency, AgencyImport, AgencyList, Team


class Command(BaseCommand):
    """Lists of bodies for operators; what is taken in belongs to the team that is named."""

    help = "Take a table of bodies in for a team (import), or write its bodies out (export)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what to do, with which file, for which team."""
        parser.add_argument("do", choices=("import", "export"))
        parser.add_argument("file", help="CSV or XLSX to read, or to write (by its ending)")
        parser.add_argument("--team", required=True, help="name or uuid of the team")
        parser.add_argument("--list", default="", metavar="NAME", help="list to fill or to write")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who does it; else an owner")
        parser.add_argument("--profile", default="", choices=("", *profiles()), help="the format")
        parser.add_argument("--jurisdiction", default="", help="law of the rows that name no place")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
        parser.add_argument("--receipt", default="", metavar="CSV", help="write what was left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the two."""
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
        self.stdout.write(f"{path.name} is read as: {profiles()[row.profile].name}")
        if options["dry_run"]:
            plan = agencies.plan(row, tell=self._tell)
        else:
            plan = agencies.apply(row, now=now, tell=self._tell)
        for name, number in plan.counts().items():
            self.stdout.write(f"{name.replace('_', ' '):16}{number:>10,}")
        for words, number in sorted(plan.unknown_laws.items())[:20]:
            self.stdout.write(f"no law on file for {words!r}: {number:,} rows")
        if options["dry_run"]:
            self.stdout.write(f"Nothing was changed; the file is kept as import {row.uuid}.")
        elif options["receipt"]:
            self._receipt(row, Path(options["receipt"]))

    def _receipt(self, row: AgencyImport, path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(agencies.receipt(row))
        self.stdout.write(f"What was left out or doubted stands in {path}.")

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
        self.stdout.write(f"{found.count():,} bodies stand in {path}.")

    def _tell(self, words: str) -> None:
        self.stdout.write(f"… {words}")
