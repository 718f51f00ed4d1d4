"""`manage.py verify_archive [FOLDER…]`: proves the store, or folders written from it."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from foia.flow import archive
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Prove that everything kept is what arrived (or that a written archive is whole)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", metavar="FOLDER", type=Path, help="written bags")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = (
            [line for folder in options["folders"] for line in archive.verify_folder(folder)]
            if options["folders"]
            else list(archive.verify_store())
        )
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not found, "found": found}, ensure_ascii=False))
        else:
            for line in found:
                self.stdout.write(line)
        if found:
            raise CommandError(f"The archive does not verify: {len(found)} finding(s).")
        if not options["json"]:
            self.stdout.write("The archive verifies: every byte, entry and link is what it was.")
