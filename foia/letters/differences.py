"""What a person changed: their items beside the catalogue's, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from foia.letters.compose import default_ask
from foia.letters.letter import AskItem

_WORDS = re.compile(r"\s*\S+")


class Piece(NamedTuple):
    """A run of words that both have, that was taken out, or that was put in."""

    kind: Literal["same", "removed", "added"]
    text: str


class Difference(NamedTuple):
    """One item that is not as the catalogue has it; `category` is empty for one of one's own."""

    number: int
    category: str
    pieces: tuple[Piece, ...]


def differences(technology: str, ask: Sequence[AskItem], language: str) -> tuple[Difference, ...]:
    """Return the items that differ from the catalogue's text in `language`, in their order."""
    found = []
    for number, item in enumerate(ask, start=1):
        was = default_ask(technology, [item.category], language)[0].text if item.category else ""
        if was.split() != item.text.split():
            found.append(Difference(number, item.category, tuple(compared(was, item.text))))
    return tuple(found)


def compared(was: str, now: str) -> Iterator[Piece]:
    """Yield what became of the words of `was` on the way to `now`; spaces alone do not count."""
    before, after = _WORDS.findall(was), _WORDS.findall(now)
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[from_:to]).strip())
            continue
        if end > start:
            yield Piece("removed", "".join(before[start:end]).strip())
        if to > from_:
            yield Piece("added", "".join(after[from_:to]).strip())
