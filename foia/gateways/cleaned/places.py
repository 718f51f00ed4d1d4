"""Where words stand on the pages of a PDF, so that they can be covered by boxes."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium

from foia.gateways.cleaned.boxes import Box
from foia.gateways.inspect.pdf import drawn

#: Points around words, so that no stroke looks out of its box.
MARGIN = 1.5
THOUSAND = 100_000


def lines(content: bytes, number: int) -> list[tuple[str, Box]]:
    """Return the lines of text of page `number` with their places, in reading order."""
    with drawn(content) as document:
        page = document[number - 1]
        text = page.get_textpage()
        told = text.get_text_range()
        starts = _starts(told)
        return [
            (line.strip(), box)
            for at, line in starts
            if line.strip() and (box := _around(page, text, range(at, at + len(line)), number))
        ]


def words_at(content: bytes, wanted: Sequence[str]) -> Iterator[tuple[str, Box]]:
    """Yield each place of each of the words on any page; capitals and accents as written count not.

    Words over two lines are covered by one box for each line.
    """
    with drawn(content) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for words in wanted:
                yield from ((words, box) for box in _search(page, text, words, number))


def _search(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, words: str, number: int
) -> Iterator[Box]:
    finder = text.search(words)
    while (hit := finder.get_next()) is not None:
        at, length = hit
        for count in range(text.count_rects(at, length)):
            yield _box(page, text.get_rect(count), number)


def _starts(told: str) -> list[tuple[int, str]]:
    """Return each line of a page's text with the place of its first character."""
    found, at = [], 0
    for line in told.split("\n"):
        found.append((at, line.rstrip("\r")))
        at += len(line) + 1
    return found


def _around(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, letters: range, number: int
) -> Box | None:
    count = text.count_rects(letters.start, len(letters))
    places = [text.get_rect(index) for index in range(count)]
    if not places:
        return None
    lefts, bottoms, rights, tops = zip(*places, strict=True)
    return _box(page, (min(lefts), min(bottoms), max(rights), max(tops)), number)


def _box(page: pdfium.PdfPage, rect: tuple[float, float, float, float], number: int) -> Box:
    """Return a place on the page as shares of the page as shown, however it is cut and turned."""
    left, bottom, right, top = rect
    one, two = _shown(page, left - MARGIN, bottom - MARGIN)
    three, four = _shown(page, right + MARGIN, top + MARGIN)
    across, down = sorted((one, three)), sorted((two, four))
    return Box(number, *_inside(across[0], down[0], across[1], down[1]))


def _inside(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
    """Return the place cut to the page; what lies beside it becomes a sliver at its edge."""
    left, top = (min(max(value, 0.0), 0.999) for value in (left, top))
    right, bottom = (min(max(value, 0.001), 1.0) for value in (right, bottom))
    return left, top, max(right, left + 0.001), max(bottom, top + 0.001)


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.raw.FPDF_PageToDevice(page, 0, 0, THOUSAND, THOUSAND, 0, x, y, across, down)
    return across.value / THOUSAND, down.value / THOUSAND
