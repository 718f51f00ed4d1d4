"""Where no law gives a right: a kind request and one reminder, which cite and claim nothing."""

import pytest

from foia.letters.informal import INFORMAL_OUTLINES, NoSuchRight
from foia.letters.ladder import NoSuchStep
from foia.letters.outline import OUTLINES
from foia.letters.own_checks import cited_in
from foia.letters.sample import sample_letter
from foia.letters.text import to_text
from jurisdictions import codes, load_pack
from tests.letters import sample
from tests.letters.test_fitting import june, kinds, left, past

WITHOUT_LAW = [code for code in codes() if load_pack(code).is_without_law]


def test_there_are_places_without_any_law() -> None:
    assert WITHOUT_LAW == ["de-by", "de-ni"]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", sorted(INFORMAL_OUTLINES))
@pytest.mark.parametrize("code", WITHOUT_LAW)
def test_it_asks_kindly_and_cites_no_law_at_all(code: str, kind: str, language: str) -> None:
    pack = load_pack(code)
    letter = sample_letter(pack, kind, sample.ON, language)
    text = to_text(letter)
    assert (letter.language, letter.cites, letter.expected_due_on) == (language, (), None)
    assert [cited_in(line) for line in text.splitlines() if cited_in(line)] == []
    assert pack.no_law and pack.no_law.cite not in text
    assert "No law gives a right to records here" in letter.facts[0]
    assert "5. " in text and "OS-SAMPLE" in text


@pytest.mark.parametrize("kind", sorted(set(OUTLINES) - set(INFORMAL_OUTLINES)))
def test_no_other_letter_is_written_there(kind: str) -> None:
    with pytest.raises((NoSuchRight, NoSuchStep), match="Lower Saxony"):
        sample_letter(load_pack("de-ni"), kind, sample.ON)


def test_in_another_language_it_is_written_in_english_and_says_so() -> None:
    letter = sample_letter(load_pack("de-by"), "request", sample.ON, "fr")
    assert (letter.language, letter.is_fallback_language) == ("en", True)


def test_after_a_week_of_silence_one_may_ask_whether_it_arrived_and_nothing_more() -> None:
    assert kinds(past("de-ni", today=june(3))) == []
    assert kinds(past("de-ni", today=june(9))) == ["receipt_query"]
    asked = (left("receipt_query", june(9)),)
    assert kinds(past("de-ni", today=june(30), letters=asked)) == []
    refused = past("de-ni", ("denied", june(9)), today=june(30))
    assert kinds(refused) == []
