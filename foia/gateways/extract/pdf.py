"""PDF files, by PDFium: text as it is stored, pictures as a reader sees the page."""

import math
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from foia.gateways.extract.pages import MOST_LETTERS
from foia.gateways.limited import Refused


class PdfPages:
    """An opened PDF."""

    def __init__(self, path: str) -> None:
        try:
            self.document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            is_locked = "password" in str(error).lower()
            raise Refused("locked" if is_locked else "broken") from error

    def __len__(self) -> int:
        return len(self.document)

    def text(self, number: int) -> str:
        page = self.document[number - 1]
        words = page.get_textpage()
        text: str = words.get_text_bounded() if words.count_chars() else ""
        words.close()
        page.close()
        return text[:MOST_LETTERS].replace("\r\n", "\n")

    def is_scanned(self, number: int) -> bool:
        page = self.document[number - 1]
        wanted = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
        return next(iter(page.get_objects(filter=wanted, max_depth=4)), None) is not None

    def picture(self, number: int, *, dpi: float, most_pixels: int) -> Any:
        page = self.document[number - 1]
        width, height = page.get_size()  # in points of 1/72 inch
        scale = dpi / 72
        if width * height * scale * scale > most_pixels:
            scale = math.sqrt(most_pixels / (width * height))
        return page.render(scale=scale).to_pil()


def pdf(path: str) -> PdfPages:
    """Open a PDF."""
    return PdfPages(path)
