"""`manage.py reparse`: reads kept mails anew from their bytes, and says what changed."""

import argparse
import json
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from foia.flow import inbound
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.models import Message


class Command(BaseCommand):
    help = "Read kept mails anew from their bytes; what people decided stays."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--request", metavar="OS-…", help="the mails of one request")
        which.add_argument("--message", type=UUID, metavar="UUID", help="one mail")
        which.add_argument("--all", action="store_true", help="every mail that came in")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--json", action="store_true", help="print JSON, a line each")

    def handle(self, *args: Any, **options: Any) -> None:
        mails = Message.objects.incoming()
        if options["request"]:
            mails = mails.filter(request__reference=options["request"].strip("[]").upper())
        if options["message"]:
            mails = mails.filter(uuid=options["message"])
        if not mails.exists():
            raise CommandError("No mail that came in is meant by this; nothing was read anew.")
        number = 0
        for done in inbound.reparse(mails, now=clock.now(), is_dry_run=options["dry_run"]):
            number += 1
            self.stdout.write(_json(done) if options["json"] else _text(done))
        if not options["json"]:
            verb = "would change" if options["dry_run"] else "changed"
            self.stdout.write(f"{number} of {mails.count()} mails {verb}.")


def _json(done: inbound.ReadAgain) -> str:
    told = {"message": str(done.message.uuid), "changed": done.changed, "trouble": done.trouble}
    return json.dumps(told)


def _text(done: inbound.ReadAgain) -> str:
    said = ", ".join(done.changed) or "nothing"
    trouble = f" ({done.trouble})" if done.trouble else ""
    return f"{done.message.uuid} {done.message.subject or '(no subject)'}: {said}{trouble}"
