"""What the bench draws its letters beside: python-docx, mere zipping, and WeasyPrint from HTML."""

import io
import zipfile
from collections.abc import Callable
from html import escape

import docx

from foia.letters.docx_styles import set_looks
from foia.letters.letter import Block, Heading, Letter, NumberedItem
from foia.letters.package import FASTEST
from foia.letters.page import page_for

STYLE = """
@page { size: Letter; margin: 25mm; @bottom-center {
  content: counter(page) " / " counter(pages); font-size: 9pt; } }
body { font-family: "Libertinus Serif", "Liberation Serif", serif; font-size: 11pt; }
h1 { font-size: 13pt; } h2 { font-size: 11pt; break-after: avoid; }
.sender { font-size: 9.5pt; height: 40mm; } .addressee { height: 40mm; }
.signed { margin-top: 3em; }
"""


def by_python_docx(told: Letter) -> bytes:
    """Build the same letter with python-docx from its blank document, as one would without us."""
    document = docx.Document()
    set_looks(document, page=page_for(told.country), language="en-US")
    document.core_properties.title = told.title
    for style, lines in (("Sender", told.sender_block), ("Addressee", told.addressee_block)):
        for line in lines:
            document.add_paragraph(line, style)
    document.add_paragraph(told.date_line, "Date Line")
    document.add_heading(told.title, 1)
    document.add_paragraph(told.salutation)
    for block in told.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 2)
        elif isinstance(block, NumberedItem):
            item = document.add_paragraph("", "Record Item")
            item.add_run(block.label).bold = True
            item.add_run(f" {block.text}")
        else:
            document.add_paragraph(block.text)
    for line in (told.closing, told.sign_off, *told.signature):
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def parts_of(package: bytes) -> list[tuple[str, bytes]]:
    """Return a package's parts, inflated."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """Deflate and zip the parts, at the level our own parts have, and do nothing else."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return saved.getvalue()


Draw = Callable[[Letter], bytes]


def by_weasyprint() -> tuple[Draw, Draw]:
    """Return WeasyPrint as a request platform uses it, and at its best; untagged, as it comes.

    The first gets a page with its style and a new font configuration for each letter; the second
    shares one configuration and a style parsed once. Raises ImportError or OSError where it, or a
    library of the system that it needs, is missing; which is why it is imported here.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)

    def usual(letter: Letter) -> bytes:
        page = HTML(string=html(letter, STYLE))
        return bytes(page.write_pdf(font_config=FontConfiguration()))

    def best(letter: Letter) -> bytes:
        return bytes(HTML(string=html(letter)).write_pdf(stylesheets=[style], font_config=fonts))

    return usual, best


def html(told: Letter, style: str = "") -> str:
    """Return the letter as a web page."""
    items = [block for block in told.blocks if isinstance(block, NumberedItem)]
    listed = "".join(f"<li><b>{escape(item.label)}</b> {escape(item.text)}</li>" for item in items)

    def drawn(block: Block) -> str:
        if isinstance(block, NumberedItem):
            return f"<ol>{listed}</ol>" if block is items[0] else ""
        return f"<h2>{escape(block.text)}</h2>" if isinstance(block, Heading) else _said(block.text)

    return (
        f'<!doctype html><html lang="{told.language}"><head><title>{escape(told.title)}</title>'
        f"<style>{style}</style></head><body>"
        f'<p class="sender">{_lines(told.sender_block)}</p>'
        f'<p class="addressee">{_lines(told.addressee_block)}</p>{_said(told.date_line)}'
        f"<h1>{escape(told.title)}</h1>{_said(told.salutation)}"
        f"{''.join(map(drawn, told.blocks))}{_said(told.closing)}{_said(told.sign_off)}"
        f'<p class="signed">{_lines(told.signature)}</p></body></html>'
    )


def _said(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _lines(lines: tuple[str, ...]) -> str:
    return "<br>".join(map(escape, lines))
