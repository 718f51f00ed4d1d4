"""The empty letter as a Word package: authored once with python-docx, kept ready to be filled."""

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml.ns import qn

from foia.letters.docx_styles import TWIPS_PER_MM, placed, set_looks
from foia.letters.package import Parts
from foia.letters.page import Page, page_for

BODY = "word/document.xml"
PROPERTIES = "docProps/core.xml"
TITLE, AUTHOR, BLOCKS = "@@title@@", "@@author@@", "@@blocks@@"
MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_PROPERTY_MARKS = re.compile(f"{TITLE}|{AUTHOR}|{MOMENT:%Y-%m-%dT%H:%M:%SZ}")
# What python-docx's blank document carries and a letter does not use.
_NEEDLESS_PARTS = (
    *("thumbnail", "customXml", "stylesWithEffects", "extended-properties"),
    *("webSettings", "fontTable"),
)
_USED_STYLES = {"Normal", "Default Paragraph Font", "heading 1", "heading 2", "footer"}


class Frame(NamedTuple):
    """What all letters of one country and language share.

    `body` and `properties` are cut where a letter's own words go in; `sender` and `addressee` are
    the paragraph properties that put these lines in their places; `text_width` is in twips.
    """

    parts: Parts
    body: tuple[str, ...]
    properties: tuple[str, ...]
    sender: str
    addressee: str
    text_width: int


@lru_cache(maxsize=256)
def frame_for(language: str, country: str) -> Frame:
    """Return the frame for letters in this language to bodies of this country."""
    tag = f"{language}-{country.upper()}"
    page = page_for(country)
    document = docx.Document()
    _drop_needless(document)
    set_looks(document, page=page, language=tag)
    told = document.core_properties
    told.title, told.author, told.language = TITLE, AUTHOR, tag
    told.comments, told.last_modified_by, told.revision = "", "", 1
    told.created = told.modified = MOMENT
    document.add_paragraph(BLOCKS)
    return _cut(document, page)


def _drop_needless(document: Document) -> None:
    """Drop the parts and styles of the blank document that a letter never uses."""
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(word in relation.reltype for word in _NEEDLESS_PARTS):
                del owner.rels[key]
    for style in list(document.styles.element.style_lst):
        if style.name_val not in _USED_STYLES:
            document.styles.element.remove(style)
    for link in document.styles.element.findall(f".//{qn('w:link')}"):
        link.getparent().remove(link)  # the style it leads to was just dropped


def _cut(document: Document, page: Page) -> Frame:
    """Save the document, deflate what never changes, and cut the rest where words go in."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts.pop(BODY).decode()
    properties = parts.pop(PROPERTIES).decode()
    gap = 2
    return Frame(
        parts=Parts.of(parts.items()),
        body=tuple(body.split(f"<w:p><w:r><w:t>{BLOCKS}</w:t></w:r></w:p>")),
        properties=tuple(_PROPERTY_MARKS.split(properties)),
        sender=placed(
            x=page.margin,
            y=page.sender_y,
            width=page.sender_width,
            height=page.address_y - page.sender_y - gap,
        ),
        addressee=placed(
            x=page.address_x,
            y=page.address_y,
            width=page.address_width,
            height=page.body_y - page.address_y,
        ),
        text_width=round((page.width - 2 * page.margin) * TWIPS_PER_MM),
    )
