"""One letter with blanks, filled for many bodies: the same text as if it were composed for each.

Whoever writes 50,000 letters under one law says most of it once: only names and numbers differ.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from foia.letters.letter import Heading, Letter, NumberedItem, Paragraph
from foia.letters.text import Draw, Part, parts_of

Fill = Callable[[str], str]
Values = Mapping[str, str]


class Pattern:
    """A letter composed with blanks in the place of what differs from body to body.

    Its text is kept as pieces: plain text, a blank, or a part that has to be drawn anew because a
    name of another length breaks its lines elsewhere.
    """

    def __init__(
        self, letter: Letter, blanks: Sequence[str], *, as_long: Collection[str] = ()
    ) -> None:
        """`blanks`: words that stand nowhere else; each is composed as what it stands for.

        `as_long`: those whose values are words of the blank's own length, so no line changes.
        """
        self._blank = re.compile("|".join(f"({re.escape(blank)})" for blank in blanks))
        self._as_long = frozenset(as_long)
        self._subject = list(self._cut(letter.subject))
        self._pieces = [piece for part in parts_of(letter) for piece in self._piece(*part)]
        self._pieces = [*_melted(self._pieces[:-1]), "\n"]  # the last part is followed by no other

    def text(self, values: Values) -> str:
        """Return the letter as it is mailed, with each blank filled."""
        fill = self.filler(values)
        return "".join(piece(values, fill) if callable(piece) else piece for piece in self._pieces)

    def subject(self, values: Values) -> str:
        """Return the subject with each blank filled."""
        fill = self.filler(values)
        return "".join(piece(values, fill) if callable(piece) else piece for piece in self._subject)

    def filler(self, values: Values) -> Fill:
        """Return the function that fills the blanks of a text; what is put in is not read again."""
        return lambda text: self._blank.sub(lambda found: values[found[0]], text)

    def _piece(self, draw: Draw, part: Part) -> Iterator["Piece"]:
        """Yield one part of the letter in pieces, and the empty line after it."""
        drawn = draw(part)
        if not drawn:
            return
        found = {match[0] for match in self._blank.finditer(drawn)}
        if found <= self._as_long:
            yield from self._cut(drawn)
        else:
            yield lambda values, fill: draw(_filled(part, fill))
        yield "\n\n"

    def _cut(self, text: str) -> Iterator["Piece"]:
        """Yield plain text and blanks in turn."""
        end = 0
        for match in self._blank.finditer(text):
            yield text[end : match.start()]
            yield _of(match[0])
            end = match.end()
        yield text[end:]


Piece = str | Callable[[Values, Fill], str]


def _of(blank: str) -> Piece:
    return lambda values, fill: values[blank]


def _melted(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces with neighbouring plain ones as one."""
    plain = ""
    for piece in pieces:
        if isinstance(piece, str):
            plain += piece
        else:
            yield plain
            yield piece
            plain = ""
    yield plain


def _filled(part: Part, fill: Fill) -> Part:
    """Fill a text, each line of a block of lines, or the text of a block of the letter."""
    if isinstance(part, str):
        return fill(part)
    if isinstance(part, tuple):
        return tuple(map(fill, part))
    if isinstance(part, Heading | Paragraph | NumberedItem):
        return msgspec.structs.replace(part, text=fill(part.text))
    return part
