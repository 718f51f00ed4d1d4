"""Whatever a person types is text: nothing is read as markup, and nothing breaks a format."""

import io
import string

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foia.letters.compose import AskItem, Requester
from foia.letters.docx import to_docx
from foia.letters.letter import NumberedItem
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from tests.letters import sample

NASTY = [
    "$agency ${x} $$ {{ name }} {% if %} [NAME]",
    "</w:t></w:r><w:p/> & <b>\"quoted\"</b> 'x' ]]>",
    '#let x = 1; $ sum $ *bold* _it_ @ref <label> \\ `raw` #sys.inputs "json": {}',
    "@@title@@ @@author@@ @@blocks@@ 2000-01-01T00:00:00Z",
    "שלום عربي \u202eright to left\u202c 日本語 👮🏽\u200d♀️📷 ﷽",
    "nul\x00 bell\x07 esc\x1b del\x7f lone\ud800 non\ufffe\uffff",
    "a" * 10_000,
    "word " * 2_000,
    "line\nline\r\nline\rline\u2028line\x85line\x0cline",
]


def written(name: str, ask: str) -> tuple[str, str]:
    """Draw a letter with this name and ask in every format; return its text and its DOCX's text."""
    requester = Requester(name=name, email="a@example.org", postal_address=ask, organization=name)
    letter = sample.request(ask=(AskItem("", ask),), requester=requester, agency=name)
    text = to_text(letter)
    text.encode("utf-8")
    assert "\n" not in letter.subject
    assert to_pdf(letter).startswith(b"%PDF")
    document = docx.Document(io.BytesIO(to_docx(letter)))
    return text, "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nasty_text_is_text(nasty: str) -> None:
    text, shown = written("A " + nasty[:200], nasty)
    visible = [word for word in nasty.split() if word.isprintable()]
    assert all(word in text and word in shown for word in visible)


def test_a_placeholder_of_ours_in_a_title_is_not_filled() -> None:
    letter = sample.request(system_name="@@author@@ 2000-01-01T00:00:00Z")
    told = docx.Document(io.BytesIO(to_docx(letter))).core_properties
    assert "@@author@@ 2000-01-01T00:00:00Z" in told.title
    assert told.author == "Zoë Núñez"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.text(max_size=60).filter(lambda t: any(c in string.ascii_letters for c in t)),
    ask=st.text(max_size=300),
)
def test_any_name_and_any_ask_can_be_written(name: str, ask: str) -> None:
    written(name, ask)


@given(ask=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_an_ask_reaches_the_letter_unchanged(ask: str) -> None:
    letter = sample.request(ask=(AskItem("", ask),))
    assert [b.text for b in letter.blocks if isinstance(b, NumberedItem)] == [ask]
