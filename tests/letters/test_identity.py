"""A letter says of its writer what the law of that place names, and nothing else."""

import msgspec
import pytest

from foia.letters.compose import Requester, default_ask, problems
from foia.letters.identity import (
    DETAILS,
    NO_STANDING,
    labels,
    must_give,
    required_by,
    requirements,
    source_of,
    stated,
)
from foia.letters.letter import Details
from foia.letters.pdf import to_pdf
from foia.letters.printable import one_line
from foia.letters.sample import sample_letter, sample_requester
from foia.letters.text import to_text
from foia.letters.wording import languages
from jurisdictions import load_pack
from tests.letters.sample import ON, request
from tests.letters.test_compose import WITH_LAW
from tests.letters.test_renderers import missing_in, opened

GIVEN = sample_requester("cz")
NAMED = tuple(
    sorted({code for rule in requirements() for code in rule.jurisdictions if rule.needs})
)


def said(code: str, requester: Requester = GIVEN, language: str = "en") -> str:
    """Return what a request under the law of that place says of its writer."""
    paragraphs = stated(load_pack(code), requester, language, ON)
    return "\n".join(paragraph.text for paragraph in paragraphs)


def test_every_need_is_one_that_can_be_given() -> None:
    givable = {*Requester.__struct_fields__, *DETAILS} - {"name", "details"}
    for rule in requirements():
        assert {choice for choices in rule.needs for choice in choices} <= givable
        is_asked = any("standing" in choices for choices in rule.needs)
        assert is_asked == bool(rule.standing)
        assert rule.is_by_hand == (not rule.needs and not rule.most_records)


def test_every_detail_has_its_name_in_every_language_of_the_letters() -> None:
    assert set(labels()) == set(DETAILS) - {"standing"}
    for by_language in labels().values():
        assert set(by_language) == set(languages())


def test_how_one_may_ask_is_said_in_english_at_least() -> None:
    for rule in requirements():
        for sentence in rule.standing.values():
            assert not any(text.endswith(".") for text in sentence.values())
            assert sentence["en"]


@pytest.mark.parametrize("code", NAMED)
def test_what_is_asked_for_rests_on_a_clause_of_the_pack(code: str) -> None:
    pack = load_pack(code)
    for rule in required_by(code):
        if rule.needs or rule.is_by_hand:
            assert rule.clause in pack.statute_on(ON).clauses, code
            assert source_of(rule, pack, ON).cite


def test_a_source_that_nobody_read_says_so() -> None:
    (rule,) = required_by("ro")[:1]
    assert str(source_of(rule, load_pack("ro"), ON)).endswith(", not yet verified")
    (rule,) = required_by("cz")
    assert str(source_of(rule, load_pack("cz"), ON)) == "zákon č. 106/1999 Sb., § 14 odst. 2"


def test_a_birth_date_stands_in_a_czech_request_and_in_no_british_one() -> None:
    assert said("cz", language="cs") == "Datum narození: 31.\u00a0ledna 1990"
    assert said("gb") == ""


@pytest.mark.parametrize("code", WITH_LAW)
def test_no_letter_states_what_its_law_does_not_name(code: str) -> None:
    wanted = must_give(code)
    letter = sample_letter(load_pack(code), "request", ON)
    for name, by_language in labels().items():
        label = by_language[letter.language]
        assert any(label in block.text for block in letter.blocks) == (name in wanted), name


@pytest.mark.parametrize("code", WITH_LAW)
def test_whoever_gives_what_a_law_asks_for_may_send(code: str) -> None:
    pack, who = load_pack(code), sample_requester(code)
    assert problems(pack=pack, ask=default_ask("cctv"), requester=who, on=ON) == ()


def test_residence_is_said_with_its_provision_and_only_where_it_decides() -> None:
    citizen = Requester("A", details=Details(standing="citizen"))
    assert said("us-tn", citizen) == (
        "I am a citizen of Tennessee (Tenn. Code Ann. 10-7-503(a)(2)(A))."
    )
    assert said("us-il", citizen) == said("us-nj", citizen) == said("us-mo", citizen) == ""


def test_whoever_is_none_of_those_who_may_ask_can_go_on_and_says_nothing() -> None:
    other = Requester("A", email="a@x.example", details=Details(standing=NO_STANDING))
    pack = load_pack("us-de")
    assert problems(pack=pack, ask=default_ask("cctv"), requester=other, on=ON) == ()
    assert said("us-de", other) == ""
    silent = msgspec.structs.replace(other, details=Details())
    (sentence,) = problems(pack=pack, ask=default_ask("cctv"), requester=silent, on=ON)
    assert "must give how they are entitled to ask" in sentence
    assert "29 Del. C. § 10003(a)" in sentence


def test_the_letter_speaks_the_language_it_is_written_in() -> None:
    resident = Requester("A", details=Details(standing="resident"))
    assert said("ca", resident, "fr").startswith("Je possède la résidence permanente au Canada (")


def test_details_stand_in_the_document_and_in_the_pages() -> None:
    letter = sample_letter(load_pack("ar"), "request", ON)
    assert missing_in(to_pdf(letter), letter) == []
    shown = [paragraph.text for paragraph in opened(letter).paragraphs]
    assert "Documento de identidad: SAMPLE 0000000" in shown


@pytest.mark.parametrize(
    "typed",
    ["$law {{ x }} <b>&</b>", "\u202eABC\u202c 🎥 “”", "a\r\nBcc: x@y.example\x00", "9" * 5000],
)
def test_whatever_is_typed_is_one_line_of_text_in_every_format(typed: str) -> None:
    who = msgspec.structs.replace(GIVEN, details=Details(document=typed))
    letter = request("ar", requester=who)
    (line,) = [block.text for block in letter.blocks if "Documento de identidad" in block.text]
    assert line == f"Documento de identidad: {one_line(typed)}"
    assert line in [paragraph.text for paragraph in opened(letter).paragraphs]
    assert to_pdf(letter).startswith(b"%PDF-")


def test_later_letters_do_not_say_it_again() -> None:
    assert "SAMPLE 0000000" not in to_text(sample_letter(load_pack("ar"), "overdue", ON))
