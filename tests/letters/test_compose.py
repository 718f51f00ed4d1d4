"""A composed letter says what the law of the place says, and nothing of another place."""

from itertools import pairwise

import pytest

from foia.letters.compose import AskItem, Circumstances, ComposeError, compose, default_ask
from foia.letters.dates import long_date
from foia.letters.letter import Heading, Letter, NumberedItem
from foia.letters.silence import names_days
from foia.letters.text import to_text
from foia.letters.wording import languages
from jurisdictions import DomainError, codes, load_pack
from tests.letters import sample

WITH_LAW = [code for code in codes() if load_pack(code).statutes]
KINDS = {"request": sample.request, "overdue": sample.reminder}
# What only the law of one place is called; a letter to anybody else must not contain it.
OWN_WORDS = {
    "us-il": ("ILCS", "Illinois"),
    "us": ("U.S.C.",),
    "mx": ("LGTAIP",),
    "mx-cmx": ("LTAIPRC",),
    "fr": ("CRPA", "R311-13"),
    "ru": ("8-FZ", "8-ФЗ"),
}


def written(letter: Letter) -> str:
    """Return a letter's text on one line, so that a wrapped citation is found."""
    return " ".join(to_text(letter).split())


def foreign_words(code: str) -> list[str]:
    """Return the statutes of all the other places, by their own words or their citation."""
    cites = {other: load_pack(other).statutes[-1].cite for other in WITH_LAW}
    strange = {
        word
        for other, cite in cites.items()
        if cite != cites[code]  # a city's law is its state's
        for word in (cite, *OWN_WORDS.get(other, ()))
    }
    return [word for word in sorted(strange) if word not in cites[code]]


def test_every_pack_has_a_sample_letter() -> None:
    assert set(codes()) >= set(sample.PLACES)
    assert set(OWN_WORDS) == set(sample.PLACES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", WITH_LAW)
def test_every_letter_cites_its_law_names_its_deadline_and_no_other_statute(
    code: str, kind: str
) -> None:
    is_known = sample.was_expected(code) or not names_days(load_pack(code).statute_on(sample.ON))
    if kind == "overdue" and not is_known:
        with pytest.raises(DomainError):
            KINDS[kind](code)
        return
    strange = foreign_words(code)
    for language in languages():
        letter = KINDS[kind](code, language=language)
        text = written(letter)
        assert letter.cites, language
        assert all(cite in text for cite in letter.cites), language
        if letter.expected_due_on is not None:
            due = long_date(letter.expected_due_on, language, letter.country)
            assert " ".join(due.split()) in text, language
        assert ".." not in text, language
        assert not [word for word in strange if word in text], language


@pytest.mark.parametrize("code", WITH_LAW)
def test_every_technology_can_be_asked_of_every_place(code: str) -> None:
    language = load_pack(code).languages[0]
    for technology in ("cctv", "css", "socmint"):
        ask = default_ask(technology, None, language)
        letter = sample.request(code, ask=ask)
        assert [b.number for b in letter.blocks if isinstance(b, NumberedItem)] == [1, 2, 3, 4, 5]


def test_the_language_of_the_body_is_used_unless_another_is_asked_for() -> None:
    assert sample.request("fr").language == "fr"
    letter = sample.request("fr", language="en")
    assert letter.language == "en"
    assert not letter.is_fallback_language
    assert any("must be asked in French" in note for note in letter.notes)


def test_a_language_nobody_has_written_yet_falls_back_to_english_and_says_so() -> None:
    letter = sample.request("fr", language="eo")
    assert (letter.language, letter.is_fallback_language) == ("en", True)
    assert any("There are no letters in Esperanto yet" in note for note in letter.notes)


def test_a_language_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ComposeError, match="'qq' is not a language code"):
        sample.request("fr", language="qq")


