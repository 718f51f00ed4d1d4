"""`manage.py archive REFERENCE FOLDER`: a request or a campaign as a folder that verifies."""

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from foia.flow import archive
from foia.gateways import clock
from foia.management.campaign_report import bar
from foia.management.command import Command as BaseCommand
from foia.models import Campaign, RecordsRequest


class Command(BaseCommand):
    """Write an evidence bag."""

    help = "Write everything known of a request, or of a campaign, as a BagIt folder."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        what = "a request's reference such as OS-7K2MPQ4X, or the id in a campaign's address"
        parser.add_argument("reference", metavar="REFERENCE", help=what)
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new one")
        parser.add_argument("--public", action="store_true", help="only what readers may see")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        told = {
            "folder": options["folder"],
            "now": clock.now(),
            "is_public": options["public"],
        }
        name = options["reference"]
        if campaign := _campaign(name):
            folder = archive.write_campaign(
                campaign=campaign, told=None if options["json"] else self._show, **told
            )
        else:
            request = RecordsRequest.objects.filter(reference=name.upper()).first()
            if request is None:
                raise CommandError(f"{name} is no request's reference and no campaign's id.")
            name = request.reference
            folder = archive.write(request=request, **told)
        if options["json"]:
            self.stdout.write(json.dumps({"of": name, "folder": str(folder)}))
        else:
            self.stdout.write(f"{name} is written to {folder}")

    def _show(self, done: int, total: int) -> None:
        """Say how far a campaign's bag is, on a line that is written anew."""
        self.stderr.write(f"\r{bar(done, total)}", ending="\n" if done == total else "")
        self.stderr.flush()


def _campaign(name: str) -> Campaign | None:
    try:
        return Campaign.objects.filter(uuid=UUID(name)).first()
    except ValueError:
        return None
