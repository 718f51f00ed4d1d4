"""`manage.py backup FOLDER`: copies everything that is kept, while everything runs."""

import argparse
import json
from pathlib import Path
from typing import Any

from foia.flow import archive
from foia.gateways import clock
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    """Copy database, stored bytes and secret key into a folder."""

    help = "Copy everything that is kept into a folder; again into the same one adds what is new."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "folder", metavar="FOLDER", type=Path, help="where to; again for what is new"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say how far it is."""

        def told(files: int) -> None:
            if not options["json"]:
                self.stderr.write(f"{files} files are in the backup …")

        done = archive.backup(folder=options["folder"], now=clock.now(), told=told)
        if options["json"]:
            told_json = {"folder": str(options["folder"]), "files": done.files, "new": done.new}
            self.stdout.write(json.dumps(told_json))
            return
        self.stdout.write(
            f"The backup in {options['folder']} is whole: the database and {done.files} files,"
            f" {done.new} of them new.\nThe key of the identities is not in it: keep a copy of"
            " identity_key (or IDENTITY_KEY) in another place."
        )
