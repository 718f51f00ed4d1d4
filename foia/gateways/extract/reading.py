"""Asks the limited process for the texts and pictures of a stored file."""

import base64
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from foia.gateways import limited
from foia.gateways.extract import jobs
from foia.gateways.extract.kinds import READABLE

#: Pages of one file that are read; what lies behind them is said to be left out.
MOST_PAGES = 5_000


@dataclass(frozen=True)
class Page:
    """One page as it was read; `needs_ocr`: there may be letters that nobody recognised."""

    number: int
    text: str
    is_ocr: bool
    needs_ocr: bool


@dataclass(frozen=True)
class Picture:
    """One page as it is seen; sizes in pixels."""

    number: int
    width: int
    height: int
    content: bytes


def texts(
    path: Path, *, content_type: str, ocr_language: str = "", first: int = 1
) -> Generator[int | Page]:
    """Yield the number of pages of a file, then its pages from `first` on, one by one.

    `ocr_language` is Tesseract's name, empty where it cannot be used. Raises `limited.Trouble`,
    also in the middle: the pages before stand. Closing the iterator ends the work.
    """
    kind = READABLE[content_type]
    said = limited.run(jobs.read_texts, str(path), kind, ocr_language, first, MOST_PAGES)
    for message in said:
        if "pages" in message:
            yield int(message["pages"])
        else:
            yield Page(
                number=message["page"],
                text=message["text"],
                is_ocr=message.get("ocr", False),
                needs_ocr=message.get("needs_ocr", False),
            )


def pictures(
    path: Path,
    *,
    content_type: str,
    numbers: Sequence[int],
    dpi: float = 110,
    most_pixels: int = 3_000_000,
    form: str = "WEBP",
) -> Iterator[Picture]:
    """Yield these pages of a PDF or picture as pictures; `form` is WEBP, PNG or JPEG."""
    kind = READABLE[content_type]
    said = limited.run(jobs.make_pictures, str(path), kind, list(numbers), dpi, most_pixels, form)
    for message in said:
        content = base64.b64decode(message["content"])
        yield Picture(message["page"], message["width"], message["height"], content)
