"""LibreOffice, where it is installed, shows all of a Word letter, in place and in its language."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from foia.letters.docx import to_docx
from foia.letters.letter import Heading, Letter, Table
from foia.letters.page import page_for
from tests.letters import sample
from tests.letters.test_pages import LAST, WINDOWS, Box, boxes, to_a_body_of
from tests.letters.test_renderers import missing_in, pages_of, said_by, squeezed

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
ANNEX = (
    Heading("Tableau"),
    Table(("N°", "Organisme\nadresse"), (1, 5), tuple((str(n), f"Mairie {n}") for n in range(90))),
)
HEBREW = sample.AskItem("", "הנהלים של המשטרה, 日本語, وثائق.")


def letters() -> dict[str, Letter]:
    """Return the letters that are converted, all in one call, since a start takes a second."""
    return {
        **{code: sample.request(code) for code in ("us-il", "mx-cmx", "fr", "ru", "br", "pl")},
        **{f"late-{code}": sample.reminder(code) for code in ("us-il", "fr", "de")},
        **{f"window-{code}": to_a_body_of(code) for code in WINDOWS},
        "annex": msgspec.structs.replace(sample.request("fr"), annex=ANNEX),
        "scripts": sample.request("il", ask=(HEBREW,), agency="משטרת ישראל"),
    }


LETTERS = letters()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Return LibreOffice's PDF of each letter."""
    folder: Path = tmp_path_factory.mktemp("office")
    for name, letter in LETTERS.items():
        (folder / f"{name}.docx").write_bytes(to_docx(letter))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = map(str, sorted(folder.glob("*.docx")))
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    yield {name: (folder / f"{name}.pdf").read_bytes() for name in LETTERS}


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "scripts"])
def test_libreoffice_shows_all_of_the_letter_on_few_pages(
    name: str, shown: dict[str, bytes]
) -> None:
    assert missing_in(shown[name], LETTERS[name]) == []
    pages = len(pypdfium2.PdfDocument(shown[name]))
    assert pages in ((4, 5, 6) if name == "annex" else (1, 2, 3))


@pytest.mark.parametrize("name", LETTERS)
def test_libreoffice_puts_nothing_near_the_edge_and_no_closing_alone(
    name: str, shown: dict[str, bytes]
) -> None:
    letter = LETTERS[name]
    page = page_for(letter.country)
    paper = Box(page.margin - 0.5, 10, page.width - 15, page.height - 10)
    leaves = list(pypdfium2.PdfDocument(shown[name]))
    for leaf in leaves:
        assert [text for text, box in boxes(leaf) if not paper.holds(box)] == []
    texts = [squeezed(leaf.get_textpage().get_text_range()) for leaf in leaves]
    last = next(text for text in texts if squeezed(letter.closing) in text)
    assert not last.startswith(squeezed(letter.closing))
    assert squeezed(letter.signature[-1]) in last


@pytest.mark.parametrize("code", WINDOWS)
def test_the_envelopes_window_shows_the_address_of_the_word_letter(
    code: str, shown: dict[str, bytes]
) -> None:
    told = boxes(pypdfium2.PdfDocument(shown[f"window-{code}"])[0])
    lines = LETTERS[f"window-{code}"].addressee_block
    found = [(text, box) for text, box in told if text.strip() and text.strip() in lines]
    assert any(text.startswith(LAST) for text, _ in found)
    assert [text for text, box in found if not WINDOWS[code].holds(box)] == []


def test_libreoffice_knows_the_language_and_repeats_the_head_of_a_table(
    shown: dict[str, bytes],
) -> None:
    assert b"/Lang(fr-FR)" in shown["fr"]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(shown["annex"])]
    assert [("Organisme" in text) for text in pages if "Mairie " in text].count(True) >= 2
    assert "Mairie 89" in pages[-1]


def test_libreoffice_shows_every_sign_of_words_from_right_to_left(shown: dict[str, bytes]) -> None:
    letter, pages = LETTERS["scripts"], pages_of(shown["scripts"])
    assert set(squeezed("".join(said_by(letter)))) <= set("".join(pages))
    assert len(pages) == 2
