"""What a reader of a PDF would get without seeing it is found, however it was hidden."""

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from foia.gateways.inspect import pdf
from foia.gateways.inspect.problem import LEAKS, UnreadableError
from tests import papers
from tests.mails import contract

BLACK = "rect(width: 3.4cm, height: 14pt, fill: black)"
HATCH = (
    "rect(width: 3.4cm, height: 14pt, fill: tiling(size: (3pt, 3pt))"
    "[#place(rect(width: 100%, height: 100%, fill: gray))#place(line(end: (100%, 100%)))])"
)


def kinds(content: bytes) -> set[str]:
    return {problem.kind for problem in pdf.problems(content)}


@pytest.mark.parametrize(
    "by",
    [
        BLACK,
        HATCH,
        "rect(width: 3.4cm, height: 14pt, fill: black, text(white, 6pt)[EXEMPT 7(1)(b)])",
        "rect(width: 3.4cm, height: 14pt, fill: white)",
        "image('pic.png', width: 3.4cm)".replace("'", '"'),
        "rotate(3deg, rect(width: 3.6cm, height: 16pt, fill: navy))",
    ],
    ids=["black", "pattern", "label", "white", "picture", "turned"],
)
def test_text_under_anything_opaque_is_found_on_its_page(by: str) -> None:
    content = papers.covered(by)
    assert papers.SECRET in pdf.text_of(content)[0]  # it can be copied
    found = [problem for problem in pdf.problems(content) if problem.kind in LEAKS]
    assert found
    assert {problem.page for problem in found} == {1}


def test_text_under_an_annotation_is_found() -> None:
    def cover(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        black = Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900], Resources=Dictionary()
        )
        stream = document.make_stream(b"0 g 0 0 600 900 re f")
        stream.stream_dict = black
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 600, 900], AP=Dictionary(N=stream)
        )
        page.Annots = Array([document.make_indirect(note)])

    found = kinds(papers.changed(contract(), cover))
    assert {"text_under_box", "annotations"} <= found


def test_a_mark_for_redaction_that_was_never_applied_is_found() -> None:
    def mark(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=[0, 0, 100, 100])
        document.pages[0].Annots = Array([document.make_indirect(note)])

    assert "redaction_mark" in kinds(papers.changed(contract(), mark))


def test_what_everybody_sees_is_no_trouble() -> None:
    usual = papers.pdf(
        "#for i in range(60) [Lines of l, i, | and . in a row, number #i. ]\n\n"
        "#highlight[marked], #box(fill: black, text(white)[white on black]), #strike[struck],"
        " #text(gray)[grey], #rotate(20deg)[turned], #underline[under]\n\n"
        '#image("pic.png", width: 3cm)'
    )
    assert kinds(usual) == {"metadata"}
    assert not kinds(contract()) & LEAKS


def test_text_that_a_scanner_added_is_not_taken_for_hidden() -> None:
    def behind(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        text = b"BT /F1 12 Tf 3 Tr 60 800 Td (Jane Informant) Tj ET\n"
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources.Font = Dictionary(F1=font)
        page.contents_add(text)

    scan = papers.pdf('#set page(margin: 0pt)\n#image("pic.png", width: 100%, height: 100%)')
    assert not kinds(papers.changed(scan, behind)) & {"text_off_page"}
    empty = papers.pdf("#pagebreak(weak: true)#v(1cm)")
    assert "unseen_text" in kinds(papers.changed(empty, behind))


def test_text_beside_the_page_is_found() -> None:
    def cut(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = Array([0, 0, 200, 200])

    assert "text_off_page" in kinds(papers.changed(contract(), cut))


@pytest.mark.parametrize(
    "markup",
    [
        '#box[#image("pic.png", width: 4cm)#place(top + left, rect(width: 2cm, height: 9pt,'
        " fill: black))]",
        '#box(width: 2cm, height: 1cm, clip: true, image("pic.png", width: 6cm))',
    ],
    ids=["covered", "cut"],
)
def test_a_picture_shown_in_part_is_found(markup: str) -> None:
    assert "covered_pictures" in kinds(papers.pdf(markup))
    assert "covered_pictures" not in kinds(papers.pdf('#image("pic.png", width: 4cm)'))


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["names.csv"] = papers.SECRET.encode()


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _layer(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
    document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))


def _form(document: pikepdf.Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Tx)
    field = document.make_indirect(field)
    document.Root.AcroForm = Dictionary(Fields=[field])
    document.pages[0].Annots = Array([field])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_attach, "embedded_files"),
        (_script, "javascript"),
        (_layer, "hidden_layers"),
        (_form, "form"),
    ],
)
def test_what_is_no_page_is_found(change: Any, kind: str) -> None:
    assert kind in kinds(papers.changed(contract(), change))
    assert kind not in kinds(contract())


def test_what_the_file_was_before_it_was_saved_again_is_found() -> None:
    assert "revisions" in kinds(contract() + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def test_a_file_that_nobody_can_look_into_is_said_so() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(contract())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    for content in (locked.getvalue(), b"%PDF-1.7\nnothing", contract()[:400]):
        with pytest.raises(UnreadableError):
            pdf.problems(content)
