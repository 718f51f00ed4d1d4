"""`manage.py letter`: compose one letter, as text, DOCX or PDF, without a database."""

import os
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from foia.letters.annexes import product, with_annexes
from foia.letters.compose import (
    Addressee,
    Circumstances,
    Letter,
    Requester,
    compose,
    default_ask,
    letter_language,
    problems,
)
from foia.letters.docx import to_docx
from foia.letters.outline import GROUNDS, OUTLINES
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from foia.management.command import Command as BaseCommand
from jurisdictions import Deadline, Event, Pack, fold, load_pack

ALIASES = {"reminder": "overdue"}
DAYS = {
    "sent": "the request",
    "reminded": "the last reminder",
    "asked": "the body's question or fee demand",
    "extended": "the body's notice of an extension",
    "until": "until when it wants to extend",
    "decided": "the refusal; without it an appeal is about silence",
}
DRAW = {"txt": lambda letter: to_text(letter).encode(), "docx": to_docx, "pdf": to_pdf}


class Command(BaseCommand):
    """Write one letter to a file, or as text to the standard output."""

    help = "Compose a letter to a public body and write it as text, DOCX or PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("code", help="jurisdiction, such as us-il")
        parser.add_argument("--agency", required=True, help="name of the public body")
        parser.add_argument("--technology", required=True, help="catalogue id, such as frt_search")
        parser.add_argument("--records", default="", help="catalogue ids, separated by commas")
        parser.add_argument("--system", default="", help="the system's own name, if it has one")
        parser.add_argument("--product", default="", help="product whose reports to name: flock, …")
        parser.add_argument("--requester", required=True, help="JSON file: name, email, …")
        parser.add_argument("--format", choices=tuple(DRAW), default="txt")
        parser.add_argument("--out", default="-", help="file to write; - for standard output")
        parser.add_argument("--lang", default=None, help="language, if not the body's own")
        parser.add_argument("--kind", choices=(*OUTLINES, *ALIASES), default="request")
        parser.add_argument("--on", default="", help="date of the letter; today if left out")
        later = parser.add_argument_group("for a later letter, what happened since the request")
        for name, help_text in DAYS.items():
            later.add_argument(f"--{name}", default="", metavar="DATE", help=help_text)
        later.add_argument("--is-late", action="store_true", help="it came after the due date")
        later.add_argument("--amount", default="", help="the fee asked for, with its currency")
        later.add_argument("--explanation", default="", metavar="TEXT", help="in your own words")
        later.add_argument("--cited", action="append", default=[], help="a provision they rely on")
        later.add_argument("--step", default="", help="the step of appeal, as `law CODE` names it")
        later.add_argument("--ground", action="append", default=[], choices=GROUNDS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Compose, warn, draw, write."""
        if options["out"] == "-" and options["format"] != "txt":
            raise CommandError(f"A {options['format']} is not text; name a file with --out.")
        pack = load_pack(options["code"])
        if pack.risk == "high":
            self.stderr.write(f"Warning: {pack.risk_reason['en']}")
        letter = _composed(pack, options)
        drawn = DRAW[options["format"]](letter)
        if options["out"] == "-":
            sys.stdout.write(drawn.decode())
        else:
            _write(Path(options["out"]), drawn)
        for note in letter.notes:
            if note not in pack.risk_reason.values():
                self.stderr.write(f"Note: {note}")


def _composed(pack: Pack, options: dict[str, Any]) -> Letter:
    """Return the letter that the options describe; stop if it is not fit to be sent."""
    zone = ZoneInfo(pack.time_zone)
    on = _day(options["on"], "--on") if options["on"] else timezone.now().astimezone(zone).date()
    kind = ALIASES.get(options["kind"], options["kind"])
    known = _circumstances(options, _remedy(pack, kind, options["step"], on))
    if kind != "request" and not known.sent_on:
        raise CommandError("A later letter needs the day of the request: give --sent YYYY-MM-DD.")
    language = letter_language(pack, options["lang"], kind)
    records = [part.strip() for part in options["records"].split(",") if part.strip()] or None
    technology = options["technology"]
    ask = default_ask(technology, records, language, options["system"])
    if options["product"]:
        named = product(options["product"])
        ask = with_annexes(ask, technology=technology, product=named, language=language)
    requester = _requester(Path(options["requester"]))
    found = problems(pack=pack, ask=ask, requester=requester, on=on)
    if found:
        raise CommandError(" ".join(found))
    return compose(
        kind=kind,
        pack=pack,
        technology=technology,
        ask=ask,
        requester=requester,
        addressee=Addressee(name=options["agency"]),
        on=on,
        language=options["lang"],
        expected=_expected(pack, known.sent_on or on),
        system_name=options["system"],
        known=known,
    )


def _remedy(pack: Pack, kind: str, step: str, on: date) -> str:
    """Return where the step of appeal stands that was named, or the first one of the law."""
    steps = {appeal.step: appeal.cite for appeal in pack.statute_on(on).appeals}
    if step and step not in steps:
        raise CommandError(f"{pack.code} has no step {step!r}; its steps: {', '.join(steps)}.")
    if kind != "appeal" or not steps:
        return ""
    return steps[step] if step else next(iter(steps.values()))


def _circumstances(options: dict[str, Any], remedy: str) -> Circumstances:
    """Return what happened since the request, as the options tell it."""
    days = {name: _day(options[name], f"--{name}") for name in DAYS if options[name]}
    return Circumstances(
        sent_on=days.get("sent"),
        reminded_on=days.get("reminded"),
        asked_on=days.get("asked"),
        extended_on=days.get("extended"),
        until=days.get("until"),
        is_late=options["is_late"],
        decided_on=days.get("decided"),
        amount=options["amount"],
        explanation=options["explanation"],
        cited=tuple(options["cited"]),
        grounds=tuple(options["ground"]),
        remedy=remedy,
    )


def _day(told: str, option: str) -> date:
    """Return the date that an option names."""
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise CommandError(f"{option} {told!r} is not a date; write it as YYYY-MM-DD.") from error


def _expected(pack: Pack, sent_on: date) -> Deadline | None:
    """Return when an answer to a request sent at noon of that day would be due, if the law says."""
    ways = [channel.kind for channel in pack.channels]
    channel = "email" if "email" in ways or not ways else ways[0]
    noon = datetime.combine(sent_on, time(12), tzinfo=ZoneInfo(pack.time_zone))
    timeline = fold(pack, [Event(kind="sent", at=noon, channel=channel)], as_of=noon)
    return next((due for due in timeline.deadlines if due.term == "response"), None)


def _requester(path: Path) -> Requester:
    """Read who asks from a JSON file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Requester)
    except OSError as error:
        raise CommandError(f"The requester file {path} is unreadable: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(Requester.__struct_fields__)
        raise CommandError(
            f"The requester file {path} is not what is expected: {error};"
            f" write a JSON object with {known}."
        ) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a file that was there before stays until then."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe or a device is written to, never replaced
        else:
            _replace(path, content)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}; what was there is unchanged."
        ) from error


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, once it is on the disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
