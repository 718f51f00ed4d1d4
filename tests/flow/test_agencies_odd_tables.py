"""The Atlas of Surveillance as people save it: odd bytes, odd columns, doubled and broken rows."""

import csv
import io
import re

import pytest

from foia.flow import agencies
from foia.flow.agencies.uploads import ImportTrouble
from foia.models import Agency, System
from tests.agency_tables import FILES, Import

ATLAS = (FILES / "atlas_of_surveillance.csv").read_text()
HEAD = ATLAS.splitlines()[0]
ROW = ATLAS.splitlines()[1]


def semicolons(text: str) -> str:
    page = io.StringIO()
    rows = csv.reader(io.StringIO(text.replace("made-up readers.", "made-up; readers.")))
    csv.writer(page, delimiter=";").writerows(rows)
    return page.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + ATLAS.encode(),
        ATLAS.encode("utf-16"),
        semicolons(ATLAS).encode(),
        ATLAS.replace(",", "\t").encode(),
        ATLAS.replace("\n", "\r\n").encode(),
        ATLAS.replace("\n", "\r").encode(),
        ATLAS.encode().rstrip() + b"\n\n,,,\n" + b"," * 18 + b"\n",
        b"Atlas of Surveillance\n\n" + ATLAS.encode(),
    ],
    ids=["mark", "utf-16", "semicolons", "tabs", "crlf", "cr", "empty rows", "title"],
)
def test_however_it_was_saved_the_same_systems_come_of_it(content: bytes, taken: Import) -> None:
    row = taken(content)
    assert row.profile == "atlas_of_surveillance"
    assert row.counts["systems"] == 2
    assert System.objects.get(source_id="AOS000001").technology == "alpr"


def test_letters_of_an_old_windows_code_page_are_read(taken: Import) -> None:
    table = ATLAS.replace("Springfield Police", "Cañon City’s Police").encode("cp1252")
    taken(table)
    assert Agency.objects.filter(name="Cañon City’s Police Department").exists()


@pytest.mark.parametrize("lost", ["Agency", "State", "AOSNUMBER", "Technology"])
def test_without_a_column_it_is_a_table_of_which_a_person_says_what_it_means(
    lost: str, uploaded: Import
) -> None:
    row = uploaded(ATLAS.replace(lost, "Other", 1))
    assert row.profile == "generic"
    if lost == "Agency":
        with pytest.raises(ImportTrouble, match="say which one does") as said:
            agencies.plan(row)
        assert str(said.value).count(".") == 1


def test_doubled_rows_are_one_system_and_each_broken_one_is_left_out_with_a_sentence(
    taken: Import,
) -> None:
    broken = [
        ROW,  # the same once more
        ROW.replace("AOS000001", "AOS000009").replace("Illinois", "Atlantis"),
        ROW.replace("AOS000001", "AOS000010").replace("Springfield Police Department", ""),
        ROW.replace("AOS000001", "AOS000011") + ",more,and,more",
        ROW.replace("AOS000001", ""),
        '"AOS000012,Springfield',
    ]
    table = "\n".join([ATLAS.rstrip(), *broken]) + "\n"
    row = taken(table)
    assert row.counts["systems"] == System.objects.count() == 3, "one has no number of its own"
    assert System.objects.filter(source_id="AOS000001").count() == 1
    problems = row.problems.order_by("line")
    assert [problem.line for problem in problems] == [4, 6, 7, 8, 10]
    assert all(re.search(r"[Ee]xpected", problem.sentence) for problem in problems)
    assert taken(table).counts["systems"] == 0, "the same file again brings none"
    assert System.objects.count() == 3