def test_machine_made_translations_are_marked() -> None:
    assert any("Translation not reviewed" in note for note in sample.request("fr").notes)
    assert not any("Translation" in note for note in sample.request("us-il").notes)


def test_a_citation_nobody_verified_is_named_in_the_notes() -> None:
    letter = sample.request("us-il")
    clauses = load_pack("us-il").statute_on(sample.ON).clauses
    unverified = [c.cite for c in clauses.values() if not c.verified and c.cite in letter.cites]
    assert unverified
    assert all(any(cite in note for note in letter.notes) for cite in unverified)


def test_a_clause_the_pack_lacks_is_asked_for_without_a_citation_or_left_out() -> None:
    notes = " ".join(sample.request("us-il").notes)
    assert "transfer" not in load_pack("us-il").statute_on(sample.ON).clauses
    assert "without a citation, because us-il has none on file: transfer" in notes
    assert "name the body that does." in written(sample.request("us-il"))


def test_no_heading_stands_over_nothing() -> None:
    for code in WITH_LAW:
        blocks = sample.request(code).blocks
        pairs = pairwise(blocks)
        assert not any(isinstance(a, Heading) and isinstance(b, Heading) for a, b in pairs)
        assert not isinstance(blocks[-1], Heading)


def test_an_edited_item_keeps_the_words_of_the_law() -> None:
    edited = (
        AskItem("usage_policy", "The order D13-11 and what replaced it."),
        AskItem("", "More."),
    )
    plain, changed = sample.request(), sample.request(ask=edited)
    items = [b for b in changed.blocks if isinstance(b, NumberedItem)]
    assert [(item.label, item.text) for item in items] == [
        ("Use policy:", "The order D13-11 and what replaced it."),
        ("", "More."),
    ]
    assert [b for b in plain.blocks if not isinstance(b, NumberedItem)] == [
        b for b in changed.blocks if not isinstance(b, NumberedItem)
    ]


def test_a_reminder_needs_a_deadline_that_has_passed() -> None:
    pack = load_pack("us-il")
    with pytest.raises(ComposeError, match="Nothing is overdue on 2026-11-23: the answer is due"):
        compose(
            kind="overdue",
            pack=pack,
            technology="cctv",
            ask=default_ask("cctv"),
            requester=sample.REQUESTER,
            addressee=sample.Addressee(name="X"),
            on=sample.ON,
            expected=sample.expected("us-il", sample.SENT_AT),
            known=Circumstances(sent_on=sample.ON),
        )


def test_what_the_requester_does_not_state_is_not_said() -> None:
    assert "commercial" not in written(sample.request())
    stated = sample.Requester(name="A", email="a@example.org", is_commercial=False)
    assert "not made for a commercial purpose" in written(sample.request(requester=stated))


def test_a_fee_ceiling_is_named_only_if_given() -> None:
    assert "agree to pay" not in written(sample.request())
    assert "up to 25 dollars" in written(sample.request(fee_ceiling="25 dollars"))


def test_the_date_is_the_day_it_is_at_the_body() -> None:
    letter = compose(
        pack=load_pack("us-il"),
        technology="cctv",
        ask=default_ask("cctv"),
        requester=sample.REQUESTER,
        addressee=sample.Addressee(name="X"),
        on=sample.datetime(2026, 11, 23, 3, tzinfo=sample.UTC),
    )
    assert letter.date_line == "November 22, 2026"


def test_a_french_date_writes_the_first_as_an_ordinal() -> None:
    assert long_date(sample.date(2026, 12, 1), "fr") == "1er décembre 2026"
    assert long_date(sample.date(2026, 12, 1), "it") == "1º dicembre 2026"
    assert long_date(sample.date(2026, 12, 1), "pt", "BR") == "1º de dezembro de 2026"
    assert long_date(sample.date(2026, 12, 1), "pt", "PT") == "1 de dezembro de 2026"
    assert long_date(sample.date(2026, 12, 11), "fr") == "11 décembre 2026"
