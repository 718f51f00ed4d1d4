"""Files that a body might release, made with real tools: PDFs, office files, pictures."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import openpyxl
import pikepdf
import typst
from PIL import Image, ImageDraw

SECRET = "Jane Informant"


def pdf(markup: str) -> bytes:
    """Return a PDF drawn from typst markup; `pic.png` in it shows the secret as a picture."""
    with TemporaryDirectory() as place:
        Path(place, "pic.png").write_bytes(picture(SECRET))
        Path(place, "paper.typ").write_text(markup)
        drawn = typst.compile(str(Path(place, "paper.typ")))
    assert isinstance(drawn, bytes)
    return drawn


def covered(by: str) -> bytes:
    """Return a PDF in which the secret is under something: `by` is typst markup drawn over it."""
    return pdf(
        "Words before, seen by all.\n\n"
        f"The witness is #box[{SECRET}#place(top + left, dy: -2pt, {by})] who said so.\n\n"
        "Words after, seen by all."
    )


def picture(words: str, kind: str = "PNG", **more: Any) -> bytes:
    """Return a picture with black words on white."""
    drawn = Image.new("RGB", (300, 60), "white")
    ImageDraw.Draw(drawn).text((10, 20), words, fill="black")
    written = io.BytesIO()
    drawn.save(written, kind, **more)
    return written.getvalue()


def photo() -> bytes:
    """Return a photo that tells where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x9C9D] = SECRET.encode("utf-16-le")
    exif[0x013B] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 52.0, 55.0), 3: "W", 4: (87.0, 37.0, 40.0)})
    return picture("A street", "JPEG", exif=exif, comment=SECRET.encode())


def changed(content: bytes, change: Any) -> bytes:
    """Return a PDF after `change(document)`."""
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def letter(words: str = "We release the policy.") -> bytes:
    """Return a Word file."""
    paper = docx.Document()
    paper.add_paragraph(words)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def table(change: Any = None) -> bytes:
    """Return a spreadsheet of two sheets and three rows, after `change(workbook)`."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Second")):
        assert sheet is not None
        for row in (("camera", "street"), ("1", "Elm"), ("2", "Oak")):
            sheet.append(row)
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
