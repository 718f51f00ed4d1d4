"""`manage.py account`: what a person was told, how, their calendars, their data, the end."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.urls import reverse

from foia import access
from foia.flow import accounts as room
from foia.gateways import clock
from foia.letters.reminders import Item, line
from foia.management.command import Command as BaseCommand
from foia.models import Reminder, User

ACTS = (
    *("notices", "told", "calendar", "end-calendars", "export", "close"),
    *("staff", "end-staff"),
)


class Command(BaseCommand):
    """Does for one person what the pages under Settings do."""

    help = "One account: notices, told, calendar, end-calendars, export, close, staff, end-staff."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to do and for whom."""
        parser.add_argument("do", choices=ACTS, help="what to do")
        parser.add_argument("email", help="whose account")
        parser.add_argument("--mail", choices=User.Notices.values, help="how to be told from now")
        parser.add_argument("--team", default="", metavar="NAME", help="a team's calendar")
        parser.add_argument("--hide-details", action="store_true", help="no bodies and titles")
        parser.add_argument("--out", metavar="FILE.zip", help="where the data go")
        parser.add_argument("--yes", action="store_true", help="close it, after seeing what stays")
        parser.add_argument("--json", action="store_true", help="speak JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        person = _person(options["email"])
        said: Any
        match options["do"]:
            case "notices":
                said = self._notices(person, options["mail"])
            case "told":
                said = [_told(row) for row in access.reminders_for(person).order_by("pk")]
            case "calendar":
                said = self._calendar(person, options["team"], hides=options["hide_details"])
            case "end-calendars":
                said = {"ended": access.calendar_feeds_for(person).delete()[0]}
            case "staff" | "end-staff" as do:
                said = _staff(person, is_staff=do == "staff")
            case "export":
                said = _export(person, options["out"])
            case _:
                said = _close(person, is_meant=options["yes"])
        self._say(said, as_json=options["json"])

    def _notices(self, person: User, mail: str | None) -> dict[str, Any]:
        if mail:
            room.choose(person=person, notices=mail)
        return {name: getattr(person, name) for name in room.WISHES}

    def _calendar(self, person: User, team: str, *, hides: bool) -> dict[str, str]:
        found = access.teams_for(person).filter(name=team).first() if team else None
        if team and found is None:
            raise CommandError(f"{person} is in no team {team!r}; leave --team out or mend it.")
        now = clock.now()
        _feed, token = room.make_feed(person=person, team=found, hides_details=hides, now=now)
        return {"address": f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"}

    def _say(self, said: Any, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False, default=str))
            return
        for row in said if isinstance(said, list) else [said]:
            self.stdout.write("\n".join(f"{name}\t{value}" for name, value in row.items()))


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"There is no account {email!r}; name one by its e-mail address.")
    return person


def _told(row: Reminder) -> dict[str, Any]:
    title = row.request.title if row.request else str(row.campaign)
    item = Item(row.occasion, row.due_on, {"title": title})
    return {"at": row.send_at, "state": row.state, "what": line(item, "en"), "cite": row.cite}


def _staff(person: User, *, is_staff: bool) -> dict[str, bool]:
    """Say that a person looks after this installation, or no longer does."""
    person.is_staff = is_staff
    person.save(update_fields=["is_staff"])
    return {"is_staff": is_staff}


def _export(person: User, out: str | None) -> dict[str, Any]:
    if not out:
        raise CommandError("Name the file for the data with --out FILE.zip.")
    with Path(out).open("xb") as file:
        return {"file": out, "files_in_it": room.exported(person=person, into=file)}


def _close(person: User, *, is_meant: bool) -> dict[str, Any]:
    stays = room.what_stays(person)
    if not is_meant:
        raise CommandError(
            "Closing cannot be undone; these stay: "
            + ", ".join(f"{number} {name}" for name, number in stays.items())
            + "; say --yes to close the account."
        )
    room.close(person=person, now=clock.now())
    return {"closed": True, **stays}
