"""`manage.py reading`: what a message seems to say; deciding it, and taking a decision back."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from foia import access
from foia.flow import read
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.models import Reading, User


class Command(BaseCommand):
    """Readings for operators."""

    help = "Show what a message seems to say, decide it, or take a decision back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the message, and what is said of it."""
        parser.add_argument("message", type=_uuid, help="the UUID of a message")
        parser.add_argument("--kind", default="", help="what it is")
        parser.add_argument("--undo", action="store_true", help="take back what was decided")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who decides")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Decide or take back, where that is asked for; show."""
        readings = Reading.objects.filter(message__uuid=options["message"])
        if (reading := readings.first()) is None:
            raise CommandError(f"No message {options['message']} was read; it may wait in triage.")
        if options["kind"] or options["undo"]:
            self._act(reading, options)
            reading.refresh_from_db()
        told = {
            "kind": reading.decided_kind or reading.kind,
            "read_as": reading.kind,
            "confidence": reading.confidence,
            "state": reading.state,
            "found": reading.found,
            "troubles": reading.troubles,
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{told['kind']} ({reading.confidence:.0%}), {reading.state}")
        for trouble in reading.troubles:
            self.stdout.write(f"  {trouble}")

    def _act(self, reading: Reading, options: dict[str, Any]) -> None:
        by = User.objects.filter(email__iexact=options["by"]).first()
        if by is None or not access.readings_for(by).filter(pk=reading.pk).exists():
            raise CommandError(
                f"--by {options['by'] or '(nobody)'} may not decide this message; name somebody"
                " who may answer for its request."
            )
        if options["undo"]:
            read.undo(reading=reading, by=by, now=clock.now())
        else:
            read.confirm(reading=reading, kind=options["kind"], by=by, now=clock.now())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no UUID; a message's page has it.") from error
