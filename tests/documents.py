"""Files for the tests, made in a moment: PDFs, scans, office documents, and hostile ones."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont

FILES = Path(__file__).parent / "files"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF with these texts, one a page."""
    words = "\n#pagebreak()\n".join(page.replace("#", "\\#") for page in pages)
    return typst.compile(f"#set page(width: 400pt, height: 300pt)\n{words}".encode())


def long_pdf(count: int) -> bytes:
    """A PDF of many pages, all the same to the eye."""
    with pikepdf.open(io.BytesIO(pdf(["The same page again."]))) as one, pikepdf.new() as many:
        for _ in range(count):
            many.pages.append(one.pages[0])
        made = io.BytesIO()
        many.save(made)
    return made.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(["secret"]))) as one:
        one.save(made, encryption=pikepdf.Encryption(user="u", owner="o"))
    return made.getvalue()


def picture(words: str, form: str = "PNG") -> bytes:
    """A picture of typed words, as a scanner or a telephone makes it."""
    image = Image.new("RGB", (1000, 400), "white")
    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(image).multiline_text((50, 60), words, fill="black", font=font)
    made = io.BytesIO()
    image.save(made, form)
    return made.getvalue()


def scanned_pdf(words: str) -> bytes:
    """A PDF whose page is nothing but a picture of words."""
    image = Image.open(io.BytesIO(picture(words)))
    made = io.BytesIO()
    image.save(made, "PDF", resolution=100)
    return made.getvalue()


def word(paragraphs: Sequence[str]) -> bytes:
    """A DOCX; a paragraph that is a form feed ends the page."""
    document = docx.Document()
    for paragraph in paragraphs:
        if paragraph == "\f":
            document.add_page_break()
        else:
            document.add_paragraph(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """An XLSX with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of these parts, as an office document is one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            is_stored = name == "mimetype"  # OpenDocument 1.3, part 2, §3.3
            archive.writestr(name, content, zipfile.ZIP_STORED if is_stored else None)
    return made.getvalue()


def slides(texts: Sequence[str]) -> bytes:
    """A PPTX with these slides, as little of one as is read."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return zipped(
        {"ppt/presentation.xml": "<p/>"}
        | {
            f"ppt/slides/slide{number}.xml": f"<s {a}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>"
            for number, text in enumerate(texts, start=1)
        }
    )


def open_document(body: str, kind: str = "text") -> bytes:
    """An OpenDocument file with this inside its body."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    content = f"<office:document-content {names}>{body}</office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def word_that_unpacks_to(size: int) -> bytes:
    """A DOCX of a few kilobytes whose text unpacks to so many bytes."""
    return zipped({"word/document.xml": b"<w>" + b" " * size + b"</w>"})


def deep_word(depth: int) -> bytes:
    """A DOCX whose XML is nested so deep."""
    return zipped({"word/document.xml": b"<a>" * depth + b"</a>" * depth})


def word_with_entities() -> bytes:
    """A DOCX that defines entities of entities, as no office program does."""
    levels = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    text = f'<!DOCTYPE w [<!ENTITY e0 "x">{levels}]><w xmlns:w="{W}"><w:t>&e29;</w:t></w>'
    return zipped({"word/document.xml": text})
