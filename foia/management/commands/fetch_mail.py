"""`manage.py fetch_mail`: looks into the mailboxes of IMAP_URL now, and says what each brought."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from foia.flow import inbound
from foia.gateways import clock
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Look into the mailboxes of IMAP_URL now."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAP_URLS:
            raise CommandError(
                "No mailbox is named; set IMAP_URL to imaps://user:password@host/INBOX."
            )
        visited = inbound.visit_all(now=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in visited], indent=2))
        else:
            for one in visited:
                self.stdout.write(f"{one.name}: {one.trouble or f'{one.number} new'}")
        if any(one.trouble for one in visited):
            raise CommandError("Not every mailbox could be read; what is said above says why.")
