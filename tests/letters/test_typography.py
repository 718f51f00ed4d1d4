"""Dates and words are set as each language's readers expect them."""

from datetime import date

import pytest

from foia.letters.dates import long_date
from foia.letters.typography import typeset

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
