"""Dates and words are set as each language's readers expect them."""

from datetime import date

import pytest

from foia.letters.dates import long_date
from foia.letters.typography import typeset, unbroken

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", f"5 marca 2026{NO_BREAK}roku"),
        ("uk", f"5 березня 2026{NO_BREAK}року"),
        ("cs", f"5.{NO_BREAK}března 2026"),
        ("ro", "5 martie 2026"),
    ],
)
def test_a_date_is_written_out_and_ends_without_a_dot(language: str, words: str) -> None:
    assert long_date(date(2026, 3, 5), language) == words


@pytest.mark.parametrize("language", ["pl", "cs"])
def test_no_line_ends_with_a_word_of_one_letter(language: str) -> None:
    assert typeset("w dniu a z datą", language) == f"w{NO_BREAK}dniu a{NO_BREAK}z{NO_BREAK}datą"
    assert typeset("to samo na adres", language) == "to samo na adres"


def test_other_languages_keep_their_spaces() -> None:
    assert typeset("a z b", "ro") == "a z b"


@pytest.mark.parametrize(
    "said",
    [
        *("until 9_June 2026", "on June_1, 2026", "am 4._Januar 2027", "le 1er_janvier 2027"),
        "il 1º_giugno 2027",
        *("(CRPA, art._L311-9, 3°)", "(§_9_Abs._1)", "(§§_9_und 12)", "(8-ФЗ, ст._21)", "№_8-ФЗ"),
        *("5_ILCS_140/3(d)", "5_U.S.C._552(a)", "(2018), para_5.3", "reg_11(4)", "чл._28"),
        *("(FOIA 2000, s_11(1))", "(CRPA, art._R*311-12)", "Lei 12.527/2011, art._7º"),
    ],
)
def test_on_a_page_no_line_ends_inside_a_day_or_before_a_sections_number(said: str) -> None:
    assert unbroken(said.replace("_", " ")) == said.replace("_", NO_BREAK)
