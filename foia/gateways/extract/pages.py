"""What an opened file is to those who read it: numbered pages, with text and pictures."""

from collections.abc import Iterable
from typing import Any, Protocol

#: Letters of one page; longer texts without pages are cut into pieces of so many.
MOST_LETTERS = 100_000
#: A page with fewer words, and something to see on it, counts as scanned: a stamp is no text.
_FEW_WORDS = 8


class Pages(Protocol):
    """An opened file; pages count from 1."""

    def __len__(self) -> int: ...

    def text(self, number: int) -> str:
        """Return the text that stands in the file for this page."""
        ...

    def is_scanned(self, number: int) -> bool:
        """Say whether the page, though without text, shows something that may be letters."""
        ...

    def picture(self, number: int, *, dpi: float, most_pixels: int) -> Any:
        """Return the page as it is seen, as a Pillow image."""
        ...


class Texts:
    """Pages of a file that is nothing but text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = [
            text[start : start + MOST_LETTERS]
            for text in texts
            for start in range(0, max(len(text), 1), MOST_LETTERS)
        ]

    def __len__(self) -> int:
        return len(self.texts)

    def text(self, number: int) -> str:
        return self.texts[number - 1]

    def is_scanned(self, number: int) -> bool:
        return False

    def picture(self, number: int, *, dpi: float, most_pixels: int) -> Any:
        raise TypeError("A text has no pictures.")


def has_few_words(text: str) -> bool:
    """Say whether a page's text is so short that the page may be a picture of letters."""
    return len(text.split(None, _FEW_WORDS)) < _FEW_WORDS
