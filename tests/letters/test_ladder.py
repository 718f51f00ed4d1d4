"""Every step of a law's ladder that a letter takes has its letter, to the right body; no other."""

import pytest

from foia.letters.ladder import (
    NoSuchStep,
    after,
    by_letter,
    court_of,
    is_by_letter,
    is_same_body,
    name_of,
)
from foia.letters.sample import INVENTED, sample_letter
from foia.letters.text import to_text
from jurisdictions import Pack, load_pack
from jurisdictions.rules import Appeal
from tests.letters import sample
from tests.letters.test_compose import WITH_LAW, foreign_words

COURTS = ("court", "judicial review", "writ petition", "tribunal", "civil court")


def steps_of(pack: Pack) -> tuple[Appeal, ...]:
    return pack.statute_on(sample.ON).appeals


@pytest.mark.parametrize("code", WITH_LAW)
def test_every_step_by_letter_is_written_to_its_body_under_its_section(code: str) -> None:
    pack, strange = load_pack(code), foreign_words(code)
    steps = by_letter(pack.statute_on(sample.ON))
    for number, step in enumerate(steps):
        kind = "complaint" if number and not is_same_body(step) else "appeal"
        letter = sample_letter(pack, kind, sample.ON, step=step.step)
        text = " ".join(to_text(letter).split())
        asked = INVENTED.get(letter.language, INVENTED["en"]).body
        expected = asked if is_same_body(step) else name_of(step, letter.language)
        assert letter.addressee_block[0] == expected, step.step
        assert asked in text, step.step
        assert letter.cites, step.step
        assert not [word for word in strange if word in text], step.step


@pytest.mark.parametrize("code", WITH_LAW)
def test_a_court_is_never_asked_for_a_review(code: str) -> None:
    pack = load_pack(code)
    for step in steps_of(pack):
        if step.kind in COURTS:
            assert not is_by_letter(step), step.step
    if by_letter(pack.statute_on(sample.ON)):
        return
    with pytest.raises(NoSuchStep, match="has no step of appeal that a letter takes"):
        sample_letter(pack, "appeal", sample.ON)


@pytest.mark.parametrize("code", ["us-ca", "us-fl", "ng", "de-nw", "de-he", "ru", "uy", "il"])
def test_where_only_a_court_is_open_a_last_letter_goes_to_the_body(code: str) -> None:
    letter = sample_letter(load_pack(code), "before_court", sample.ON)
    assert letter.addressee_block[0] in {invented.body for invented in INVENTED.values()}
    court = court_of(load_pack(code).statute_on(sample.ON))
    assert court is not None and court.cite.split(" ")[-1] in " ".join(to_text(letter).split())


def test_a_place_without_a_court_on_file_has_no_last_letter_before_one() -> None:
    with pytest.raises(NoSuchStep, match=r"New Zealand .*names no court"):
        sample_letter(load_pack("nz"), "before_court", sample.ON)


@pytest.mark.parametrize(
    ("code", "body", "section"),
    [
        ("gb", "Information Commissioner", "FOIA 2000, s 50"),
        ("gb-sct", "Scottish Information Commissioner", "FOI(S)A 2002, s 47"),
        ("ie", "Information Commissioner", "s 22"),
        ("au", "Information Commissioner", "s 54L"),
        ("in", "Central or State Information Commission", "s 19(3)"),
        ("za", "Information Regulator", "s 77A"),
        ("eu", "European Ombudsman", "TFEU, art. 228"),
    ],
)
def test_a_complaint_after_review_goes_to_who_oversees_the_law(
    code: str, body: str, section: str
) -> None:
    letter = sample_letter(load_pack(code), "complaint", sample.ON)
    text = " ".join(to_text(letter).split())
    assert letter.addressee_block == (body,)
    assert section in text
    assert "10 November 2026" in text or "November 11, 2026" in text or "11 November 2026" in text


def test_the_body_that_hands_an_appeal_on_is_the_one_it_is_written_to() -> None:
    for code in ("cz", "sk", "se", "bg", "no"):
        assert is_same_body(by_letter(load_pack(code).statute_on(sample.ON))[0]), code


def test_the_step_after_another_is_at_another_body() -> None:
    statute = load_pack("gb").statute_on(sample.ON)
    following = after(statute, "internal_review")
    assert following is not None and following.step == "ico"
    assert after(statute, "ico") is None


@pytest.mark.parametrize(
    ("code", "kind", "subject"),
    [
        ("us-mi", "appeal", "Appeal: "),
        ("us-nd", "appeal", "Request for an opinion: "),
        ("us-de", "appeal", "Petition: "),
        ("us-in", "appeal", "Complaint: "),
        ("ca-ab", "appeal", "Request for review: "),
        ("gh", "complaint", "Application for review: "),
        ("lk", "complaint", "Further appeal: "),
        ("us-mn", "complaint", "Complaint after review: "),
    ],
)
def test_a_step_is_called_what_the_law_calls_it(code: str, kind: str, subject: str) -> None:
    assert sample_letter(load_pack(code), kind, sample.ON).title.startswith(subject)


def test_what_a_step_asks_for_stands_beside_its_letter() -> None:
    counselor = sample_letter(load_pack("us-il"), "appeal", sample.ON)
    assert any("with a copy of the request" in fact for fact in counselor.facts)
    objection = sample_letter(load_pack("de"), "appeal", sample.ON)
    assert any("a plain e-mail does not keep the form" in fact for fact in objection.facts)
    notice = sample_letter(load_pack("us-co"), "before_court", sample.ON)
    assert any("Needed before the application to the court" in note for note in notice.notes)
    recurso = sample_letter(load_pack("mx"), "appeal", sample.ON)
    assert any("Transparencia para el Pueblo" in fact for fact in recurso.facts)
    assert any(note.startswith("In transition: ") for note in recurso.notes)
