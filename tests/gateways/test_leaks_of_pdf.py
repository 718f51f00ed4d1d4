"""Of a PDF for readers nothing names the requester that is not drawn, wherever a program put it."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from foia.gateways.cleaned.coded_pictures import bare_jpeg, bare_jpx
from foia.gateways.cleaned.for_readers import blocking, for_readers
from foia.gateways.inspect import pdf
from foia.gateways.inspect.problem import UnreadableError
from foia.letters.blackout import Identity
from tests import papers

JANE = Identity(names=(papers.SECRET,))
TRACES = (b"Informant", "Informant".encode("utf-16-be"), b"Informant".hex().encode())
Change = Callable[[pikepdf.Pdf], None]


def _marked(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_add(b"/Span << /ActualText (Jane Informant) >> BDC EMC /JaneInformant MP\n")
    page.contents_add(b"/P /Told BDC EMC % Jane Informant\n")
    page.Resources.Properties = Dictionary(Told=Dictionary(Alt=papers.SECRET, E=papers.SECRET))


def _fields(document: pikepdf.Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Tx)
    field.T = field.V = field.TU = papers.SECRET
    document.Root.AcroForm = Dictionary(Fields=[document.make_indirect(field)])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Contents=papers.SECRET)
    note.A = Dictionary(S=Name.URI, URI="https://jane-informant.example/")
    document.pages[0].Annots = Array([document.make_indirect(field), note])


def _places(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(papers.SECRET, 0))
    document.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=papers.SECRET)])
    document.Root.Dests = Dictionary({"/JaneInformant": Array([document.pages[0].obj, Name.Fit])})


def _facts(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    told = document.make_stream(f"<x>{papers.SECRET}</x>".encode())
    page.Metadata = page.Resources.Metadata = told
    page.PieceInfo = Dictionary(App=Dictionary(Private=papers.SECRET))
    page.Whatever = page.Parent.Whatever = pikepdf.String(papers.SECRET)


def _form(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"/Span << /Alt (Jane Informant) >> BDC 0 0 9 9 re f EMC")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Metadata = document.make_stream(papers.SECRET.encode())
    form.PieceInfo = Dictionary(App=Dictionary(Private=papers.SECRET))
    form.OC = document.make_indirect(Dictionary(Type=Name.OCG, Name=papers.SECRET))
    _drawn(document, form)


def _photo(document: pikepdf.Pdf) -> None:
    photo = document.make_stream(b"")
    photo.write(papers.photo(), filter=Name.DCTDecode)
    _shown_as_picture(document, photo)


def _wrapped_photo(document: pikepdf.Pdf) -> None:
    photo = document.make_stream(b"")
    hexed = papers.photo().hex().encode() + b">"
    photo.write(hexed, filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]))
    _shown_as_picture(document, photo)


def _shown_as_picture(document: pikepdf.Pdf, photo: pikepdf.Object) -> None:
    photo.Type, photo.Subtype = Name.XObject, Name.Image
    photo.Width, photo.Height, photo.BitsPerComponent = 300, 60, 8
    photo.ColorSpace = Name.DeviceRGB
    _drawn(document, photo)


def _drawn(document: pikepdf.Pdf, thing: pikepdf.Object) -> None:
    page = document.pages[0]
    page.Resources.XObject = Dictionary(Thing=thing)
    page.contents_add(b"q 20 0 0 9 300 300 cm /Thing Do Q\n")


def plain(content: bytes) -> bytes:
    """Return a PDF with nothing packed, so that its bytes can be looked through."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
        )
    return written.getvalue()


@pytest.mark.parametrize(
    "change", [_marked, _fields, _places, _facts, _form, _photo, _wrapped_photo]
)
def test_what_no_reader_sees_is_in_no_copy(change: Change) -> None:
    before = papers.pdf("The policy of the library.")
    spoilt = papers.changed(before, change)
    assert any(trace in plain(spoilt) for trace in TRACES)
    copy = for_readers(spoilt, "", JANE)
    assert copy.content
    assert not any(trace in plain(copy.content) for trace in TRACES)
    if change is _fields:  # a page with a form becomes a picture of itself
        assert {problem.kind for problem in blocking(copy.problems)} == {"pictures_only"}
    else:
        assert blocking(copy.problems) == []
        assert pdf.text_of(copy.content) == pdf.text_of(before)


def test_a_copied_page_looks_as_it_did() -> None:
    before = papers.changed(papers.pdf("#text(30pt)[Hello] #box(fill: red)[World]"), _photo)
    copy = for_readers(before, "", JANE).content
    assert copy
    with pdf.drawn(before) as one, pdf.drawn(copy) as two:
        assert one[0].render().to_pil().tobytes() == two[0].render().to_pil().tobytes()


def test_a_word_that_an_unknown_object_holds_keeps_the_file_private() -> None:
    def tell(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.Whatever = Dictionary(By=papers.SECRET)

    copy = for_readers(papers.changed(papers.pdf("The policy."), tell), "", JANE)
    assert {problem.kind for problem in blocking(copy.problems)} == {"requester"}


@pytest.mark.parametrize("how", ["OFF", "AS", "Usage"])
def test_a_layer_that_may_be_hidden_is_found_however_it_is(how: str) -> None:
    def hide(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
        document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary())
        if how == "Usage":
            layer.Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
        else:
            document.Root.OCProperties.D[f"/{how}"] = Array([layer])

    found = pdf.problems(papers.changed(papers.pdf("The policy."), hide))
    assert "hidden_layers" in {problem.kind for problem in found}


@pytest.mark.parametrize(
    ("link", "is_key"),
    [
        ("https://portal.example/answer?token=Zk29", True),
        ("https://portal.example/in/7f3Kq9ZxPw20LmNb8rTt", True),
        ("https://city.example/annual-report-2024-final.pdf?page=2", False),
    ],
)
def test_a_link_that_may_open_a_page_needs_a_box(link: str, is_key: bool) -> None:
    copy = for_readers(papers.pdf(f'#text(8pt)[#"{link}"]'), "", JANE)
    wanted = {"requester"} if is_key else set()
    assert {problem.kind for problem in blocking(copy.problems)} == wanted


def test_a_photo_without_its_facts_is_the_same_picture() -> None:
    for more in ({}, {"progressive": True}):
        photo = papers.picture("A street", "JPEG", comment=papers.SECRET.encode(), **more)
        bare = bare_jpeg(b"\n" + photo + papers.SECRET.encode())
        assert b"Informant" not in bare
        with Image.open(io.BytesIO(photo)) as one, Image.open(io.BytesIO(bare)) as two:
            assert one.tobytes() == two.tobytes()


def test_a_jpeg_2000_without_its_facts_is_the_same_picture() -> None:
    whole = papers.picture("A street", "JPEG2000", comment=papers.SECRET)
    said = papers.SECRET.encode()
    boxed = whole + (8 + len(said)).to_bytes(4) + b"xml " + said
    bare = bare_jpx(boxed)
    assert said in whole and said not in bare
    with Image.open(io.BytesIO(whole)) as one, Image.open(io.BytesIO(bare)) as two:
        assert one.tobytes() == two.tobytes()


@pytest.mark.parametrize("content", [b"", b"no photo", b"\xff\xd8\xff\xe1\xff\xffJane"])
def test_a_damaged_photo_is_not_passed_on(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        bare_jpeg(content)
    with pytest.raises(UnreadableError):
        bare_jpx(content or b"?")
