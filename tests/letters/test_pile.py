"""A pile says what its letters say, page for page, each numbered by itself."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import msgspec
import pypdfium2
import pytest
from docx.oxml.ns import qn

from foia.letters.docx import to_docx
from foia.letters.docx_pile import DocxPileError, pile_docx
from foia.letters.drawing import PdfError
from foia.letters.letter import Heading, Letter, Paragraph, Table
from foia.letters.page import page_for
from foia.letters.pdf import to_pdf
from foia.letters.pile import pile_pdf
from tests.letters import sample

CODES = ("fr", "us-il", "ru", "fr", "mx")
#: LibreOffice's PDF with the empty pages that it prints.
PRINTED = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
Pile = Callable[..., int]


def piled(pile: Pile, letters: list[bytes], **options: Any) -> bytes:
    """Return the pile of these letters."""
    out = io.BytesIO()
    pile(((f"Letter {n}", content) for n, content in enumerate(letters)), out, **options)
    return out.getvalue()


def pdf_pile(letters: list[Letter], *, is_two_sided: bool = False) -> pypdfium2.PdfDocument:
    drawn = [to_pdf(letter) for letter in letters]
    content = piled(pile_pdf, drawn, title="A pile: «é»", is_two_sided=is_two_sided)
    return pypdfium2.PdfDocument(content)


def words(document: pypdfium2.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range() for page in document]


def short(letter: Letter) -> Letter:
    """Return the letter in one page."""
    return msgspec.structs.replace(letter, blocks=(Paragraph("Short."),))


def test_a_pdf_pile_has_every_page_of_every_letter_unchanged_and_in_order() -> None:
    letters = [sample.request(code) for code in CODES]
    pile = pdf_pile(letters)
    alone = [page for each in letters for page in words(pypdfium2.PdfDocument(to_pdf(each)))]
    assert words(pile) == alone
    assert pile.is_tagged()
    assert pile.get_metadata_dict()["Title"] == "A pile: «é»"
    assert [mark.get_title() for mark in pile.get_toc()] == [f"Letter {n}" for n in range(5)]


def test_pages_are_drawn_as_in_the_letter_alone() -> None:
    letters = [sample.request(code) for code in ("fr", "us-il")]
    pile = pdf_pile(letters)
    for number, code in ((0, 0), (2, 1)):
        alone = pypdfium2.PdfDocument(to_pdf(letters[code]))[0]
        assert bytes(pile[number].render().buffer) == bytes(alone.render().buffer)


def test_numbers_in_a_text_are_no_references() -> None:
    title = "A (nested (7 0 R)) title \\ of 3 0 R /StructParents 0"
    letters = [msgspec.structs.replace(sample.request(), title=title) for _ in range(2)]
    out = piled(pile_pdf, [to_pdf(letter) for letter in letters], title="x")
    assert out.count(b"nested (7 0 R)") == 2  # the tag of each letter's title; bookmarks are new
    assert out.count(b"of 3 0 R /StructParents 0)") == 2


def test_each_letter_begins_on_a_front_side_if_wanted() -> None:
    letters = [short(sample.request(code)) for code in ("fr", "us-il")]
    assert len(pdf_pile(letters)) == 2
    pile = pdf_pile(letters, is_two_sided=True)
    assert [bool(text.strip()) for text in words(pile)] == [True, False, True, False]
    assert round(pile[1].get_width()) == round(pile[0].get_width())


def test_a_letter_with_an_annex_of_many_pages_fits_in() -> None:
    rows = tuple((str(n), f"Body {n}") for n in range(300))
    annex = (Heading("Annex"), Table(("No.", "Body"), (1, 5), rows))
    long = msgspec.structs.replace(sample.request("fr"), annex=annex)
    pile = pdf_pile([long, sample.request("fr")])
    assert len(pile) > 8
    assert "Body 299" in "".join(words(pile))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\nno", to_docx(sample.request())])
def test_a_pdf_from_elsewhere_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(PdfError, match="Letter 0 is not one that was drawn here"):
        piled(pile_pdf, [content], title="x")


def docx_pile(letters: list[Letter], **options: Any) -> bytes:
    return piled(pile_docx, [to_docx(letter) for letter in letters], title="A & B", **options)


def test_a_docx_pile_says_all_its_letters_say_each_in_a_section_of_its_own() -> None:
    letters = [sample.request(code) for code in CODES]
    document = docx.Document(io.BytesIO(docx_pile(letters, is_two_sided=True)))
    said = [paragraph.text for paragraph in document.paragraphs]
    alone = [
        paragraph.text
        for letter in letters
        for paragraph in docx.Document(io.BytesIO(to_docx(letter))).paragraphs
    ]
    assert said == alone
    assert [round(section.page_width.mm) for section in document.sections] == [
        round(page_for(letter.country).width) for letter in letters
    ]
    for section in document.sections:
        numbering = section._sectPr.find(qn("w:pgNumType"))
        assert numbering is not None and numbering.get(qn("w:start")) == "1"
        assert section.start_type.name == "ODD_PAGE"
    assert document.core_properties.title == "A & B"


def test_each_list_of_a_docx_pile_begins_at_one_and_each_word_keeps_its_language() -> None:
    document = docx.Document(io.BytesIO(docx_pile([sample.request(code) for code in CODES])))
    items = [p for p in document.paragraphs if p.style and p.style.name == "Record Item"]
    lists = [p._p.pPr.numPr.numId.val for p in items]
    assert sorted(set(lists)) == [2, 3, 4, 5, 6]
    russian = next(p for p in document.paragraphs if "Запрос" in p.text)
    assert russian._p.find(f".//{qn('w:lang')}").get(qn("w:val")) == "ru-RU"


def test_the_same_letters_make_the_same_docx_pile() -> None:
    letters = [sample.request("fr")] * 2
    assert docx_pile(letters) == docx_pile(letters)


def test_a_docx_from_elsewhere_and_no_letter_at_all_are_refused() -> None:
    blank = io.BytesIO()
    docx.Document().save(blank)
    good = to_docx(sample.request())
    for letters, said in (
        ([b"no zip"], "Letter 0 is no Word document"),
        ([good, blank.getvalue()], "Letter 1 is not one that was drawn here"),
        ([], "no letter"),
    ):
        with pytest.raises(DocxPileError, match=said):
            piled(pile_docx, letters, title="x")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_the_pile_with_an_empty_back_side_and_lists_from_one(
    tmp_path: Path,
) -> None:
    letters = [short(sample.request("fr")), sample.request("us-il"), short(sample.request("ru"))]
    (tmp_path / "pile.docx").write_bytes(docx_pile(letters, is_two_sided=True))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", PRINTED, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "pile.docx")], check=True, capture_output=True)
    pages = words(pypdfium2.PdfDocument((tmp_path / "pile.pdf").read_bytes()))
    assert "Mairie de Marseille" in pages[0]
    assert not pages[1].strip()
    assert "Chicago Police" in pages[2]
    numbers = [line for page in pages for line in page.splitlines() if line.strip().isdigit()]
    assert numbers == ["1", "1", "2", "1"]


@pytest.mark.parametrize(
    ("country", "window"),
    [
        ("DE", (20, 45, 105, 90)),
        ("FR", (110, 55, 195, 88)),
        ("CH", (113, 40, 193, 80)),
        ("US", (22.2, 51.8, 136.5, 80.4)),
    ],
)
def test_three_lines_of_an_address_show_in_the_countrys_window(
    country: str, window: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = window  # of the sheet, lying at the envelope's lower edge
    page, line = page_for(country), 5.0
    assert left <= page.address_x and page.address_x + page.address_width <= right
    assert top <= page.address_y and page.address_y + 4 * line <= bottom
    assert page.address_y + 3 * line < page.body_y
