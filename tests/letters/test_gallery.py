"""The gallery's samples: every kind at every place, or a sentence that says why not."""

from datetime import date

import pytest

from foia.letters.compose import ComposeError
from foia.letters.gallery import PLACES, GalleryError, column, sample
from foia.letters.letter import Letter
from foia.letters.outline import AGAINST, OUTLINES
from foia.letters.sample import INVENTED
from foia.letters.text import to_text
from foia.letters.wording import FALLBACK, languages
from jurisdictions import load_pack

ON = date(2026, 11, 22)


@pytest.mark.parametrize("code", PLACES)
def test_a_dozen_places_have_every_kind_in_the_language_it_claims(code: str) -> None:
    cells = column(code, ON)
    assert [cell.kind for cell in cells] == list(OUTLINES)
    missing = [cell for cell in cells if cell.trouble]
    assert {cell.kind for cell in missing} <= set(AGAINST)
    assert all(" on file " in cell.trouble for cell in missing)
    for cell in (cell for cell in cells if not cell.trouble):
        assert cell.is_fallback == (cell.language not in load_pack(code).languages)
        letter = sample(code, cell.kind, "", ON).letter
        assert letter.language == cell.language
        assert "$" not in to_text(letter).replace("US$", "").replace("R$", "").replace("$100", "")


def test_everybody_in_a_sample_is_invented() -> None:
    for code in PLACES:
        letter: Letter = sample(code, "request", "", ON).letter
        assert letter.signature == ("Robin Sample",)
        assert letter.addressee_block == (INVENTED[letter.language].body,)
        assert "openshutter.example" in to_text(letter)


@pytest.mark.parametrize("language", languages())
def test_every_language_has_a_sample_of_every_kind(language: str) -> None:
    for kind in OUTLINES:
        letter = sample("gb", kind, language, ON).letter
        assert letter.language == language or letter.is_fallback_language
        assert kind == "complaint" or letter.addressee_block[0] in {
            invented.body for invented in INVENTED.values()
        }


def test_an_appeal_goes_to_whom_the_law_says_and_names_the_body_that_was_asked() -> None:
    letter = sample("us-il", "appeal", "", ON).letter
    assert letter.addressee_block == ("Public Access Counselor",)
    assert "I asked City of Sampletown" in " ".join(to_text(letter).split())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *(("us-ca", "before_court"), ("de-nw", "before_court"), ("il", "before_court")),
        *(("bg", "appeal"), ("se", "appeal"), ("ng", "before_court")),
    ],
)
def test_a_court_is_no_addressee_of_a_letter(code: str, kind: str) -> None:
    letter = sample(code, kind, "", ON).letter
    assert letter.addressee_block[0] == INVENTED[letter.language].body


def test_what_nobody_has_checked_is_marked() -> None:
    assert not sample("fr", "request", "", ON).is_reviewed
    assert sample("us-il", "request", "", ON).is_reviewed
    found = sample("us-il", "appeal", "", ON)
    clauses = load_pack("us-il").statute_on(ON).clauses.values()
    assert set(found.unverified) <= {clause.cite for clause in clauses if not clause.verified}


def test_a_language_that_is_not_written_yet_falls_back_and_says_so() -> None:
    letter = sample("us-il", "request", "sw", ON).letter
    assert (letter.language, letter.is_fallback_language) == (FALLBACK, True)


def test_where_the_law_has_no_day_there_is_no_second_reminder_and_the_cell_says_why() -> None:
    cells = {cell.kind: cell for cell in column("us-mn", ON)}
    assert "names the day on which the answer was due" in cells["overdue_second"].trouble
    assert not cells["overdue"].trouble
    assert not cells["request"].trouble


@pytest.mark.parametrize("code", ["atlantis", "../us-il", "", "us-il/../fr", "\N{SNOWMAN}" * 900])
def test_a_place_that_is_not_on_file_gets_one_short_sentence(code: str) -> None:
    with pytest.raises(GalleryError, match="There is no law on file for") as told:
        sample(code, "request", "", ON)
    assert len(str(told.value)) < 200


def test_an_unknown_kind_or_language_gets_one_sentence() -> None:
    with pytest.raises(ComposeError, match="no letter of kind 'poem'"):
        sample("us-il", "poem", "", ON)
    with pytest.raises(ComposeError, match="is not a language code"):
        sample("us-il", "request", "../fr", ON)
