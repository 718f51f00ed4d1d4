"""`manage.py letters_gallery DIR`: write a sample of every letter to files, without a database."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from foia.gateways import clock
from foia.letters.docx import to_docx
from foia.letters.gallery import PLACES, Cell, column, sample
from foia.letters.letter import Letter
from foia.letters.outline import OUTLINES
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from foia.management.command import Command as BaseCommand

DRAW = {"txt": lambda letter: to_text(letter).encode(), "docx": to_docx, "pdf": to_pdf}
INDEX = "README.md"


class Command(BaseCommand):
    """Write samples as text, DOCX and PDF, one folder a place, and the table of them all."""

    help = "Write a sample of every kind of letter, for a dozen places or those that are named."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="made if it is not there")
        parser.add_argument("--place", action="append", help="jurisdiction, such as us-il; repeat")
        parser.add_argument("--kind", action="append", choices=tuple(OUTLINES), help="repeat")
        parser.add_argument("--format", action="append", choices=tuple(DRAW), help="repeat")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw every sample there is, then the table."""
        folder, on = options["folder"], clock.now().date()
        kinds, formats = options["kind"] or tuple(OUTLINES), options["format"] or tuple(DRAW)
        places = tuple(sample(code, "request", "", on).code for code in options["place"] or PLACES)
        columns = [[cell for cell in column(code, on) if cell.kind in kinds] for code in places]
        written = 0
        for cell in (cell for cells in columns for cell in cells if not cell.trouble):
            letter = sample(cell.code, cell.kind, "", on).letter
            written += _write(folder / cell.code, cell.kind, letter, formats)
        _save(folder / INDEX, _table(columns, formats).encode())
        self.stdout.write(f"{written} files and {INDEX} are in {folder}.")


def _write(folder: Path, kind: str, letter: Letter, formats: tuple[str, ...]) -> int:
    """Write one letter in these formats; return how many files that were."""
    for ending in formats:
        _save(folder / f"{kind}.{letter.language}.{ending}", DRAW[ending](letter))
    return len(formats)


def _save(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def _table(columns: list[list[Cell]], formats: tuple[str, ...]) -> str:
    """Return the table of kinds and places in Markdown, each cell with its links and marks."""
    head = ["Letter", *(cells[0].code for cells in columns)]
    lines = [head, ["---"] * len(head)]
    for row in zip(*columns, strict=True):
        lines.append([row[0].kind.replace("_", " "), *(_cell(cell, formats) for cell in row)])
    drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        "# Sample letters\n\nPeople and bodies are invented, the law is real."
        " (fallback): no text in the body's own language yet. (unreviewed): nobody has proofed the"
        f" wording.\n\n{drawn}\n"
    )


def _cell(cell: Cell, formats: tuple[str, ...]) -> str:
    """Return one cell: its language, its marks and its files, or a dash."""
    if cell.trouble:
        return "—"
    marks = [
        mark
        for mark, is_so in (
            ("(fallback)", cell.is_fallback),
            ("(unreviewed)", not cell.is_reviewed),
        )
        if is_so
    ]
    links = (f"[{e}]({cell.code}/{cell.kind}.{cell.language}.{e})" for e in formats)
    return " ".join((cell.language, *marks, *links))
