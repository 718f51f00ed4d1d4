"""Whatever a person types is text: nothing is read as markup, and nothing breaks a format."""

import io
import string

import docx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foia.letters.compose import AskItem, Requester, compose
from foia.letters.docx import to_docx
from foia.letters.letter import Addressee, Letter, NumberedItem
from foia.letters.outline import OUTLINES
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from jurisdictions import load_pack
from tests.letters import sample
from tests.letters.test_follow_ups import KNOWN
from tests.letters.test_renderers import pages_of, squeezed

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


KINDS = list(OUTLINES)
IN_ASCII = [nasty for nasty in NASTY if nasty.isascii() and nasty.isprintable()]


def letter(kind: str, name: str, typed: str) -> Letter:
    """Return a letter in which everything that a person can type is `name` or `typed`."""
    known = msgspec.structs.replace(KNOWN, explanation=typed, amount=name, cited=(name, typed))
    return compose(
        kind=kind,
        pack=load_pack("gb"),
        technology="alpr",
        ask=(AskItem("usage_policy", typed), AskItem("", typed)),
        requester=Requester(
            name=name, email="a@example.org", postal_address=typed, organization=name
        ),
        addressee=Addressee(name=name, department=typed[:80], address_lines=(name,)),
        on=sample.ON,
        reply_to=sample.REPLY_TO,
        reference=name,
        system_name=name,
        asked=name,
        expected=sample.expected("gb", sample.LONG_AGO_AT if kind != "request" else sample.SENT_AT),
        known=known,
    )


def drawn(found: Letter) -> tuple[str, str]:
    """Return the letter's text and its DOCX's text, checking that both can be kept and opened."""
    text = to_text(found)
    text.encode("utf-8")
    assert "\n" not in found.subject
    document = docx.Document(io.BytesIO(to_docx(found)))
    return text, "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nasty_text_is_text_in_every_kind_of_letter(nasty: str) -> None:
    visible = [word for word in nasty.split() if word.isprintable()]
    for kind in KINDS:
        text, shown = drawn(letter(kind, "A " + nasty[:200], nasty))
        told = [word for word in visible if word not in text or word not in shown]
        assert told == [], kind


@pytest.mark.parametrize("number", range(max(len(NASTY), len(KINDS))))
def test_nasty_text_is_drawn_as_pdf(number: int) -> None:
    kind, nasty = KINDS[number % len(KINDS)], NASTY[number % len(NASTY)]
    shown = "".join(pages_of(to_pdf(letter(kind, "A " + nasty[:200], nasty))))
    assert nasty not in IN_ASCII or squeezed(nasty) in shown


def test_a_placeholder_of_ours_in_a_title_is_not_filled() -> None:
    asked = sample.request(system_name="@@author@@ 2000-01-01T00:00:00Z")
    told = docx.Document(io.BytesIO(to_docx(asked))).core_properties
    assert "@@author@@ 2000-01-01T00:00:00Z" in told.title
    assert told.author == "Zoë Núñez"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.text(max_size=60).filter(lambda t: any(c in string.ascii_letters for c in t)),
    ask=st.text(max_size=300),
)
def test_any_name_and_any_ask_can_be_written(name: str, ask: str) -> None:
    found = letter("appeal", name, ask)
    drawn(found)
    assert to_pdf(found).startswith(b"%PDF")


@given(ask=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_an_ask_reaches_the_letter_unchanged(ask: str) -> None:
    asked = sample.request(ask=(AskItem("", ask),))
    assert [b.text for b in asked.blocks if isinstance(b, NumberedItem)] == [ask]
