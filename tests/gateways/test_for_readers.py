"""The copy for readers holds nothing but what is seen, and what cannot be checked has no copy."""

import io

import pikepdf
import pytest
from PIL import Image

from foia.gateways.cleaned import pdf as cleaned_pdf
from foia.gateways.cleaned import places
from foia.gateways.cleaned.for_readers import blocking, for_readers
from foia.gateways.inspect import pdf
from foia.letters.blackout import BLACK as BLACK_BAR
from foia.letters.blackout import Identity, spots
from tests import papers
from tests.gateways.inspect.test_office import edited, open_file
from tests.gateways.inspect.test_pdf import BLACK, _attach, _script
from tests.mails import contract

JANE = Identity(names=(papers.SECRET,))
NOBODY = Identity(names=("Rosa Resident",))


def blocked(content: bytes, declared: str = "", identity: Identity = NOBODY) -> set[str]:
    return {problem.kind for problem in blocking(for_readers(content, declared, identity).problems)}


def test_a_plain_pdf_passes_without_its_facts() -> None:
    copy = for_readers(contract(), "application/octet-stream", NOBODY)
    assert copy.content_type == "application/pdf"
    assert copy.content and blocking(copy.problems) == []
    assert pdf.problems(copy.content) == []
    assert pdf.text_of(copy.content) == pdf.text_of(contract())


@pytest.mark.parametrize("change", [_attach, _script])
def test_what_is_no_page_is_gone(change: object) -> None:
    spoilt = papers.changed(contract(), change)
    copy = for_readers(spoilt, "", NOBODY)
    assert copy.content and blocking(copy.problems) == []
    assert papers.SECRET.encode() not in copy.content
    with pikepdf.open(io.BytesIO(copy.content)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert not document.attachments


def test_a_leak_is_never_passed_on() -> None:
    assert blocked(papers.covered(BLACK)) == {"text_under_box"}


def test_the_requester_in_the_text_of_a_pdf_needs_a_box() -> None:
    content = papers.pdf(f"To {papers.SECRET}.\n\nThe policy.")
    assert blocked(content, identity=JANE) == {"requester"}
    assert blocked(content) == set()


def test_a_scan_and_a_photo_need_a_persons_look() -> None:
    scan = papers.pdf('#set page(margin: 0pt)\n#image("pic.png", width: 100%, height: 100%)')
    assert blocked(scan) == {"pictures_only"}
    copy = for_readers(papers.photo(), "image/jpeg", NOBODY)
    assert {problem.kind for problem in blocking(copy.problems)} == {"pictures_only"}
    assert copy.content
    with Image.open(io.BytesIO(copy.content)) as shown:
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert papers.SECRET.encode() not in copy.content


def test_an_office_file_loses_its_facts_and_keeps_its_words() -> None:
    letter = edited(papers.letter(), "docProps/core.xml", "python-docx", papers.SECRET)
    copy = for_readers(letter, "", JANE)
    assert copy.content and blocking(copy.problems) == []
    assert papers.SECRET.encode() not in copy.content
    named = for_readers(papers.letter(f"To {papers.SECRET}"), "", JANE)
    assert {problem.kind for problem in blocking(named.problems)} == {"requester"}


def test_a_name_cut_into_runs_is_still_found() -> None:
    cut = edited(
        papers.letter("Jane Informant"),
        "word/document.xml",
        "Jane Informant",
        "Jane Infor</w:t></w:r><w:r><w:t>mant",
    )
    assert blocked(cut, identity=JANE) == {"requester"}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", "<w:body>", "<!-- for Jane Informant --><w:body>"),
        ("word/document.xml", "<w:body>", '<w:body><w:p a="Photo of Jane Informant"/>'),
        ("word/jane-informant.xml", "", "<x/>"),
        ("word/people.xml", "", '<p author="Jane Informant"/>'),
        ("word/drawing.vml", "", "<v><t>Jane Informant</t></v>"),
    ],
)
def test_beside_its_words_an_office_file_names_nobody(part: str, old: str, new: str) -> None:
    content = edited(papers.letter("hello"), part, old, new)
    assert "requester" in blocked(content, identity=JANE)
    assert "requester" not in blocked(content)


def test_a_part_that_nobody_knows_keeps_an_office_file_private() -> None:
    assert "embedded_objects" in blocked(edited(papers.letter(), "word/media/a.emf", "", "x"))
    assert blocked(edited(papers.letter(), "notes.txt", "", "x")) == {"embedded_objects"}
    assert blocked(edited(papers.letter(), "word/media/a.png", "", "no picture")) == {"unreadable"}


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("text/calendar", "BEGIN:VCALENDAR\r\nATTENDEE;CN=Jane Infor\r\n mant:x\r\n"),
        ("application/json", '{"who": "J\\u0061ne"}'),
        ("text/plain", "Content-Transfer-Encoding: base64\n\nRGVhciBKYW5lIEluZm9ybWFudCwgaGVsbG8K"),
        ("text/html", "<html><a href='mailto:jane%2Einformant@x.example'>write</a>"),
        ("text/html", "<html><p title='Jane Informant'>hello</p>"),
        ("text/html", "<html><p>Jane Infor<b>mant</b></p>"),
        ("text/plain", "see https://portal.example/r?key=Zk29fjwq02"),
    ],
)
def test_no_way_of_writing_in_a_text_names_the_requester(declared: str, text: str) -> None:
    copy = for_readers(text.encode(), declared, JANE)
    if not blocking(copy.problems):
        assert copy.content is not None and BLACK_BAR in copy.content.decode()
        for mine in ("Jane", "ne Infor", "2Einf", "mant", "u0061", "RGVhc", "Zk29"):
            assert mine not in copy.content.decode()
    assert spots(copy.text, JANE) == [] or blocking(copy.problems)


