"""One letter with blanks, filled for many bodies: the same text as if it were composed for each.

Whoever writes 50,000 letters under one law says most of it once: only names and numbers differ.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from foia.letters.letter import Heading, Letter, NumberedItem, Paragraph
from foia.letters.text import Draw, Part, joined, parts_of

Fill = Callable[[str], str]


class Pattern:
    """A letter composed with blanks in the place of what differs from body to body."""

    def __init__(self, letter: Letter, blanks: Sequence[str]) -> None:
        """`blanks`: words that stand nowhere else; each is composed as what it stands for."""
        self._blank = re.compile("|".join(map(re.escape, blanks)))
        self._subject = letter.subject
        self._parts = list(self._drawn(parts_of(letter)))

    def text(self, fill: Fill) -> str:
        """Return the letter as it is mailed, with each blank filled."""
        return joined(
            part if isinstance(part, str) else part[0](_filled(part[1], fill))
            for part in self._parts
        )

    def subject(self, fill: Fill) -> str:
        """Return the subject with each blank filled."""
        return fill(self._subject)

    def filler(self, values: Mapping[str, str]) -> Fill:
        """Return the function that fills the blanks of a text; what is put in is not read again."""
        return lambda text: self._blank.sub(lambda found: values[found[0]], text)

    def _drawn(self, parts: Sequence[tuple[Draw, Part]]) -> Iterator[str | tuple[Draw, Part]]:
        """Yield what has no blank as it is drawn, as much as there is at a time."""
        fixed: list[str] = []
        for draw, part in parts:
            drawn = draw(part)
            if not self._blank.search(drawn):
                fixed.append(drawn)
                continue
            yield _before(fixed)
            yield draw, part
            fixed = []
        yield _before(fixed)


def _before(fixed: Sequence[str]) -> str:
    """Return parts as one, without the line break that ends a letter."""
    return joined(fixed)[:-1]


def _filled(part: Part, fill: Fill) -> Part:
    """Fill a text, each line of a block of lines, or the text of a block of the letter."""
    if isinstance(part, str):
        return fill(part)
    if isinstance(part, tuple):
        return tuple(map(fill, part))
    if isinstance(part, Heading | Paragraph | NumberedItem):
        return msgspec.structs.replace(part, text=fill(part.text))
    return part
