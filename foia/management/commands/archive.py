"""`manage.py archive REFERENCE FOLDER`: writes one request as a folder that verifies."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from foia.flow import archive
from foia.management.command import Command as BaseCommand
from foia.models import RecordsRequest


class Command(BaseCommand):
    help = "Write everything known of a request as a BagIt folder."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REFERENCE", help="such as OS-7K2MPQ4X")
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        request = RecordsRequest.objects.filter(reference=options["reference"].upper()).first()
        if request is None:
            raise CommandError(f"No request has the reference {options['reference']}.")
        folder = archive.write(request=request, folder=options["folder"], now=timezone.now())
        self.stdout.write(f"{request.reference} is written to {folder}")
