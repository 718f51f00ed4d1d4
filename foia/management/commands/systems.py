"""`manage.py systems`: dossiers listed, with plan or history, taken in, and written to a file."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q

from foia.flow import systems
from foia.gateways import clock, tables
from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.management.teams import content_of, member_of, team_of
from foia.models import Agency, System, SystemAct

DOES = ("list", "plan", "history", "import", "export")


class Command(BaseCommand):
    """Dossiers for operators; without a team those that everybody has."""

    help = "List dossiers, show one's plan or history, take a file of them in, or write one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what to do, with which dossier or file, for which team."""
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("what", nargs="?", default="", help="slug of a dossier, or a file")
        parser.add_argument("--team", default="", help="name or uuid of the team")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who does it; else an owner")
        parser.add_argument("--dry-run", action="store_true", help="say what would come, no more")
        parser.add_argument("--letters", action="store_true", help="plan: with every letter")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        getattr(self, f"_{options['do']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = list(self._seen(options).order_by("slug"))
        if options["json"]:
            self._tell([systems.as_dossier(row) for row in rows])
            return
        for row in rows:
            self.stdout.write(f"{row.slug:40} {row.technology:12} {row.place} · {row.name}")

    def _history(self, options: dict[str, Any]) -> None:
        acts = SystemAct.objects.filter(system=self._named(options)).select_related("by")
        rows = [
            {"at": act.at, "by": str(act.by), "act": act.act, "about": act.about} | _changed(act)
            for act in acts.order_by("pk")
        ]
        if options["json"]:
            self._tell(rows)
            return
        for row in rows:
            self.stdout.write("\t".join(str(value) for value in row.values()))

    def _named(self, options: dict[str, Any]) -> System:
        system: System | None = self._seen(options).filter(slug=options["what"]).first()
        if system is None:
            raise CommandError(
                f"There is no dossier {options['what']!r}; `manage.py systems list` names them."
            )
        return system

    def _plan(self, options: dict[str, Any]) -> None:
        system = self._named(options)
        parts = system.bodies.select_related("agency").prefetch_related("agency__contacts")
        told = systems.plan_of(
            list(parts),
            technology=system.technology,
            team_id=system.team_id,
            now=clock.now(),
        )
        if options["json"]:
            self._tell([systems.plainly(asked) for asked in told])
            return
        for asked in told:
            self._say(asked, is_whole=options["letters"])

    def _say(self, asked: systems.Asked, *, is_whole: bool) -> None:
        plain = systems.plainly(asked)
        risk = "  RISK HIGH: plan and track only" if asked.is_risky else ""
        self.stdout.write(f"{plain['body']} ({plain['role']}){risk}")
        self.stdout.write(f"  law {plain['law']}, {plain['language']}, {plain['channel'] or '–'}")
        self.stdout.write(f"  asks for: {', '.join(plain['records'])}")
        if asked.trouble:
            self.stdout.write(f"  no letter: {asked.trouble}")
        if is_whole and plain["letter"]:
            self.stdout.write(f"\n{plain['letter']}\n")

    def _import(self, options: dict[str, Any]) -> None:
        team = team_of(options["team"])
        path, now = Path(options["what"]), clock.now()
        kept = systems.kept_file(content=content_of(path), file_name=path.name, now=now).pk
        if options["dry_run"]:
            done = systems.read_kept(blob_id=kept, team=team)
        else:
            by = member_of(team, options["by"])
            done = systems.take_in(blob_id=kept, team=team, by=by, now=now)
        if options["json"]:
            self._tell({"new": done.new, "there": done.there, "left_out": done.left_out})
            return
        self.stdout.write(f"new {len(done.new):,}, there already {len(done.there):,}")
        for where, why in done.left_out:
            self.stdout.write(f"left out, {where}: {why}")

    def _export(self, options: dict[str, Any]) -> None:
        path, found = Path(options["what"] or "systems.csv"), self._seen(options)
        match path.suffix.lower():
            case ".json":
                rows = [systems.as_dossier(row) for row in found.order_by("name", "pk")]
                path.write_text(_as_json({"systems": rows}), encoding="utf-8")
            case ".xlsx":
                content = tables.xlsx(systems.HEADER, systems.as_rows(found), sheet="Systems")
                path.write_bytes(content)
            case _:
                with path.open("wb") as file:
                    file.writelines(tables.csv_lines(systems.HEADER, systems.as_rows(found)))
        said = f"{found.count():,} dossiers stand in {path}."
        say(self.stdout, said, as_json=options["json"], dossiers=found.count(), file=path)

    def _seen(self, options: dict[str, Any]) -> Any:
        """Return everybody's dossiers, and those of the team that is named."""
        seen = Q(team=None)
        if options["team"]:
            seen |= Q(team=team_of(options["team"]))
        agencies = Agency.objects.filter(seen, merged_into=None)
        return systems.with_parts(System.objects.filter(seen), agencies)

    def _tell(self, told: object) -> None:
        self.stdout.write(_as_json(told))


def _changed(act: SystemAct) -> dict[str, str]:
    """Return the changes of an act in a line."""
    return {"changes": "; ".join(f"{name}: {was} -> {now}" for name, was, now in act.changes)}


def _as_json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)
