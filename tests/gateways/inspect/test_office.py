"""What an office file or a picture tells beside what it shows is found."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.comments import Comment

from foia.gateways.inspect import office, open_document, pictures
from foia.gateways.inspect.problem import UnreadableError
from tests import papers

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a zip in which one part says something else, or is new."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w") as copy,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                text = re.sub(old, new, text.decode(), count=1).encode()
            copy.writestr(name, text)
        if part not in source.namelist():
            copy.writestr(part, new)
    return written.getvalue()


def kinds(content: bytes) -> set[str]:
    return {problem.kind for problem in office.problems(content)}


def _run(inside: str) -> Callable[[], bytes]:
    return lambda: edited(papers.letter(), "word/document.xml", "<w:r>", inside + "<w:r>")


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_run('<w:ins w:id="1" w:author="x"><w:r><w:t>in</w:t></w:r></w:ins>'), "tracked_changes"),
        (_run("<w:del><w:r><w:delText>out</w:delText></w:r></w:del>"), "tracked_changes"),
        (_run("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hush</w:t></w:r>"), "hidden_text"),
        (
            lambda: edited(
                papers.letter(),
                "word/comments.xml",
                "",
                '<w:comments xmlns:w="http://x"><w:comment>psst</w:comment></w:comments>',
            ),
            "comments",
        ),
        (lambda: edited(papers.letter(), "word/embeddings/a.xlsx", "", "x"), "embedded_objects"),
        (lambda: edited(papers.letter(), "word/vbaProject.bin", "", "x"), "macros"),
    ],
)
def test_what_word_hides_is_found(make: Callable[[], bytes], kind: str) -> None:
    assert kind in kinds(make())
    assert kind not in kinds(papers.letter())


def _hide_sheet(book: Any) -> None:
    book["Second"].sheet_state = "veryHidden"


def _hide_row(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True


def _hide_column(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


def _comment(book: Any) -> None:
    book.active["A1"].comment = Comment("not for them", "clerk")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_hide_sheet, "hidden_sheets"),
        (_hide_row, "hidden_rows"),
        (_hide_column, "hidden_columns"),
        (_comment, "comments"),
    ],
)
def test_what_a_spreadsheet_hides_is_found(change: Any, kind: str) -> None:
    assert kind in kinds(papers.table(change))
    assert kinds(papers.table()) <= {"metadata"}


def test_a_hidden_sheet_is_named() -> None:
    (found,) = [p for p in office.problems(papers.table(_hide_sheet)) if p.kind == "hidden_sheets"]
    assert found.where == "Second"


def open_file(body: str, **parts: str) -> bytes:
    """Return an OpenDocument file with this body."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        names = " ".join(
            f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "style")
        )
        archive.writestr(
            "content.xml", f"<office:document-content {names}>{body}</office:document-content>"
        )
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<office:annotation>psst</office:annotation>", "comments"),
        ("<text:tracked-changes/>", "tracked_changes"),
        ("<text:hidden-text>hush</text:hidden-text>", "hidden_text"),
        ('<text:section text:display="none"/>', "hidden_text"),
        ('<table:table-row table:visibility="collapse"/>', "hidden_rows"),
        ('<table:table-column table:visibility="filter"/>', "hidden_columns"),
        (
            '<style:style style:name="t1"><style:table-properties table:display="false"/>'
            '</style:style><table:table table:style-name="t1"/>',
            "hidden_sheets",
        ),
    ],
)
def test_what_an_open_document_hides_is_found(body: str, kind: str) -> None:
    assert kind in {problem.kind for problem in open_document.problems(open_file(body))}
    assert open_document.problems(open_file("<text:p>seen</text:p>")) == []


def test_where_a_photo_was_taken_is_found() -> None:
    assert {p.kind for p in pictures.problems(papers.photo())} == {"picture_place", "picture_facts"}
    assert pictures.problems(papers.picture("A street")) == []


def test_an_entity_bomb_a_zip_bomb_and_a_broken_file_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("word/document.xml", "<b/>")
    for content in (
        edited(papers.letter(), "word/extra.xml", "", bomb),
        two.getvalue(),
        papers.letter()[:900],
    ):
        with pytest.raises(UnreadableError):
            office.problems(content)
    with pytest.raises(UnreadableError):
        pictures.problems(papers.photo()[:300])