def test_a_text_of_an_unknown_encoding_may_not_spell_the_requester_in_any() -> None:
    who = Identity(names=("Мария Иванова",))
    for encoding in ("cp1251", "koi8-r"):
        assert blocked("Уважаемая Мария Иванова!".encode(encoding), "text/plain", who)
        assert not blocked("Уважаемый Пётр!".encode(encoding), "text/plain", who)


def test_a_web_page_is_shown_without_what_acts_and_never_uncovers_what_it_hid() -> None:
    page = f"<html><script>x()</script><!-- {papers.SECRET} --><p onclick=x()>To Jane, hello</p>"
    copy = for_readers(page.encode(), "text/html", JANE)
    assert copy.content and blocking(copy.problems) == []
    assert b"Jane" not in copy.content and b"hello" in copy.content and b"x()" not in copy.content
    assert blocked(b"<html><p style='display: none'>hush</p>") == {"html_hidden"}
    assert blocked(b"<html><style>p {display:none}</style><p>hush</p>") == {"html_hidden"}


def test_plain_text_is_shown_without_the_requester() -> None:
    copy = for_readers(f"camera;street\n1;{papers.SECRET}\n".encode(), "text/csv", JANE)
    assert copy.content and blocking(copy.problems) == []
    assert b"Jane" not in copy.content


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (b"\0\1\2 anything", "application/octet-stream"),
        (b"PK\x03\x04 a zip of what not", "application/zip"),
        (b"\0\0 not text at all", "text/plain"),
        (b"From: a@b.example\n\nhello", "message/rfc822"),
        (b"%PDF-1.4 broken", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "application/msword"),
    ],
)
def test_what_nobody_can_look_into_has_no_copy(content: bytes, declared: str) -> None:
    copy = for_readers(content, declared, NOBODY)
    assert copy.content is None
    assert blocking(copy.problems)


def test_an_open_document_is_looked_into_too() -> None:
    assert blocked(open_file("<text:p>seen</text:p>")) == set()
    assert blocked(open_file("<office:annotation>psst</office:annotation>")) == {"comments"}


def test_what_a_box_covered_is_in_no_layer_of_the_copy() -> None:
    content = papers.pdf(f"To {papers.SECRET}.\n\nThe policy.\n#pagebreak()\nPage two.")
    hits = [box for _, box in places.words_at(content, [papers.SECRET.upper()])]
    assert len(hits) == 1 and hits[0].page == 1
    copy = cleaned_pdf.for_readers(content, hits)
    first, second = pdf.text_of(copy)
    assert first == "" and second.strip() == "Page two."
    assert papers.SECRET.encode() not in copy
    with pdf.drawn(copy) as document:
        shown = cleaned_pdf.pictured(document[0], scale=2)
    box = hits[0]
    wide, high = shown.size
    inside = shown.crop(
        (
            int(box.left * wide) + 3,
            int(box.top * high) + 3,
            int(box.right * wide) - 3,
            int(box.bottom * high) - 3,
        )
    )
    assert max(most for _, most in inside.getextrema()) < 40


def test_a_leak_becomes_harmless_once_its_page_is_a_picture() -> None:
    content = papers.covered(BLACK)
    copy = cleaned_pdf.for_readers(content, also=[1])
    assert pdf.problems(copy) == []
    assert papers.SECRET not in "".join(pdf.text_of(copy))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_where_the_words_are_seen_however_the_page_is_turned(turn: int) -> None:
    def rotate(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(turn, relative=False)

    content = papers.changed(papers.pdf("Top left words\n\n#v(1fr)\nBottom words"), rotate)
    lines = dict(places.lines(content, 1))
    top, bottom = lines["Top left words"], lines["Bottom words"]
    with pdf.drawn(content) as document:
        shown = cleaned_pdf.pictured(document[0], [top], scale=1)
        bare = cleaned_pdf.pictured(document[0], scale=1)
    assert shown.size == bare.size
    for box, is_black in ((top, True), (bottom, False)):
        wide, high = shown.size
        middle = (
            int((box.left + box.right) / 2 * wide),
            int((box.top + box.bottom) / 2 * high),
        )
        patch = shown.crop((middle[0] - 2, middle[1] - 2, middle[0] + 2, middle[1] + 2))
        assert (max(most for _, most in patch.getextrema()) == 0) is is_black
