"""`manage.py letters_pile`: approved letters as one PDF or DOCX, to be printed and posted."""

import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia.flow import compose
from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.models import Message

KINDS = (".pdf", ".docx")


class Command(BaseCommand):
    """Put the letters that wait to be posted into one file, each as it was approved."""

    help = "Write approved letters as one PDF or DOCX for printing; sends and records nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "reference",
            nargs="*",
            metavar="REFERENCE",
            help="requests whose approved letters are meant; all that wait for a person, if none",
        )
        parser.add_argument("--out", required=True, type=Path, help="a file.pdf or file.docx")
        parser.add_argument(
            "--two-sided", action="store_true", help="begin each letter on a front side"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, put together, say how many."""
        out: Path = options["out"]
        kind = out.suffix.lower()
        if kind not in KINDS:
            raise CommandError(f"{out} is neither .pdf nor .docx; name a file that is.")
        letters = _letters([reference.upper() for reference in options["reference"]])
        total = letters.count()
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                compose.write_pile(
                    letters,
                    file,
                    kind=kind.removeprefix("."),
                    title=f"{total} letters",
                    is_two_sided=options["two_sided"],
                )
            part.replace(out)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        said = f"{total} letters are in {out}; when they are posted, mark each as filed"
        say(self.stdout, said, as_json=options["json"], letters=total, file=out)


def _letters(references: list[str]) -> QuerySet[Message]:
    """Return the letters meant, oldest approval first; a reference without one is named."""
    letters = compose.waiting(Message.objects.all())
    if references:
        letters = letters.filter(request__reference__in=references)
        waiting = set(letters.values_list("request__reference", flat=True))
        without = [reference for reference in references if reference not in waiting]
        if without:
            raise CommandError(
                f"{', '.join(without)}: no approved letter waits to be posted; approve one, or look"
                " whether it went by e-mail."
            )
    if not letters.exists():
        raise CommandError("No approved letter waits to be posted; nothing was written.")
    return letters
