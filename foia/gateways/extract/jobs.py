"""What is done in the limited process: a file is opened, its pages are read or pictured."""

import base64
import importlib
import io
import re
from collections.abc import Iterator
from typing import Any

from foia.gateways.extract import tesseract
from foia.gateways.extract.pages import Pages, has_few_words

#: Which module opens which kind; only that one is loaded, so that the process starts fast.
MODULES = {
    "pdf": "pdf",
    "image": "image",
    "docx": "office",
    "pptx": "office",
    "odt": "office",
    "odp": "office",
    "ole": "workbooks",
    "sheets": "workbooks",
    "rtf": "plain",
    "html": "plain",
    "text": "plain",
    "mail": "plain",
}
OCR_DPI, OCR_PIXELS = 200, 12_000_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_texts(
    path: str, kind: str, ocr_language: str, first: int, most: int
) -> Iterator[dict[str, Any]]:
    """Yield how many pages there are, then page after page from `first` on, `most` at the most.

    `ocr_language` is Tesseract's name of a language, or empty: then pages that need it say so.
    """
    pages = _open(kind, path)
    yield {"pages": len(pages)}
    for number in range(first, min(len(pages), most) + 1):
        yield {"page": number} | _read(pages, number, ocr_language)


def _open(kind: str, path: str) -> Pages:
    module = importlib.import_module(f"foia.gateways.extract.{MODULES[kind]}")
    opened: Pages = getattr(module, kind)(path)
    return opened


def _read(pages: Pages, number: int, ocr_language: str) -> dict[str, Any]:
    text = pages.text(number)
    if not (has_few_words(text) and pages.is_scanned(number)):
        return {"text": _clean(text)}
    if not ocr_language:
        return {"text": _clean(text), "needs_ocr": True}
    seen = pages.picture(number, dpi=OCR_DPI, most_pixels=OCR_PIXELS)
    letters = tesseract.letters_in(seen, ocr_language)
    better = letters if len(letters) > len(text) else text
    return {"text": _clean(better), "ocr": better is letters and bool(letters)}


def make_pictures(
    path: str, kind: str, numbers: list[int], dpi: float, most_pixels: int, form: str
) -> Iterator[dict[str, Any]]:
    """Yield these pages as pictures in base64; `form` is WEBP, PNG or JPEG."""
    pages = _open(kind, path)
    for number in numbers:
        if number > len(pages):
            return
        seen = pages.picture(number, dpi=dpi, most_pixels=most_pixels)
        content = io.BytesIO()
        seen.convert("RGB").save(content, form, quality=72)
        yield {
            "page": number,
            "width": seen.width,
            "height": seen.height,
            "content": base64.b64encode(content.getvalue()).decode("ascii"),
        }


def _clean(text: str) -> str:
    """Take out what is no letter and what no database keeps."""
    return _CONTROLS.sub("", text).strip()
