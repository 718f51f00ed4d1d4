"""`manage.py letter`: compose one letter, as text, DOCX or PDF, without a database.

What is not given is taken from the sample letters, and a note says so: only the place is needed.
"""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from foia.letters.annexes import product, with_annexes
from foia.letters.compose import Letter, compose, default_ask, problems
from foia.letters.docx import to_docx
from foia.letters.outline import GROUNDS, OUTLINES
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from foia.management.command import Command as BaseCommand
from foia.management.letter_options import ALIASES, DAYS, Told, told_of
from jurisdictions import Pack, load_pack

DRAW = {"txt": lambda letter: to_text(letter).encode(), "docx": to_docx, "pdf": to_pdf}


class Command(BaseCommand):
    """Write one letter to a file, or as text to the standard output."""

    help = "Compose a letter to a public body and write it as text, DOCX or PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("code", help="jurisdiction, such as us-il")
        parser.add_argument("--agency", default="", help="name of the public body; a sample")
        parser.add_argument("--technology", default="", help="catalogue id, such as frt_search")
        parser.add_argument("--records", default="", help="catalogue ids, separated by commas")
        parser.add_argument("--system", default="", help="the system's own name, if it has one")
        parser.add_argument("--product", default="", help="product whose reports to name: flock, …")
        parser.add_argument("--requester", default="", help="JSON file: name, email, …; a sample")
        parser.add_argument("--format", choices=tuple(DRAW), default="txt", help="of the file")
        parser.add_argument("--out", default="-", help="file to write; - for standard output")
        parser.add_argument("--lang", default=None, help="language, if not the body's own")
        parser.add_argument(
            "--kind", choices=(*OUTLINES, *ALIASES), default="request", help="of letter"
        )
        parser.add_argument("--on", default="", help="date of the letter; today if left out")
        later = parser.add_argument_group("for a later letter, what happened since the request")
        for name, help_text in DAYS.items():
            later.add_argument(f"--{name}", default="", metavar="DATE", help=help_text)
        later.add_argument("--is-late", action="store_true", help="it came after the due date")
        later.add_argument("--amount", default="", help="the fee asked for, with its currency")
        later.add_argument("--explanation", default="", metavar="TEXT", help="in your own words")
        later.add_argument("--cited", action="append", default=[], help="a provision they rely on")
        later.add_argument("--step", default="", help="the step of appeal, as `law CODE` names it")
        later.add_argument(
            "--ground", action="append", default=[], choices=GROUNDS, help="of an appeal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compose, warn, draw, write."""
        if options["out"] == "-" and options["format"] != "txt":
            raise CommandError(f"A {options['format']} is not text; name a file with --out.")
        pack = load_pack(options["code"])
        if pack.risk == "high":
            self.stderr.write(f"Warning: {pack.risk_reason['en']}")
        told = told_of(pack, options)
        letter = _composed(pack, told, options)
        drawn = DRAW[options["format"]](letter)
        if options["out"] == "-":
            sys.stdout.write(drawn.decode())
        else:
            _write(Path(options["out"]), drawn)
        for note in (*told.notes, *letter.facts, *letter.notes):
            if note not in pack.risk_reason.values():
                self.stderr.write(f"Note: {note}")


def _composed(pack: Pack, told: Told, options: dict[str, Any]) -> Letter:
    """Return the letter that the options describe; stop if it is not fit to be sent."""
    records = [part.strip() for part in options["records"].split(",") if part.strip()] or None
    ask = default_ask(told.technology, records, told.language, options["system"])
    if options["product"]:
        named = product(options["product"])
        ask = with_annexes(ask, technology=told.technology, product=named, language=told.language)
    found = problems(
        pack=pack,
        ask=ask,
        requester=told.requester,
        on=told.on,
        explanation=told.known.explanation,
        is_first=told.kind == "request",
    )
    if found:
        raise CommandError(" ".join(found))
    return compose(
        kind=told.kind,
        pack=pack,
        technology=told.technology,
        ask=ask,
        requester=told.requester,
        addressee=told.addressee,
        on=told.on,
        language=options["lang"],
        expected=told.expected,
        system_name=options["system"],
        known=told.known,
        asked=told.body,
    )


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
