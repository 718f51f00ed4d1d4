"""The text of a file for readers is what it shows, and nothing that it hides."""

import io
from typing import Any

import openpyxl
import pytest

from foia.gateways.cleaned.as_text import LEFT_OUT, as_text, can_be_text
from foia.gateways.inspect.problem import UnreadableError
from tests import documents, papers
from tests.gateways.inspect.test_office import edited
from tests.mails import mail

WORD = "word/document.xml"


def said(content: bytes, name: str = "a.docx", declared: str = "") -> str:
    assert can_be_text(declared, name)
    return as_text(content, declared, name)


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ('<w:ins w:id="1"><w:r><w:t>hush</w:t></w:r></w:ins>', LEFT_OUT),
        ("<w:del><w:r><w:delText>hush</w:delText></w:r></w:del>", LEFT_OUT),
        ("<w:moveFrom><w:r><w:t>hush</w:t></w:r></w:moveFrom>", LEFT_OUT),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hush</w:t></w:r>", ""),
        ("<w:r><w:instrText>hush</w:instrText></w:r>", ""),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>', "seen"),
    ],
)
def test_what_word_hides_is_left_out_and_changes_are_marked(hidden: str, shown: str) -> None:
    content = edited(papers.letter("We release it."), WORD, "<w:r>", f"{hidden}<w:r>")
    assert said(content) == f"{shown}We release it.\n"


def test_a_row_that_was_put_in_is_a_change_and_a_comment_is_no_word_of_the_letter() -> None:
    cell = "<w:tc><w:p><w:r><w:t>hush</w:t></w:r></w:p></w:tc>"
    row = f"<w:tbl><w:tr><w:trPr>{{}}</w:trPr>{cell}</w:tr></w:tbl>"
    for fact, shown in (("<w:ins/>", LEFT_OUT), ("<w:hidden/>", "")):
        content = edited(papers.letter("Seen."), WORD, "<w:body>", "<w:body>" + row.format(fact))
        assert said(content) == f"{shown}Seen.\n"
    comment = '<w:comments xmlns:w="x"><w:comment><w:t>hush</w:t></w:comment></w:comments>'
    assert said(edited(papers.letter("Seen."), "word/comments.xml", "", comment)) == "Seen.\n"


def test_a_style_that_hides_text_leaves_no_text() -> None:
    content = edited(papers.letter(), "word/styles.xml", "<w:rPr>", "<w:rPr><w:vanish/>")
    with pytest.raises(UnreadableError, match="hides text"):
        said(content)


def _hide(book: Any) -> None:
    book.create_sheet("Third").append(["hush"])
    book["Third"].sheet_state = "hidden"
    book["Second"].row_dimensions[2].hidden = True
    book["Second"].column_dimensions["B"].hidden = True
    book["Second"].append(["=1+1"])
    book["Second"].append(["hush"])
    book["Second"]["A5"].number_format = ";;;"


def test_hidden_sheets_rows_columns_and_cells_are_left_out() -> None:
    assert said(papers.table(_hide), "a.xlsx") == (
        "Sheet\ncamera\tstreet\n1\tElm\n2\tOak\nSecond\ncamera\n2\n"
    )


def test_a_hidden_slide_and_its_notes_are_left_out() -> None:
    content = documents.slides(["one", "two"])
    hidden = edited(content, "ppt/slides/slide1.xml", "<s ", '<s show="0" ')
    noted = edited(hidden, "ppt/notesSlides/notesSlide1.xml", "", "<n><t>hush</t></n>")
    assert said(noted, "a.pptx") == "two\n"


def test_a_mail_is_who_wrote_to_whom_and_what() -> None:
    text = said(mail("We hold none.\n", to="me@home.example"), "answer.eml", "message/rfc822")
    assert "From: Records Section" in text and "To: me@home.example" in text
    assert text.endswith("We hold none.\n")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (documents.pdf(["x"]), "a.eml"),
        (b"PK\x03\x04 what not", "a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.msg"),
        (documents.word_with_entities(), "a.docx"),
        (documents.word([]), "a.docx"),
        (b"", "a.eml"),
    ],
)
def test_what_nobody_can_tell_from_what_it_hides_has_no_text(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableError):
        as_text(content, "", name)


def test_only_some_kinds_can_be_text() -> None:
    assert not can_be_text("application/pdf", "a.pdf")
    assert not can_be_text("application/zip", "a.zip")


def test_a_workbook_that_is_too_large_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["XFD200"] = 1  # type: ignore[index]
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(UnreadableError, match="too large"):
        as_text(made.getvalue(), "", "a.xlsx")
