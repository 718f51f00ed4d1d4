"""`manage.py desk`: what came in, what is due, replies to be decided, notes, hands and tags."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia import access
from foia.flow import desk, read
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import person_named, request_named, say, tell
from foia.models import Deadline, Membership, Message, Reading, User

LISTS = ("unread", "due", "replies", "notes")
ACTS = ("read", "note", "assign", "release", "tag", "untag", "decide", "undo")
MOST = 1000
Rows = Iterator[dict[str, Any]]


class Command(BaseCommand):
    """The desk of a team without a browser; the same room, and the same refusals."""

    help = "List what came in, what is due and what waits; note, hand out, tag, decide, undo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, with what, in whose name."""
        parser.add_argument("do", choices=(*LISTS, *ACTS), help="what to do")
        parser.add_argument("what", nargs="*", help="references; the number of a reply")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it")
        parser.add_argument("--to", default="", metavar="EMAIL", help="who looks after it now")
        parser.add_argument("--words", default="", help="the note, the tag, or the kind of a reply")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        by, do = person_named(options["by"]), options["do"]
        if do in LISTS:
            rows = {"unread": _unread, "due": _due, "replies": _replies, "notes": _notes}[do]
            tell(self.stdout, rows(by), as_json=options["json"])
        elif do in ("decide", "undo"):
            self._decide(by, do, options)
        else:
            self._sort(by, do, options)

    def _decide(self, by: User, do: str, options: dict[str, Any]) -> None:
        """Say what a reply is, or take that back."""
        number = next((int(word) for word in options["what"] if word.isdecimal()), 0)
        reading = access.readings_for(by).filter(pk=number).first()
        if reading is None:
            raise CommandError(f"{by.email} has no reply {number}; `desk replies` numbers them.")
        if do == "decide":
            read.confirm(reading=reading, kind=options["words"], by=by, now=clock.now())
        else:
            read.undo(reading=reading, by=by, now=clock.now())
        said = "Recorded." if do == "decide" else "Taken back."
        say(self.stdout, said, as_json=options["json"], number=number, done=do)

    def _sort(self, by: User, do: str, options: dict[str, Any]) -> None:
        """Do something with requests, by their references."""
        now, words = clock.now(), options["words"]
        roles = () if do == "read" else Membership.ANSWERING
        requests = [request_named(by, name, *roles) for name in options["what"]]
        if not requests:
            raise CommandError("No request was named; give its reference, such as OS-7K2MPQ4X.")
        match do:
            case "read":
                desk.visit_all(requests=[r.pk for r in requests], by=by, now=now)
            case "note":
                for request in requests:
                    desk.write(request=request, text=words, by=by, now=now)
            case "assign":
                desk.assign(requests=requests, to=person_named(options["to"]), by=by, now=now)
            case "release":
                desk.assign(requests=requests, to=None, by=by, now=now)
            case "tag":
                desk.tag(requests=requests, name=words, by=by, now=now)
            case "untag":
                desk.untag(requests=requests, name=words, by=by, now=now)
        said = f"Done with {len(requests)}."
        say(self.stdout, said, as_json=options["json"], requests=len(requests), done=do)


def _requests(by: User) -> QuerySet[Any, Any]:
    return access.requests_at_desk(by).values("pk")


def _unread(by: User) -> Rows:
    mail = desk.unread(Message.objects.filter(request__in=_requests(by)), by)
    for message in mail.select_related("request__agency").order_by("-created_at")[:MOST]:
        request = message.the_request
        yield {
            "reference": request.reference,
            "body": request.agency.name,
            "subject": message.subject,
            "came_in_at": message.created_at,
        }


def _due(by: User) -> Rows:
    dates = Deadline.objects.filter(desk__in=access.desks_of(by), state__in=["running", "missed"])
    for date in dates.select_related("request__agency").order_by("due_on", "pk")[:MOST]:
        yield {
            "due_on": date.due_on,
            "state": date.state,
            "reference": date.request.reference,
            "body": date.request.agency.name,
            "what": date.label,
            "cite": date.cite,
        }


def _replies(by: User) -> Rows:
    asked = Reading.objects.filter(state=Reading.State.ASKED)
    asked = asked.filter(desk__in=access.desks_of(by, *Membership.ANSWERING))
    for reading in asked.select_related("message__request__agency").order_by("pk")[:MOST]:
        request = reading.message.the_request
        yield {
            "number": reading.pk,
            "reference": request.reference,
            "body": request.agency.name,
            "guess": reading.kind,
            "subject": reading.message.subject,
        }


def _notes(by: User) -> Rows:
    notes = access.notes_for(by).filter(taken_back_at=None).select_related("request", "by")
    for note in notes.order_by("-pk")[:MOST]:
        yield {
            "reference": note.request.reference,
            "by": str(note.by),
            "at": note.at,
            "text": note.text,
        }
