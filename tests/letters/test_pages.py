"""Letters on paper: the address in its window, nothing near the edge, no lone closing."""

import io
import zipfile
from typing import NamedTuple

import msgspec
import pypdfium2
import pytest

from foia.letters.docx import to_docx
from foia.letters.letter import Heading, Letter, NumberedItem, Paragraph, Table
from foia.letters.page import page_for
from foia.letters.pdf import to_pdf
from jurisdictions import load_pack
from tests.letters import sample
from tests.letters.test_renderers import MM_PER_POINT, squeezed

BODY = "Behörde für Öffentliches"
LAST = "The last line of the address"


class Box(NamedTuple):
    """A rectangle on a page in millimeters from its left and upper edge."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


# What a window shows of the sheet however it lies in the envelope.
WINDOWS = {
    # DIN 5008:2020, form B: address zone 85 x 45, 20 from the left and 45 from the top.
    "de": Box(20, 45, 105, 90),
    "at": Box(20, 45, 105, 90),
    # Not a standard's text but what mailing houses ask for: 85 x 33, 110 from the left, 55 down.
    "fr": Box(110, 55, 195, 88),
    # SN 010130 as quoted by others: not before 118 from the left and 45 from the top.
    "ch": Box(118, 45, 200, 90),
    # Unverified: DL window 35 x 90, 20 from the left and 18 from the bottom of a 110 high envelope,
    # the sheet folded to 99: 46 to 92 from its top in the lowest, 57 in the highest place.
    "gb": Box(20, 46, 110, 92),
    # Unverified: no. 10 envelope, 7/8 in from the left, 1/2 in from the bottom, 4 1/2 x 1 1/8 in;
    # the sheet folded to 93.1 in an envelope of 104.8.
    "us": Box(22.2, 51.8, 136.5, 92.1),
}


def boxes(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """Return each run of text on a page with its box."""
    words, height = page.get_textpage(), page.get_height()
    found = []
    for number in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(number)
        box = Box(*(mm * MM_PER_POINT for mm in (left, height - top, right, height - bottom)))
        found.append((words.get_text_bounded(left, bottom, right, top), box))
    return found


def to_a_body_of(code: str) -> Letter:
    """Return a request with an address of five long lines."""
    lines = (BODY, "Abteilung für Auskünfte", "Haus 4, Eingang C, 3. Stock", "1 Side Street", LAST)
    return msgspec.structs.replace(sample.request(code), addressee_block=lines)


@pytest.mark.parametrize("code", WINDOWS)
def test_the_envelopes_window_shows_the_whole_address_and_nothing_else(code: str) -> None:
    pdf = pypdfium2.PdfDocument(to_pdf(to_a_body_of(code)))
    shown = boxes(pdf[0])
    start = next(n for n, (text, _) in enumerate(shown) if text.startswith(BODY))
    end = next(n for n, (text, _) in enumerate(shown) if text.startswith(LAST))
    assert end - start == 4
    for text, box in shown[start : end + 1]:
        assert WINDOWS[code].holds(box), (text, box)
    for text, box in shown[:start] + shown[end + 1 :]:
        assert box.bottom < WINDOWS[code].top or box.top > WINDOWS[code].bottom, (text, box)


@pytest.mark.parametrize("code", ["us-il", "fr", "ru", "de", "ch", "pl"])
def test_no_text_comes_near_the_edge_of_the_paper(code: str) -> None:
    page = page_for(load_pack(code).country)
    paper = Box(page.margin - 0.5, 10, page.width - 15, page.height - 10)
    for leaf in pypdfium2.PdfDocument(to_pdf(sample.request(code))):
        assert [text for text, box in boxes(leaf) if not paper.holds(box)] == []


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, f"https://example.org/{'Ж' * 300}", "a/" * 300, "日本語" * 100, "W" * 70],
)
def test_a_word_longer_than_a_line_is_broken(typed: str) -> None:
    asked = sample.request(ask=(sample.AskItem("", typed),), agency=f"Office {typed[:90]}")
    page = page_for(asked.country)
    paper = Box(page.margin - 0.5, 10, page.width - 10, page.height - 10)
    for leaf in pypdfium2.PdfDocument(to_pdf(asked)):
        assert [text[:20] for text, box in boxes(leaf) if not paper.holds(box)] == []


def test_an_address_in_a_table_stays_in_its_column_and_can_be_copied_whole() -> None:
    address = "commissaire.transparence@prefecture.exemple.gouv.fr"
    table = Table(("No.", "Body", "Asked"), (1, 5, 10), (("1", address, "01/09/2026"),))
    asked = msgspec.structs.replace(sample.request("fr"), annex=(Heading("Annex"), table))
    pdf = pypdfium2.PdfDocument(to_pdf(asked))
    shown = boxes(pdf[len(pdf) - 1])
    column = next(box.left for text, box in shown if text.startswith("Asked"))
    assert all(box.right < column for text, box in shown if text.strip(" .") in address)
    assert address in squeezed(pdf[len(pdf) - 1].get_textpage().get_text_range())


@pytest.mark.parametrize("is_list", [False, True])
def test_the_closing_never_stands_alone_on_a_page(is_list: bool) -> None:
    letter = sample.request("fr")
    for lines in range(12, 26):
        filler = tuple(Paragraph(f"Line {n} of many.") for n in range(lines))
        last = NumberedItem(7, "", "The last item.") if is_list else Paragraph("The last item.")
        first = (NumberedItem(6, "", "The one before."),) if is_list else ()
        blocks = (*filler, *first, last)
        pdf = pypdfium2.PdfDocument(to_pdf(msgspec.structs.replace(letter, blocks=blocks)))
        told = squeezed(pdf[len(pdf) - 1].get_textpage().get_text_range())
        assert squeezed("The last item.") in told, lines
        assert squeezed(letter.closing) in told, lines
        assert squeezed(letter.signature[0]) in told, lines


def test_a_last_item_longer_than_a_page_runs_on_to_the_next() -> None:
    long = NumberedItem(2, "", "words " * 3000 + "end")
    letter = msgspec.structs.replace(
        sample.request("fr"), blocks=(NumberedItem(1, "Label:", "Short."), long)
    )
    pdf = pypdfium2.PdfDocument(to_pdf(letter))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 4
    assert sum(text.count("words") for text in pages) == 3000


LONG = "Secretaría de Infraestructura, Comunicaciones y Transportes del Gobierno Federal de México"


@pytest.mark.parametrize("code", ["de", "fr", "ch", "mx", "us"])
def test_long_names_stand_smaller_and_nothing_lies_over_anything(code: str) -> None:
    asked = sample.request("us-il")
    written = msgspec.structs.replace(
        asked,
        country=load_pack(code).country,
        sender_block=("Zoë Núñez", LONG, *(f"{LONG} {n}" for n in range(5)), "r@x.example"),
        addressee_block=(f"{LONG}, {LONG}", LONG, *(f"{LONG} {n}" for n in range(3)), LAST),
    )
    page = page_for(written.country)
    found = boxes(pypdfium2.PdfDocument(to_pdf(written))[0])
    sender = next(box for words, box in found if "r@x.example" in words)
    last = next(box for words, box in found if LAST in words)
    assert sender.bottom < page.address_y
    assert last.bottom < page.body_y
    office = to_docx(written)
    assert b"r@x.example" in zipfile.ZipFile(io.BytesIO(office)).read("word/document.xml")
