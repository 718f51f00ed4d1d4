"""Merge fields: every one has a value, and a value is nothing but text."""

import pytest

from foia.letters.merge import MergeError, checked_values, fields_in, merged, without_fields


def test_fields_of_ones_own_are_told_from_those_of_the_letter() -> None:
    assert fields_in("$agency has $station and $$5", "$station at $junction") == {
        "station",
        "junction",
    }
    assert without_fields("$agency has $station for $$5") == "$agency has name for $$5"


def test_a_field_without_a_value_is_an_error_and_never_a_blank() -> None:
    with pytest.raises(MergeError, match=r"\$station has no value for this body"):
        merged("At $station.", {"station": ""})


def test_a_value_that_looks_like_a_field_stays_text() -> None:
    assert merged("At $a.", {"a": "$b", "b": "no"}) == "At $b."
    assert merged("$agency: $a.", {"a": "US$5"}, is_read_again=True) == "$agency: US$$5."


@pytest.mark.parametrize(
    "given",
    [
        {"agency": "x"},
        {"Station": "x"},
        {"1st": "x"},
        {"station": "{x}"},
        {"station": "[NAME]"},
        {"station": "<script>"},
        {"station": "$reference"},
        {"station": "x" * 301},
    ],
)
def test_names_and_values_that_no_letter_can_carry_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(MergeError):
        checked_values(given)


def test_a_value_is_kept_on_one_line_and_an_empty_one_is_none() -> None:
    assert checked_values({"a": " x\n y ", "b": "  "}) == {"a": "x y"}
