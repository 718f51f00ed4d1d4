"""Text of a PDF page that a reader does not see, but can copy: found by drawing the page twice.

Once as it is, once without its text. A character whose place looks the same both times cannot be
seen, whatever hides it: a rectangle, a pattern, a picture, an annotation, its own colour. Nothing
about how a box was made needs to be known, so no way of making one is missed. The text that a
scanner adds is never drawn, or lies behind the scan: there the scan itself must show something.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import cast

import pypdfium2 as pdfium
from PIL import Image, ImageChops

raw = pdfium.raw

SCALE = 2.0
#: Difference of brightness, of 255, below which nobody tells a letter from its ground.
CONTRAST = 14
DARK = 110
#: Points around a character that must show something else than its own ink.
MARGIN = 1.0
#: Characters in a row that make a word somebody hid; fewer are marks or slips of drawing.
LEAST = 2
#: Share of the page that a picture covers to be the scan of it.
SCAN = 0.7
BLANK = frozenset({0xA0, 0xAD, 0x200B, 0xFEFF, 0xFFFE, 0x2}) | frozenset(range(33))
NEVER_DRAWN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Hidden:
    """A run of characters that cannot be seen; `is_off_page` if drawn outside of the page."""

    length: int
    is_dark: bool
    is_off_page: bool


def hidden_runs(page: pdfium.PdfPage) -> Iterator[Hidden]:
    """Yield the runs of characters on a page that a reader does not see.

    Takes the text out of the page in memory: draw or read it elsewhere beforehand.
    """
    shown = page.render(scale=SCALE).to_pil().convert("L")
    letters = list(_letters(page, shown.size))
    if not letters:
        return
    is_scan = covers(page, SCAN, else_=False)
    _take_text_out(page)
    change = ImageChops.difference(shown, page.render(scale=SCALE).to_pil().convert("L"))
    looks = (_look(box, shown if is_scan or never else change, shown) for box, never in letters)
    for look, run in groupby(looks):
        length = sum(1 for _ in run)
        if look != "seen" and length >= LEAST:
            yield Hidden(length, look == "dark", look == "off")


def _letters(page: pdfium.PdfPage, size: tuple[int, int]) -> Iterator[tuple[Box, bool]]:
    """Yield where each character lies on the picture, and whether it is never drawn."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        if raw.FPDFText_GetUnicode(text, index) not in BLANK:
            drawn_by = raw.FPDFText_GetTextObject(text, index)
            never = drawn_by and raw.FPDFTextObj_GetTextRenderMode(drawn_by) in NEVER_DRAWN
            yield _on_picture(page, text.get_charbox(index), size), bool(never)


def _on_picture(
    page: pdfium.PdfPage, box: tuple[float, float, float, float], size: tuple[int, int]
) -> Box:
    """Turn a place on the page into one on its picture, however the page is cut and turned."""
    left, bottom, right, top = box
    one, two = _point(page, size, left - MARGIN, bottom - MARGIN)
    three, four = _point(page, size, right + MARGIN, top + MARGIN)
    return min(one, three), min(two, four), max(one, three) + 1, max(two, four) + 1


def _point(page: pdfium.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def covers(page: pdfium.PdfPage, share: float, *, else_: bool) -> bool:
    """Say whether one picture covers this share of the page; `else_` where its size is not told.

    That of a picture within a form is told in measures of the form's own.
    """
    wide, high = page.get_size()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        left, bottom, right, top = thing.get_bounds()
        is_large = (right - left) * (top - bottom) >= share * wide * high
        if else_ if thing.container is not None else is_large:
            return True
    return False


def _take_text_out(page: pdfium.PdfPage) -> None:
    for thing in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8)):
        if thing.container is None:
            raw.FPDFPage_RemoveObject(page, thing)
        else:
            raw.FPDFFormObj_RemoveObject(thing.container, thing)


def _look(box: Box, told_by: Image.Image, shown: Image.Image) -> str:
    """Say how a character looks: seen, dark or pale (cannot be seen), or off the page."""
    left, upper, right, lower = box
    width, height = shown.size
    if right <= 0 or lower <= 0 or left >= width or upper >= height:
        return "off"
    inside = (max(left, 0), max(upper, 0), min(right, width), min(lower, height))
    least, most = _span(told_by.crop(inside))
    if most - (least if told_by is shown else 0) >= CONTRAST:
        return "seen"
    middle = (inside[0] + inside[2]) // 2, (inside[1] + inside[3]) // 2
    ground = _span(shown.crop((*middle, middle[0] + 1, middle[1] + 1)))[1]
    return "dark" if ground < DARK else "pale"


def _span(grey: Image.Image) -> tuple[int, int]:
    """Return the darkest and the brightest value of a grey picture."""
    least, most = cast(tuple[int, int], grey.getextrema())
    return least, most
