"""One letter with blanks, filled for many bodies: the same letter as if it were composed for each.

Whoever writes 50,000 letters under one law says most of it once: only names and numbers differ.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from foia.letters.letter import Letter

Fill = Callable[[str], str]


class Pattern:
    """A letter composed with blanks in the place of what differs from body to body."""

    def __init__(self, letter: Letter, blanks: Sequence[str]) -> None:
        """`blanks`: words that stand nowhere else; each is composed as what it stands for."""
        self.letter = letter
        self._blank = re.compile("|".join(map(re.escape, blanks)))
        self._lines = [name for name in letter.__struct_fields__ if self._has_blank(name)]

    def filled(self, values: Mapping[str, str]) -> Letter:
        """Return the letter with each blank replaced; what is put in is never read again."""
        fill = self.filler(values)
        told = {name: self._filled(getattr(self.letter, name), fill) for name in self._lines}
        return msgspec.structs.replace(self.letter, **told)

    def filler(self, values: Mapping[str, str]) -> Fill:
        """Return the function that replaces the blanks in any one text."""
        return lambda text: self._blank.sub(lambda found: values[found[0]], text)

    def _has_blank(self, name: str) -> bool:
        value = getattr(self.letter, name)
        parts = value if isinstance(value, tuple) else (value,)
        return any(self._blank.search(_text_of(part)) for part in parts)

    def _filled(self, value: Any, fill: Fill) -> Any:
        """Fill a text, the texts of a tuple, or those of its blocks."""
        if isinstance(value, str):
            return fill(value)
        if isinstance(value, tuple):
            return tuple(self._filled(part, fill) for part in value)
        if self._blank.search(_text_of(value)):
            return msgspec.structs.replace(value, text=fill(value.text))
        return value


def _text_of(part: Any) -> str:
    """Return the text in which a part of a letter could have a blank."""
    return part if isinstance(part, str) else str(getattr(part, "text", ""))
