"""Text, DOCX and PDF say the same words, open in what people open them with, and never change."""

import io
import zipfile
from itertools import pairwise

import docx
import msgspec
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from foia.letters.docx import to_docx
from foia.letters.letter import Letter, NumberedItem, Paragraph
from foia.letters.page import letterhead, page_for
from foia.letters.pdf import to_pdf
from foia.letters.text import WIDTH, to_text
from tests.letters import sample

CODES = tuple(sample.PLACES)
MM_PER_POINT = 25.4 / 72
EMU_PER_MM = 36_000


def opened(letter: Letter) -> Document:
    """Return the letter's DOCX as python-docx reads it."""
    return docx.Document(io.BytesIO(to_docx(letter)))


def pages_of(pdf: bytes) -> list[str]:
    """Return each page's text without what line ends change: spaces and hyphens."""
    document = pypdfium2.PdfDocument(pdf)
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


def missing_in(pdf: bytes, letter: Letter) -> list[str]:
    """Return what the letter says and its pages do not; a page may end within a paragraph."""
    pages = pages_of(pdf)
    return [said for said in said_by(letter) if not _is_shown(squeezed(said), pages)]


def _is_shown(said: str, pages: list[str]) -> bool:
    whole = any(said in page for page in pages)
    return whole or any(
        said[:cut] in page and after.startswith(said[cut:])
        for page, after in pairwise(pages)
        for cut in range(1, len(said))
    )


def squeezed(text: str) -> str:
    """Return text without white space, hyphens, and the marks PDF readers put for them."""
    return "".join(c for c in text if not c.isspace() and c not in "-\u00ad\u200b\u2010\ufffe\x02")


def said_by(letter: Letter) -> list[str]:
    """Return everything the reader of a letter must find in it."""
    blocks = [block.text for block in letter.blocks]
    return [letter.title, letter.salutation, *letter.addressee_block, *blocks, letter.closing]


@pytest.mark.parametrize("code", CODES)
def test_no_line_of_the_text_is_too_long(code: str) -> None:
    lines = to_text(sample.request(code)).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not any(line.endswith(" ") for line in lines)


def test_a_word_longer_than_a_line_stays_whole() -> None:
    link = "https://example.org/" + "a" * 200
    letter = sample.request(ask=(sample.AskItem("", f"See {link} please."),))
    assert link in to_text(letter)


@pytest.mark.parametrize("code", CODES)
def test_the_docx_says_all_the_letter_says(code: str) -> None:
    letter = sample.request(code)
    text = squeezed("".join(paragraph.text for paragraph in opened(letter).paragraphs))
    assert [said for said in said_by(letter) if squeezed(said) not in text] == []


def test_the_docx_has_real_headings_a_real_list_and_its_properties() -> None:
    letter = sample.request("fr")
    document = opened(letter)
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    items = sum(isinstance(block, NumberedItem) for block in letter.blocks)
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 4
    assert styles.count("Record Item") == items == 5
    numbered = document.styles["Record Item"].element.pPr.numPr.numId.val
    formats = document.part.numbering_part.element.findall(f".//{qn('w:numFmt')}")
    assert (numbered, [f.get(qn("w:val")) for f in formats]) == (1, ["decimal"])
    told = document.core_properties
    assert (told.title, told.author, told.language) == (letter.title, "Zoë Núñez", "fr-FR")
    assert told.created and told.created.date() == sample.ON
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "fr-FR"
    fields = document.sections[0].footer.paragraphs[0]._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("code", "width", "right"), [("us-il", 215.9, 0), ("fr", 210, 1)])
def test_paper_and_address_window_are_the_countrys(code: str, width: float, right: int) -> None:
    letter = sample.request(code)
    section = opened(letter).sections[0]
    assert section.page_width and round(section.page_width / EMU_PER_MM) == round(width)
    pdf = pypdfium2.PdfDocument(to_pdf(letter))
    assert round(pdf[0].get_width() * MM_PER_POINT) == round(width)
    y = round(page_for(letter.country).address_y * 1440 / 25.4)
    frame = opened(letter).element.find(f".//{qn('w:framePr')}[@{qn('w:y')}='{y}']")
    assert frame is not None
    assert (int(frame.get(qn("w:x"))) > 5000) == bool(right)


def test_every_part_of_the_docx_is_whole_and_declared() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(sample.request()))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        types = archive.read("[Content_Types].xml").decode()
    assert names[0] == "[Content_Types].xml"
    assert len(names) == len(set(names))
    for name in names[1:]:
        declared = f'PartName="/{name}"' in types or name.endswith(".rels")
        assert declared, name


@pytest.mark.parametrize("draw", [to_docx, to_pdf], ids=["docx", "pdf"])
def test_the_same_letter_gives_the_same_bytes(draw: object) -> None:
    assert callable(draw)
    assert draw(sample.request("fr")) == draw(sample.request("fr"))


@pytest.mark.parametrize("code", CODES)
def test_the_pdf_says_all_the_letter_says_on_two_pages(code: str) -> None:
    letter = sample.request(code)
    pdf = to_pdf(letter)
    assert missing_in(pdf, letter) == []
    assert len(pypdfium2.PdfDocument(pdf)) == 2


def test_the_pdf_is_tagged_titled_in_its_language_and_has_its_fonts_inside() -> None:
    letter = sample.request("ru")
    pdf = to_pdf(letter)
    document = pypdfium2.PdfDocument(pdf)
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == letter.title
    assert b"/Lang (ru" in pdf or b"/Lang(ru" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"LibertinusSerif" in pdf
    assert b"/FontFile" in pdf


def test_a_character_no_font_has_is_drawn_without_the_claim_of_pdf_ua() -> None:
    letter = sample.request(ask=(sample.AskItem("", "A private \U000f0000 character."),))
    pdf = to_pdf(letter)
    assert b"pdfuaid" not in pdf
    assert "Aprivate" in pages_of(pdf)[0]


def test_a_long_letterhead_ends_above_the_window() -> None:
    lines = tuple("abcdefgh")
    assert letterhead(lines) == ("a", "b, c, d", "e", "f", "g", "h")
    assert letterhead(lines[:6]) == lines[:6]


def test_an_unknown_country_gets_a4_with_the_window_on_the_left() -> None:
    assert page_for("XX") == page_for("DE")
    assert page_for("us").paper == "us-letter"


def test_line_breaks_and_tabs_of_a_person_are_kept() -> None:
    letter = msgspec.structs.replace(sample.request(), blocks=(Paragraph("one\ntwo\tthree"),))
    assert "one\ntwo\tthree" in [paragraph.text for paragraph in opened(letter).paragraphs]
    assert "one\ntwo three" in to_text(letter)
