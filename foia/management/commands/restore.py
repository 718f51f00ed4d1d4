"""`manage.py restore FOLDER`: brings a backup back into an empty installation, and proves it."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from foia.flow import archive
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    """Bring a backup back."""

    help = "Bring a backup back into an empty installation, then prove it; can be begun again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="of a backup")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, load, verify."""

        def told(files: int) -> None:
            if not options["json"]:
                self.stderr.write(f"{files} files are back …")

        found = list(archive.restore(folder=options["folder"], told=told))
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not found, "found": found}, ensure_ascii=False))
        for line in found if not options["json"] else ():
            self.stdout.write(line)
        if found:
            raise CommandError(f"The backup is back and does not verify: {len(found)} finding(s).")
        if not options["json"]:
            self.stdout.write(
                "The backup is back and verifies. Put identity_key into the data folder (or set"
                " IDENTITY_KEY), or postal addresses stay sealed; then start with `make run`."
            )
