"""Texts and pictures of files of every kind; broken and hostile ones end in a code."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from foia.gateways import extract, limited
from foia.gateways.extract.kinds import READABLE
from tests import documents

LINES = ["Usage policy", "The cameras record everything."]


def read(path: Path, content: bytes, declared: str = "", ocr: str = "") -> list[extract.Page]:
    """Read a file's pages, and see that as many came as were announced."""
    path.write_bytes(content)
    kind = extract.type_of(content, declared)
    count, *pages = extract.texts(path, content_type=kind, ocr_language=ocr)
    assert count == len(pages)
    return [page for page in pages if isinstance(page, extract.Page)]


@pytest.mark.parametrize(
    "content,declared,expected",
    [
        (documents.pdf(["Usage policy", "Second page"]), "", ["Usage policy", "Second page"]),
        (documents.word(["Usage policy", "\f", "Second"]), "", ["Usage policy", "Second"]),
        (documents.slides(["First slide", "Second slide"]), "", ["First slide", "Second slide"]),
        (
            documents.workbook({"Cameras": [["Street", "Rooms"], ["Main", 12]], "Empty": []}),
            "",
            ["Cameras\nStreet\tRooms\nMain\t12", "Empty"],
        ),
        (
            documents.open_document(
                "<text:p>Usage <text:span>policy</text:span></text:p>"
                "<text:p><text:soft-page-break/>Second<text:tab/>page</text:p>"
            ),
            "",
            ["Usage policy", "Second\tpage"],
        ),
        (
            documents.open_document(
                "<draw:page><text:p>One</text:p></draw:page>"
                "<draw:page><text:p>Two</text:p></draw:page>",
                "presentation",
            ),
            "",
            ["One", "Two"],
        ),
        ((documents.FILES / "two_lines.doc").read_bytes(), "", None),
        (rb"{\rtf1\ansi Usage policy\par The cameras record everything.}", "", ["\n".join(LINES)]),
        (b"<html><title>x</title><p>Usage <b>policy</b><script>1</script>", "", ["Usage policy"]),
        ("Année\fSuite".encode("cp1252"), "text/plain", ["Année", "Suite"]),
        (b"a;b\n1;2\n", "application/octet-stream", ["a;b\n1;2"]),
        (
            b"Subject: Re: cameras\r\nFrom: a@b.example\r\n\r\nNo such policy.",
            "message/rfc822",
            None,
        ),
    ],
    ids=lambda value: "",
)
def test_a_file_of_each_kind_is_read_page_by_page(
    tmp_path: Path, content: bytes, declared: str, expected: list[str] | None
) -> None:
    texts = [page.text for page in read(tmp_path / "file", content, declared)]
    if expected is None:
        assert "policy" in texts[0]
    else:
        assert texts == expected


def test_old_word_gives_its_lines(tmp_path: Path) -> None:
    content = (documents.FILES / "two_lines.doc").read_bytes()
    assert read(tmp_path / "file", content)[0].text.startswith("\n".join(LINES))


@pytest.mark.parametrize("make", [documents.picture, documents.scanned_pdf])
def test_letters_in_a_picture_are_recognised(tmp_path: Path, make: object) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    page = read(tmp_path / "scan", make("No policy exists\nfor this system"), ocr="eng")[0]  # type: ignore[operator]
    assert page.is_ocr and "No policy exists" in page.text


def test_without_tesseract_a_scan_says_that_it_needs_it(tmp_path: Path) -> None:
    page = read(tmp_path / "scan", documents.scanned_pdf("No policy"))[0]
    assert page.needs_ocr and page.text == ""


def test_a_logo_is_not_taken_for_a_scan(tmp_path: Path) -> None:
    logo = io.BytesIO()
    Image.new("RGB", (200, 80), "red").save(logo, "PNG")
    assert not read(tmp_path / "logo", logo.getvalue())[0].needs_ocr


def test_reading_goes_on_where_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(documents.pdf(["one", "two", "three"]))
    count, *pages = extract.texts(path, content_type="application/pdf", first=3)
    assert count == 3
    assert [(page.number, page.text) for page in pages if not isinstance(page, int)] == [
        (3, "three")
    ]


@pytest.mark.parametrize(
    "content,code",
    [
        (b"%PDF-1.7 and then nothing of the kind", "broken"),
        (documents.locked_pdf(), "locked"),
        (documents.word_that_unpacks_to(150 * 1024 * 1024), "too_large"),
        (documents.word_with_entities(), "broken"),
        (documents.zipped({"word/document.xml": "<w>"}), "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "broken"),
        (b"{\\rtf1 " + b"{" * 100_000, None),
        (documents.deep_word(500_000), None),
    ],
    ids=["pdf", "locked", "bomb", "entities", "cut", "png", "ole", "rtf", "deep"],
)
def test_a_hostile_file_ends_in_a_code_and_never_in_a_hang(
    tmp_path: Path, content: bytes, code: str | None
) -> None:
    try:
        read(tmp_path / "file", content)
    except limited.Trouble as trouble:
        assert code in (trouble.code, None)
    else:
        assert code is None  # what can be read after all may be


def test_pictures_show_the_pages_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(documents.pdf(["one", "two", "three"]))
    shown = list(extract.pictures(path, content_type="application/pdf", numbers=[2, 3, 4], dpi=72))
    assert [(one.number, one.width, one.height) for one in shown] == [(2, 400, 300), (3, 400, 300)]
    assert Image.open(io.BytesIO(shown[0].content)).format == "WEBP"


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(_wide_pdf())
    shown = next(extract.pictures(path, content_type="application/pdf", numbers=[1], dpi=300))
    assert shown.width * shown.height <= 3_010_000


def _wide_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def test_every_kind_that_is_read_is_known_by_its_type() -> None:
    assert all(extract.reads(kind) for kind in READABLE)
    assert not extract.reads("video/mp4")
    assert extract.type_of(b"\0\1\2", "text/plain") == "application/octet-stream"
