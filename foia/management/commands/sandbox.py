"""`manage.py sandbox`: read what was caught, answer as the agency, let time pass."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from foia.flow import deadlines
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import say, tell
from foia.models import Message, SandboxMail
from foia.sandbox import agency

MOST = 200
DOES = ("mails", "read", "scripts", "answer", "pass")


class Command(BaseCommand):
    """The sandbox without a browser. Whoever may run it may read every caught mail."""

    help = (
        "mails: list what was caught, the newest first. read NUMBER: its text. "
        "scripts NUMBER|REFERENCE: the written answers. answer NUMBER|REFERENCE SCRIPT: answer as "
        "the agency (`make run` must be running). pass DAYS|DAY: set the clock ahead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, and with what."""
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("what", nargs="?", default="", help="as above, after the word")
        parser.add_argument("script", nargs="?", default="", help="such as final_answer")
        parser.add_argument("--to", default="", metavar="EMAIL", help="mails to this address only")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        if not settings.IS_SANDBOX:
            raise CommandError("Mail goes to a real mail service now; the sandbox is closed.")
        match options["do"]:
            case "mails":
                tell(self.stdout, _mails(options["to"]), as_json=options["json"])
            case "read":
                text = _mail(options["what"]).body_text
                say(self.stdout, text, as_json=options["json"], text=text)
            case "scripts":
                rows = ({"script": one.id} for one in agency.scripts_for(_mail(options["what"])))
                tell(self.stdout, rows, as_json=options["json"])
            case "answer":
                mail = _mail(options["what"])
                agency.answer(mail, script=options["script"], now=clock.now())
                said = "The answer is on its way; it is filed in a few seconds."
                say(self.stdout, said, as_json=options["json"], answered=mail.pk)
            case "pass":
                clock.pass_to(_day(options["what"]))
                deadlines.run(now=clock.now())
                today = clock.today()
                said = f"It is {today} in the sandbox."
                say(self.stdout, said, as_json=options["json"], today=today)


def _mails(to: str) -> Iterator[dict[str, Any]]:
    caught = SandboxMail.objects.order_by("-pk")
    if to:
        caught = caught.filter(recipient__icontains=to)
    for mail in caught[:MOST]:
        yield {
            "number": mail.pk,
            "at": mail.caught_at,
            "to": mail.recipient,
            "subject": mail.subject,
        }


def _mail(named: str) -> SandboxMail:
    """Return a caught mail by its number, or the last letter of a request by its reference."""
    caught = SandboxMail.objects.order_by("pk")
    if named.isdecimal():
        found = caught.filter(pk=int(named[:18])).first()
    else:
        letters = Message.objects.filter(
            request__reference=named.strip("[]").upper(), kind=Message.Kind.LETTER
        )
        sent = letters.exclude(message_id="").values("message_id")
        found = caught.filter(message_id__in=sent).last()
    if found is None:
        raise CommandError(
            f"No mail {named!r} was caught; give a number of `sandbox mails`, or the reference of "
            "a request whose letter has left."
        )
    return found


def _day(named: str) -> date:
    """Return a day that is told as one, or as a number of days from now."""
    try:
        if named.isdecimal() and len(named) < 5:
            return clock.today() + timedelta(days=int(named))
        return date.fromisoformat(named)
    except ValueError:
        raise CommandError(
            f"{named!r} is no day; give a number of days such as 31, or a day such as 2027-01-31."
        ) from None
