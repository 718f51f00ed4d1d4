"""`manage.py findings`: what was learnt, counted, listed, and written to files."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from foia import access
from foia.flow import findings
from foia.gateways import clock, tables
from foia.letters.report_docx import report_docx
from foia.letters.report_pdf import report_pdf
from foia.management.command import Command as BaseCommand
from foia.management.teams import team_of
from foia.models import Finding, RecordsRequest

#: What narrows, each by an option of its name.
NARROW = [name for name in findings.Filters.__struct_fields__ if name != "campaign"]


class Command(BaseCommand):
    """Findings for operators: what readers see, or what one team has learnt."""

    help = "Count what was learnt; with a file, write it: .csv, .xlsx, .zip (data), .docx, .pdf."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare whose findings, what narrows them, and the file."""
        parser.add_argument("file", nargs="?", default="", help="what to write, by its ending")
        parser.add_argument("--team", default="", help="a team's campaigns; else what is published")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", default="en", choices=languages, help="of a report")
        parser.add_argument("--json", action="store_true", help="for programs")
        for name in NARROW:
            parser.add_argument(f"--{name}", default="", help="narrow to it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write a file, or say the numbers."""
        told = {name: options[name] for name in NARROW if options[name]}
        filters = msgspec.convert(told, findings.Filters)
        requests, is_public = self._requests(options["team"])
        scope = findings.scope_of(requests, filters, is_public=is_public)
        if options["file"]:
            with translation.override(options["language"]):
                self._write(scope, Path(options["file"]))
            return
        self._say(scope, as_json=options["json"])

    def _requests(self, team: str) -> tuple[QuerySet[RecordsRequest], bool]:
        if not team:
            return access.published_requests(), True
        return RecordsRequest.objects.filter(campaign__team=team_of(team)), False

    def _write(self, scope: findings.Scope, path: Path) -> None:
        match path.suffix.lower():
            case ".csv":
                rows = findings.rows(scope, _address)
                content = b"".join(tables.csv_lines(findings.HEADER, rows))
            case ".xlsx":
                rows = findings.rows(scope, _address)
                content = tables.xlsx(findings.HEADER, rows, sheet="Findings")
            case ".zip":
                content = findings.package(scope, address=_address, now=clock.now())
            case ".docx" | ".pdf" as ending:
                made = findings.report_of(scope, on=clock.today())
                content = report_pdf(made) if ending == ".pdf" else report_docx(made)
            case ending:
                raise CommandError(
                    f"No findings are written to {ending or 'a file without an ending'};"
                    " expected .csv, .xlsx, .zip, .docx or .pdf."
                )
        path.write_bytes(content)
        self.stdout.write(f"{scope.findings.count():,} findings stand in {path}.")

    def _say(self, scope: findings.Scope, *, as_json: bool) -> None:
        cells = findings.cells(scope)
        totals = findings.totals(scope, cells)
        records = findings.folded(cells, lambda cell: cell.category)
        if as_json:
            said = {"totals": totals._asdict(), "records": records}
            self.stdout.write(json.dumps(said, indent=1))
            return
        for name, number in totals._asdict().items():
            self.stdout.write(f"{name:10}{number:>10,}")
        for record, states in records.items():
            counted = ", ".join(f"{state} {number:,}" for state, number in states.most_common())
            self.stdout.write(f"{record:20} {counted}")


def _address(finding: Finding) -> str:
    return reverse("public_request", args=[finding.request.uuid])
