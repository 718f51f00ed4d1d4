"""Draws a letter as plain text, as it is mailed."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any

from foia.letters.letter import (
    AnnexBlock,
    Block,
    Enclosed,
    Heading,
    Letter,
    NumberedItem,
    Paragraph,
    Table,
)
from foia.letters.typography import lead_in

WIDTH = 76
#: Begins each thing that is enclosed.
RULE = "=" * 70
_SPACES = re.compile(r"[ \t]+")


#: A part of a letter, and the function that draws it.
Part = str | tuple[str, ...] | Block | AnnexBlock
Draw = Callable[[Any], str]


def to_text(letter: Letter) -> str:
    """Return the letter as plain text, wrapped at 76 columns, ending in one line break."""
    return joined(draw(part) for draw, part in parts_of(letter))


def joined(drawn: Iterable[str]) -> str:
    """Return drawn parts as one text, an empty line between them; empty parts are left out."""
    return "\n\n".join(part for part in drawn if part) + "\n"


def parts_of(letter: Letter) -> list[tuple[Draw, Part]]:
    """Return the parts of a letter in their order, each with what draws it."""
    lines, annexed = "\n".join, partial(_annexed, language=letter.language)
    return [
        (lines, letter.sender_block),
        (str, letter.date_line),
        (lines, letter.addressee_block),
        (wrapped, letter.title),
        (wrapped, letter.salutation),
        *((_block, block) for block in letter.blocks),
        (wrapped, letter.closing),
        (str, letter.sign_off),
        (lines, letter.signature),
        *((annexed, block) for block in letter.annex),
    ]


def _block(block: Block) -> str:
    """Draw one block."""
    match block:
        case Heading(text):
            return f"{text}\n{'-' * len(text)}"
        case Paragraph(text):
            return wrapped(text)
        case NumberedItem(number, label, text):
            said = f"{label} {text}" if label else text
            lead = f"{number:>2}. "
            return lead + wrapped(said, indent=len(lead))[len(lead) :]


def _annexed(block: AnnexBlock, language: str) -> str:
    """Draw one block of the annex; each row of a table as lines that name their columns."""
    if isinstance(block, Enclosed):
        return f"{RULE}\n{block.title}\n{block.text}"
    if not isinstance(block, Table):
        return _block(block)
    names = [lead_in(", ".join(name.split("\n")), language) for name in block.head]
    return "\n\n".join(_row(names, row) for row in block.rows)


def _row(names: list[str], row: tuple[str, ...]) -> str:
    """Draw a table's row, leaving out its empty cells."""
    told = (f"{name} {cell}" for name, cell in zip(names, row, strict=True) if cell)
    return "\n".join(wrapped(", ".join(line.split("\n")), indent=4) for line in told)


# Most paragraphs of a campaign's letters are the same, so their wrapping is remembered.
@lru_cache(maxsize=4096)
def wrapped(text: str, *, indent: int = 0) -> str:
    """Wrap each line of `text`; a word longer than a line stays whole."""
    margin = " " * indent
    return "\n".join(line for given in text.splitlines() for line in _lines(given, margin))


def _lines(given: str, margin: str) -> list[str]:
    """Return the lines of one line of text, each beginning with the margin."""
    words = _SPACES.sub(" ", given.strip())
    lines = _line_of(WIDTH - 1 - len(margin)).findall(words)
    return [(margin + line).rstrip() for line in lines] or [""]


@lru_cache
def _line_of(width: int) -> re.Pattern[str]:
    """Return what finds as many words as fit, or one that is longer than a line."""
    return re.compile(rf"(.{{1,{width}}}(?= |$)|[^ ]+) ?", re.DOTALL)
