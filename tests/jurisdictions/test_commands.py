"""The two commands as a program calls them: JSON on stdout, one sentence on stderr, exit code 1."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECEIVED = json.dumps([{"kind": "received", "at": "2026-02-06T09:00:00-06:00"}])


def manage(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """One run of manage.py, as from a shell."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_timeline_as_json_has_every_promised_key() -> None:
    ran = manage(
        "timeline", "us-il", "--events", "-", "--as-of", "2026-02-10", "--json", stdin=RECEIVED
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["stage"] == "awaiting_response"
    assert told["as_of"].startswith("2026-02-10T23:59:59")
    deadline = told["deadlines"][0]
    assert deadline["due_on"] == "2026-02-17"
    assert {
        *("term", "label", "binds", "starts_on", "due_on", "due_at", "hard", "why_soft", "cite"),
        *("statute_version", "verified", "source", "state", "presumed", "counted"),
    } <= deadline.keys()
    assert {"date": "2026-02-12", "counts": False, "why": "Lincoln's Birthday"} in deadline[
        "counted"
    ]


def test_the_timeline_for_people_names_the_law_and_each_day(tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(RECEIVED, encoding="utf-8")
    ran = manage("timeline", "us-il", "--events", str(file), "--closed", "2026-02-09..2026-02-10")
    assert ran.returncode == 0, ran.stderr
    assert "5 ILCS 140/3(d)" in ran.stdout
    assert "Lincoln's Birthday" in ran.stdout


def test_a_clock_without_a_number_is_told_without_a_date() -> None:
    events = json.dumps(
        [
            {"kind": "received", "at": "2026-01-05T09:00:00-06:00"},
            {"kind": "denied", "at": "2026-01-12T09:00:00-06:00"},
            {"kind": "appealed", "at": "2026-01-20T09:00:00-06:00"},
        ]
    )
    ran = manage("timeline", "mx-cmx", "--events", "-", "--as-of", "2026-02-01", stdin=events)
    assert ran.returncode == 0, ran.stderr
    assert "no date     Decide the recurso de revisión (agency)" in ran.stdout
    told = manage("timeline", "mx-cmx", "--events", "-", "--json", stdin=events)
    (clock,) = json.loads(told.stdout)["undated"]
    assert (clock["term"], clock["why"]) == ("appeal_decision", "unread")


def test_the_main_clock_of_every_act_is_called_response() -> None:
    for code in ("us", "us-il", "fr", "mx", "mx-cmx", "ru"):
        ran = manage("timeline", code, "--events", "-", "--json", stdin=RECEIVED)
        assert "response" in [d["term"] for d in json.loads(ran.stdout)["deadlines"]], code


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["us-xx", "--events", "-"], RECEIVED, "no jurisdiction 'us-xx'"),
        (["us-il", "--events", "-"], "{", "not valid JSON"),
        (["us-il", "--events", "-"], "{}", "expected a list"),
        (["us-il", "--events", "nowhere.json"], "", "cannot be read"),
        (["us-il", "--events", "-", "--variant", "vip"], RECEIVED, "its variants are: commercial"),
        (["us-il", "--events", "-", "--closed", "soon"], RECEIVED, "--closed is 'soon'"),
        (["us-il", "--events", "-", "--as-of", "soon"], RECEIVED, "--as-of is 'soon'"),
        (["us-il", "--events", "-", "--as-of", "2026-01-01T10:00"], RECEIVED, "no offset"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_one(
    arguments: list[str], stdin: str, said: str
) -> None:
    ran = manage("timeline", *arguments, stdin=stdin)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert said in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_the_packs_on_file_pass_their_check() -> None:
    ran = manage("check_packs", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout)["problems"] == []


def test_drawing_the_calendars_again_changes_nothing() -> None:
    pytest.importorskip("holidays")
    ran = manage("refresh_calendars")
    assert ran.returncode == 0, ran.stderr
    assert ": 0 day(s) differ" in ran.stdout
    assert "->" not in ran.stdout


@pytest.mark.parametrize(
    "command", [["law"], ["law_table"], ["timeline", "us-il", "--events", "-"]]
)
def test_output_that_goes_nowhere_is_told_in_a_sentence(command: list[str]) -> None:
    for redirected, said in ((">&-", "Standard output is closed"), (">/dev/full", "No space left")):
        ran = subprocess.run(
            ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, "manage.py", *command],
            cwd=ROOT, input=RECEIVED, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 1
        assert said in ran.stderr
        assert len(ran.stderr.strip().splitlines()) == 1


def test_the_list_of_laws_is_json_where_that_is_asked_for() -> None:
    assert json.loads(manage("law", "--json").stdout)["gb"] == "United Kingdom"
    assert "--on is 'soon'" in manage("law", "us-il", "--json", "--on", "soon").stderr
