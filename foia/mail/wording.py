"""What a mail says, in the order of its parts: each stretch as plain text, as HTML, or as both."""

import re
from dataclasses import dataclass, field

from foia.mail import html_text

#: A plain version that has less than this share of the words of the HTML is no version of it.
_SAME = 0.5
#: A plain version shorter than this (letters) may be a mere word that there is another one.
_SHORT = 400
_MUCH_MORE = 3
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Stretch:
    """Versions of the same words. `version_of` is what they are versions of, -1 for nothing."""

    version_of: int = -1
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The plain version; the words of the HTML where that is none, or hardly one."""
        plain = "\n\n".join(piece for piece in self.plain if piece.strip())
        if not self.html or len(plain) > _SHORT:
            return plain
        marked_up = html_text.text_of("\n".join(self.html))
        is_much_more = len(marked_up) > _MUCH_MORE * len(plain) + _SHORT
        if plain and not is_much_more and _says_the_same(plain, marked_up):
            return plain
        return "\n\n".join(piece for piece in (plain, marked_up) if piece.strip())


def _says_the_same(plain: str, marked_up: str) -> bool:
    """Whether most words of the HTML stand in the plain version."""
    words = set(_WORD.findall(marked_up.casefold()))
    return len(words & set(_WORD.findall(plain.casefold()))) >= _SAME * len(words)


class Wording:
    """Collects the words of one mail."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []

    def add(self, *, plain: str = "", html: str = "", version_of: int = -1) -> None:
        """Add words; those of one `version_of`, unless it is -1, say the same."""
        last = self.stretches[-1] if self.stretches else None
        if last is None or version_of < 0 or last.version_of != version_of:
            last = Stretch(version_of)
            self.stretches.append(last)
        last.plain += [plain] if plain else []
        last.html += [html] if html else []

    def text(self) -> str:
        """All the words, those that are said again word for word only once."""
        if len(self.stretches) == 1:
            return self.stretches[0].text()
        said: dict[str, str] = {}
        for stretch in self.stretches:
            text = stretch.text()
            said.setdefault(" ".join(text.split()), text)
        return "\n\n".join(text for words, text in said.items() if words)

    def html(self) -> str:
        """The HTML there is, one part after the other."""
        return "\n".join(piece for stretch in self.stretches for piece in stretch.html)
