"""A text as plain words in sentences, each word remembering where it stood.

Words are lower case without accents, joined by single spaces; " | " ends a sentence and " ¶ " a
paragraph. Phrases are then found by simple patterns that cannot run away, in linear time.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"\w+")
_LIST_MARK = re.compile(r"\n[ \t]*(?:[-*•–—][ \t]|(?:\(?\d{1,2}[.)]))")
_ABBREVIATED = (
    "no nos sec art arts mr mrs ms dr st inc par num fr vs lic ing mtro mtra av col fracc ст п пп"
    " ч г т д ул им руб коп исх вх тел sr sra mme cf al tel ext u s c approx jan feb mar apr jun"
    " jul aug sept sep oct nov dec nr abs ziff bzw z b d h ggf i v m vgl str az gem lit inkl evtl"
    " exa exmo exma ilmo proc prof ref fl fls"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
# German writes 4. Dezember: the full stop of an ordinal ends no sentence.
_MONTHS = (
    "januar janner jaenner februar feber marz maerz april mai juni juli august september oktober"
    " november dezember"
)
_AFTER_ORDINAL = frozenset(_MONTHS.split())


@dataclass(frozen=True)
class Words:
    """The words of one text. `starts` are positions in `plain`, `spans` in the text itself."""

    text: str
    plain: str
    starts: list[int]
    spans: list[tuple[int, int]]
    breaks: list[int]
    paragraphs: list[int]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that occurs."""
        return frozenset(self.plain.split())

    def sentence(self, position: int) -> tuple[int, int]:
        """Where in `plain` the sentence around a position begins and ends."""
        return _between(self.breaks, position, len(self.plain))

    def paragraph(self, position: int) -> tuple[int, int]:
        """Where in `plain` the paragraph around a position begins and ends."""
        return _between(self.paragraphs, position, len(self.plain))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the words between two positions of `plain` stand."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end) - 1
        if last < first or first >= len(self.spans):
            return (0, 0)
        return self.spans[first][0], self.spans[last][1]

    def quote(self, start: int, end: int) -> str:
        """The exact words of the text between two positions of `plain`."""
        first, last = self.span(start, end)
        return self.text[first:last]


def fold(word: str) -> str:
    """Lower case without accents, so that `Société`, `SOCIETE` and `societe` are one word."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def fold_phrase(phrase: str) -> str:
    """The words of a phrase as they stand in `Words.plain`."""
    return " ".join(fold(word) for word in _WORD.findall(phrase))


def read_words(text: str, ranges: list[tuple[int, int]]) -> Words:
    """Take the words of the given ranges of a text; each range ends a paragraph."""
    made = _Maker(text)
    for start, end in ranges:
        made.take(start, end)
    return made.words()


class _Maker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = [" "]
        self.length = 1
        self.starts: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.breaks: list[int] = []
        self.paragraphs: list[int] = []

    def take(self, start: int, end: int) -> None:
        previous_end, previous, opens = start, "", True
        for found in _WORD.finditer(self.text, start, end):
            gap = self.text[previous_end : found.start()]
            if previous and len(gap) > 1 and (mark := _break(gap, previous, found[0], opens)):
                self._break(mark)
                opens = True
            else:
                opens = not previous
            self._word(found)
            previous, previous_end = found[0], found.end()
        if previous:
            self._break("¶")

    def _word(self, found: re.Match[str]) -> None:
        word = fold(found[0])
        self.starts.append(self.length)
        self.spans.append(found.span())
        self.pieces.append(f"{word} ")
        self.length += len(word) + 1

    def _break(self, mark: str) -> None:
        self.breaks.append(self.length)
        if mark == "¶":
            self.paragraphs.append(self.length)
        self.pieces.append(f"{mark} ")
        self.length += 2

    def words(self) -> Words:
        plain = "".join(self.pieces)
        return Words(self.text, plain, self.starts, self.spans, self.breaks, self.paragraphs)


def _break(gap: str, before: str, after: str, opens: bool) -> str:
    """What stands between two words ends a sentence ("|"), a paragraph ("¶") or nothing ("")."""
    if gap.count("\n") > 1:
        return "¶"
    if "\n" in gap and _LIST_MARK.search(f"{gap}{after}."):
        return "|"
    if ";" in gap or "!" in gap or "?" in gap:
        return "|"
    if "." not in gap and not gap.endswith(":\n"):
        return ""
    is_short_number = before.isdigit() and len(before) <= 2
    if is_short_number and (opens or fold(after) in _AFTER_ORDINAL):
        return ""
    is_abbreviated = fold(before) in _ABBREVIATIONS or (len(before) == 1 and before.isupper())
    return "" if is_abbreviated or after[0].islower() else "|"


def _between(marks: list[int], position: int, end: int) -> tuple[int, int]:
    number = bisect_right(marks, position)
    return (marks[number - 1] if number else 0), (marks[number] if number < len(marks) else end)
