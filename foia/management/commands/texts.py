"""`manage.py texts`: how it stands with the texts of files; has them read, or scanned, again."""

import argparse
import json
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Count

from foia.flow import texts
from foia.gateways import clock, scanner
from foia.gateways.extract import tesseract
from foia.management.command import Command as BaseCommand
from foia.models import Attachment, DocumentText


class Command(BaseCommand):
    help = "Show how many files have been read and scanned; read what waits."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--read", action="store_true", help="read all that waits, now")
        parser.add_argument(
            "--again", action="store_true", help="have what could not be read wait once more"
        )
        parser.add_argument(
            "--scan-again", action="store_true", help="have every file scanned for viruses anew"
        )
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scan_again"]:
            if not scanner.is_configured():
                raise CommandError("No virus scanner is set; name one in CLAMD (see the README).")
            texts.scan_again()
        if options["again"]:
            texts.try_again()
        while options["read"] and texts.run(now=clock.now()):
            pass
        told = _told()
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
            return
        for what, counts in told.items():
            line = ", ".join(f"{name} {count:,}" for name, count in counts.items())
            self.stdout.write(f"{what}: {line or 'none'}")


def _told() -> dict[str, dict[str, int]]:
    """Return how many files are in which state; languages that Tesseract knows count one each."""
    unseen = Attachment.objects.filter(document=None).count()
    return {
        "files": {**_counted("state"), **({"not looked at": unseen} if unseen else {})},
        "troubles": {name: count for name, count in _counted("trouble").items() if name},
        "scans": _counted("scan"),
        "tesseract": dict.fromkeys(sorted(tesseract.installed_languages()), 1),
    }


def _counted(column: str) -> dict[str, int]:
    rows = DocumentText.objects.values_list(column).annotate(count=Count("pk")).order_by(column)
    return dict(rows)
