"""A lawyer's mistakes: each is told with its key, what was found, and what is expected."""

import re
from datetime import date
from pathlib import Path

import pytest

from foia.management.commands.check_packs import case_problems, cases_of_nothing
from jurisdictions import load_pack
from jurisdictions.calendars import read_calendar
from jurisdictions.packs import FOLDER, BadPack, read_pack
from jurisdictions.review import review
from jurisdictions.review_values import _review_days

TODAY = date(2026, 11, 22)
ILLINOIS = (FOLDER / "us-il.toml").read_text(encoding="utf-8")
TERM = '[[statutes.terms]]\nterm = "response"'
FIRST_TERM = 'amount = 5\nunit = "business_days"'
WINDOW = '[[statutes.windows]]\ncite="x"\nterms=["*"]\nreason="r"\n'
LONGER = '[[statutes.extensions]]\nterm="response"\nground="z"\namount=5\ncite="x"\n'
COURT = (
    '[[statutes.terms]]\nterm="court"\nlabel="x"\nbinds="requester"\nfrom=["refused"]\ncite="x"\n'
)
STOP = '[[statutes.tolling]]\nstarts_on="tolled"\ncite="x"\n'
SILENCE = '[[statutes.silence]]\nterm="response"\neffect="grant"\ncite="x"\n'
SUSPENSION = '[[suspensions]]\ncite="x"\nreason="r"\n'
REGULATOR = '[[regulators]]\nstatus="active"\ncite="x"\n'
VARIANT = '[[statutes.variants]]\nlabel="x"\ncite="x"\n'


def changed(text: str, by: str) -> str:
    """The Illinois pack with one passage changed, or with something added at its end."""
    if not text:
        return f"{ILLINOIS}\n{by}\n"
    assert text in ILLINOIS
    return ILLINOIS.replace(text, by, 1)


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [
        ('country = "US"', 'country = "usa"', "country: 'usa' is no country code"),
        ('languages = ["en"', 'languages = ["english"', "languages: 'english' is no language"),
        (FIRST_TERM, FIRST_TERM.replace("5", "5000"), r"terms\[0\].amount: 5000 is more than any"),
        (FIRST_TERM, FIRST_TERM.replace("5", "-5"), r"terms\[0\].amount: -5 is not a length"),
        (FIRST_TERM, 'amount = 5\nunit = "hours"\nroll = "forward"', r"\[0\].unit: hours run from"),
        ('from = ["received"]', "from = []", r"terms\[0\].from: empty"),
        (TERM, TERM.replace("response", "reply"), "terms: none is called 'response'"),
        ("", COURT + 'step="jupiter"', "step: 'jupiter' is unknown; known are "),
        ("", COURT + 'from_step="jupiter"', "from_step: 'jupiter' is unknown"),
        ("", COURT + "\n" + COURT, r"terms: 'court \(x\) from refused' appears twice"),
        ("", WINDOW + 'first="02-30"\nlast="03-01"', "'02-30' is not a day of every year"),
        ("", WINDOW + 'first="easter"\nlast="06-01"', "'easter' is not a day of every year"),
        ("", WINDOW + 'first="easter-99999999999"\nlast="06-01"', "not a day of every year"),
        ("", WINDOW + 'first="easter+5"\nlast="easter-5"', "leaves hardly a day"),
        ("", WINDOW + 'first="01-01"\nlast="12-31"', "leaves hardly a day"),
        ("", WINDOW + 'first="easter-01"\nlast="08-31"\neffect="skip_months"', "only whole months"),
        ("", WINDOW.replace('"*"', "") + 'first="08-01"\nlast="08-31"', r"\[0\].terms: empty"),
        ("", LONGER + "times=-1", "times: -1 is not a length"),
        ("", LONGER + 'notify_from="before_due"', "notify_from: before_due goes with a notify"),
        ("", LONGER + 'notify_from="before_due"\nnotify_amount=1\nnotify_unit="months"', "before_"),
        ("", SILENCE, "silence: 'response' appears twice"),
        ("", STOP + 'terms=["response"]', r"tolling\[0\].ends_on: '' is unknown; known are "),
        ("", STOP + 'ends_on="resumed"\nterms=[]', r"tolling\[0\].terms: empty"),
        (
            "",
            SUSPENSION + "first=2020-05-01\nlast=2020-03-01\nterms=['*']",
            "ends before it begins",
        ),
        ("", SUSPENSION + "first=1020-05-01\nlast=9999-03-01\nterms=['*']", "longer than five"),
        ("", REGULATOR + "name={}", r"regulators\[.*name: empty"),
        ("", REGULATOR + "name={en='X'}\nsince=2020-01-01\nuntil=2010-01-01", "ends before it"),
        ("", VARIANT + 'name="commercial"', "variants: 'commercial' appears twice"),
        ("", VARIANT + 'name=" "', r"variants\[3\].name: empty"),
        ("", '[[notes]]\ntext=""', r"notes\[\d+\].text: empty"),
    ],
)
def test_a_mistake_in_a_pack_is_told_with_its_key(text: str, by: str, said: str) -> None:
    problems = review(read_pack(changed(text, by), name="us-il.toml"), today=TODAY)
    assert any(re.search(said, problem) for problem in problems), problems


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [
        (
            'unit = "business_days"',
            'unit = "days"',
            "'days' at .*unit; allowed: business_days, cal",
        ),
        (FIRST_TERM, 'amount = "5"', "a whole number or nothing, got a text in quotes at .*amount"),
        ('from = ["received"]', 'from = "received"', "expected a list in brackets, got a text"),
        ("valid_from = 2010-01-01", 'valid_from = "2010"', "a day without quotes.*valid_from"),
        ("", LONGER + 'unit="hours"', "'hours' at .*extensions.*unit; allowed: business_days"),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_is_allowed(text: str, by: str, said: str) -> None:
    with pytest.raises(BadPack, match=said):
        read_pack(changed(text, by), name="us-il.toml")


@pytest.mark.parametrize("line", ["notes = 5", 'notes = "a note"', "[sources]\na = 1"])
def test_what_a_based_pack_adds_must_be_a_list(line: str) -> None:
    with pytest.raises(BadPack, match="expected a list in brackets at"):
        read_pack(f'based_on = "us-il"\ncode = "x"\n{line}', name="x.toml")


def test_a_day_that_is_none_in_a_calendar_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(
        'name = "xx"\ntitle = "X"\nfirst = 2026-01-01\nlast = 2025-01-01\nreviewed_on = 2026-01-01'
        '\nprovenance = "p"\nweekend = ["Saterday"]\n[closed]\n2026-1-5 = "a"\n2026-02-30 = "b"\n'
    )
    said = " ".join(_review_days(read_calendar(path)))
    for found in ("last: 2025-01-01 is before", "'Saterday'", "'2026-1-5'", "'2026-02-30'"):
        assert found in said


def test_a_pack_answers_in_capitals_too() -> None:
    assert load_pack("UK").code == load_pack("GB").code == "gb"
    assert load_pack("US-IL").code == "us-il"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"cases = 5", "expected tables that begin with"),
        (b"\xff\xfe", "not valid TOML"),
        (b'[[cases]]\nsays = "a"\n', r"cases\[0\].events: missing"),
        (b"", r"0 case\(s\); at least 2 are expected"),
    ],
)
def test_cases_that_cannot_be_tried_are_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "xx.toml").write_bytes(content)
    assert any(re.search(said, problem) for problem in case_problems("xx", tmp_path, 2))
    assert cases_of_nothing(tmp_path) == ["tests/cases/xx.toml: there is no pack of that name"]
