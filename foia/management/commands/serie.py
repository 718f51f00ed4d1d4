"""`manage.py serie`: refers refused requests to the French CADA as one series, as a folder."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from foia.flow import serie
from foia.gateways import clock
from foia.letters.serie_letters import NOT_REVIEWED
from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.models import RecordsRequest, User


class Command(BaseCommand):
    """Write the folder of a series, or record that it was sent."""

    help = "Write the one referral of a French series to the CADA as a folder; mails nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--requester", metavar="EMAIL", help="whose requests they are")
        parser.add_argument("--out", metavar="FOLDER", type=Path, help="folder to write, a new one")
        parser.add_argument("--request", nargs="+", default=[], metavar="REF", help="only these")
        parser.add_argument("--leave-out", nargs="+", default=[], metavar="REF", help="not these")
        parser.add_argument(
            "--with-waiting", action="store_true", help="list requests not yet refused as well"
        )
        parser.add_argument("--lead", default="", metavar="REF", help="the refusal to be examined")
        parser.add_argument("--address", default="", help="your postal address, lines with ;")
        parser.add_argument("--cada", default="", help="the CADA's postal address, lines with ;")
        sent = parser.add_argument_group("after you sent it")
        sent.add_argument("--referred", nargs="+", default=[], metavar="REF", help="the requests")
        sent.add_argument("--on", default="", metavar="DATE", help="the day it was sent")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Record if it was sent, else write."""
        if options["referred"]:
            self._record(options)
        elif options["requester"] and options["out"]:
            self._write(options)
        else:
            raise CommandError(
                "Say whose series goes where with --requester EMAIL --out FOLDER, or what was sent"
                " with --referred REF --on DATE."
            )

    def _write(self, options: dict[str, Any]) -> None:
        now = clock.now()
        requester = User.objects.filter(email__iexact=options["requester"]).first()
        if requester is None:
            raise CommandError(f"Nobody here has the e-mail address {options['requester']}.")
        gathered = serie.gather(
            among=RecordsRequest.objects.of(requester.pk),
            now=now,
            references=_references(options["request"]),
            leave_out=_references(options["leave_out"]),
            with_waiting=options["with_waiting"],
            lead=options["lead"].upper(),
            address="\n".join(_lines(options["address"])),
        )
        missing = serie.write(
            gathered=gathered, commission=_lines(options["cada"]), folder=options["out"], now=now
        )
        notes = [*gathered.notes, *missing, NOT_REVIEWED]
        for note in notes if not options["json"] else ():
            self.stderr.write(f"Note: {note}")
        references = " ".join(d.reference for d in gathered.series.demands if d.refused_on)
        said = (
            f"A series of {len(gathered.requests)} requests is written to {options['out']}. Nothing"
            " was sent: send the referral to the CADA and each body its letter, then say\n"
            f"manage.py serie --referred {references} --on DATE"
        )
        facts = {"folder": options["out"], "references": references.split(), "notes": notes}
        say(self.stdout, said, as_json=options["json"], **facts)

    def _record(self, options: dict[str, Any]) -> None:
        done = serie.referred(
            references=_references(options["referred"]),
            on=_day(options["on"]),
            now=clock.now(),
        )
        ends = {
            request.reference: [
                due.due_on for due in timeline.deadlines if due.term == "appeal_decision"
            ][-1]
            for request, timeline, _is_new in done
        }
        if options["json"]:
            say(self.stdout, "", as_json=True, silence_confirms_on=ends)
            return
        for request, _timeline, is_new in done:
            said = "recorded" if is_new else "was recorded before"
            self.stdout.write(
                f"{request.reference} {said}; silence confirms the refusal on"
                f" {ends[request.reference]}, counted from the referral until the day on which the"
                " CADA registered it is entered"
            )


def _references(told: list[str]) -> list[str]:
    return [reference.upper() for reference in told]


def _lines(told: str) -> list[str]:
    return [line.strip() for line in told.split(";") if line.strip()]


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise CommandError(f"--on {told!r} is not a date; write it as YYYY-MM-DD.") from error
