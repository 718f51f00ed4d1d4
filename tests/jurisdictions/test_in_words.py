"""The law in plain words, in a terminal and as a table: nothing left out, doubts marked."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jurisdictions import codes, load_pack
from jurisdictions.in_words import length, told
from jurisdictions.rules import Term
from jurisdictions.table import law_table
from tests.jurisdictions.places import answer, place

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


def said(*args: str) -> str:
    """What `manage.py law` prints."""
    out = StringIO()
    call_command("law", *args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("code", codes())
def test_every_law_can_be_told(code: str) -> None:
    pack = load_pack(code)
    text = " ".join(" ".join(told(pack, on=TODAY)).split())
    statute = pack.statute_on(TODAY)
    for cited in (*statute.terms, *statute.extensions, *statute.appeals, *statute.exemptions):
        assert f"[{' '.join(cited.cite.split())}; " in text
    assert ("NOT VERIFIED" in text) == ("NOT VERIFIED]" in text or "say NOT VERIFIED" in text)


def test_illinois_in_a_terminal() -> None:
    text = said("us-il")
    assert "5 business days from received (the body)" in text
    assert "5 ILCS 140/3(d)" in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_law_of_another_day_and_as_data() -> None:
    assert "in force from" in said("us-il", "--on", "2020-01-01")
    assert json.loads(said("us-il", "--json"))["code"] == "us-il"
    assert all(code in said() for code in codes())


@pytest.mark.parametrize(
    ("args", "match"),
    [
        (["atlantis"], "There is no jurisdiction 'atlantis'"),
        (["us-il", "--on", "yesterday"], "--on is 'yesterday'"),
        (["us-il", "--on", "1900-01-01"], "no law on file for 1900-01-01"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(args: list[str], match: str) -> None:
    with pytest.raises(CommandError, match=match):
        said(*args)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "20 business days"),
        ({"amount": 1, "unit": "months"}, "1 month"),
        ({"amount": None, "unnumbered": "promptly"}, "promptly"),
        (
            {"or_amount": 60, "or_unit": "calendar_days"},
            "20 business days or 60 calendar days, whichever ends first",
        ),
    ],
)
def test_lengths_are_said_as_people_say_them(changes: dict[str, object], words: str) -> None:
    term: Term = place(response=answer(**changes)).statutes[0].terms[0]
    assert length(term) == words


def test_the_table_has_a_row_for_every_place_and_is_up_to_date() -> None:
    table = law_table(map(load_pack, codes()))
    assert table.count("\n| `") == len(codes())
    page = (ROOT / "docs" / "law" / "table.md").read_text(encoding="utf-8")
    assert page == table, "run manage.py law_table > docs/law/table.md"


def test_a_number_that_nobody_read_wears_a_dagger() -> None:
    row = law_table([place()]).splitlines()[-1]
    assert "| 20 business days † |" in row
