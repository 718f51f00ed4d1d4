"""`manage.py letter` writes a whole letter or says in one sentence why not, and harms no file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = ["us-il", "--agency", "Chicago Police Department", "--technology", "frt_search"]


def run(*arguments: str, requester: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command as from a shell."""
    command = [sys.executable, "manage.py", "letter", *arguments, "--requester", str(requester)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)


def sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the last line of what a failed run said; it failed with 1 and no traceback."""
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "Traceback" not in said
    assert done.stdout == b""
    return said.splitlines()[-1]


@pytest.fixture
def requester(tmp_path: Path) -> Path:
    """Return a requester's file."""
    path = tmp_path / "requester.json"
    path.write_text(json.dumps({"name": "Jane Doe", "email": "jane@example.org"}))
    return path


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK\x03\x04"), ("pdf", b"%PDF-")])
def test_a_file_is_written(kind: str, start: bytes, requester: Path, tmp_path: Path) -> None:
    out = tmp_path / f"letter.{kind}"
    done = run(*ASK, "--format", kind, "--out", str(out), requester=requester)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"letter.{kind}", "requester.json"]


def test_text_goes_to_the_standard_output_with_its_deadline(requester: Path) -> None:
    done = run(*ASK, "--format", "txt", "--out", "-", "--on", "2026-11-23", requester=requester)
    text = " ".join(done.stdout.decode().split())
    assert done.returncode == 0
    assert "5 ILCS 140/3(d); by my count, on or before December 2, 2026." in text


def test_records_and_language_are_taken_from_the_options(requester: Path) -> None:
    options = ["--records", "contract,training", "--lang", "es", "--on", "2026-11-23"]
    text = run(*ASK, *options, requester=requester).stdout.decode()
    assert " 1. Contrato y anexos:" in text
    assert " 2. Material de capacitación:" in text
    assert " 3. " not in text


def test_a_product_names_its_report_in_the_language_of_the_letter(requester: Path) -> None:
    options = ["mx", "--agency", "Guardia Nacional", "--technology", "alpr", "--records", "sharing"]
    done = run(*options, "--product", "vigilant", "--on", "2026-11-23", requester=requester)
    text = " ".join(done.stdout.decode().split())
    report = "«Agency Data Sharing Report» (Sharing > Output Report)"
    assert f"En Vigilant LEARN se trata de {report}." in text


def test_a_reminder_names_the_missed_day(requester: Path) -> None:
    options = ["--kind", "overdue", "--sent", "2026-11-02", "--on", "2026-11-20"]
    text = " ".join(run(*ASK, *options, requester=requester).stdout.decode().split())
    assert "the answer was due under 5 ILCS 140/3(d) on November 10, 2026" in text


def write(*arguments: str) -> tuple[str, str]:
    """Run the command with a place and little more; return the letter, and what was said of it."""
    command = [sys.executable, "manage.py", "letter", *arguments, "--on", "2026-11-23"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split()), done.stderr.decode()


def test_only_the_place_is_needed_and_what_was_made_up_is_said() -> None:
    text, said = write("gb", "--kind", "complaint")
    assert "Dear Information Commissioner," in text
    assert "I asked the authority for an internal review. Its outcome, of 11 November" in text
    assert said.startswith("Note: Samples stand for what was not given: the body, the technology,")


def test_a_review_is_asked_of_whom_the_law_names_first(requester: Path) -> None:
    known = ["--sent", "2026-06-01", "--decided", "2026-06-20", "--agency", "Met Police"]
    text, said = write("gb", "--kind", "review", "--requester", str(requester), *known)
    assert " Met Police Request for internal review: request of 1 June 2026" in text
    assert "samples stand for what was not given: the technology." in said.casefold()


def test_a_first_step_at_another_body_is_what_a_complaint_is() -> None:
    text, said = write("nz", "--kind", "complaint")
    assert " Ombudsman Complaint to the Ombudsman: request of 1 June 2026" in text
    assert "Note: The first step there is at another body: Ombudsman." in said


def test_a_complaint_tells_the_days_it_was_given() -> None:
    days = ["--sent", "2026-06-01", "--decided", "2026-06-20", "--review-asked", "2026-07-01"]
    text, _ = write("ie", "--kind", "complaint", *days)
    assert "On 1 July 2026 I asked for an internal review. No decision on it has come." in text


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--records", "contrat"], "no record category 'contrat'"),
        (["--technology", "cctvv"], "no technology 'cctvv'"),
        (["--product", "flok"], "no product 'flok' in the catalogue; did you mean flock"),
        (["--lang", "qq"], "'qq' is not a language code"),
        (["--on", "2026-02-30"], "--on '2026-02-30' is not a date"),
        (["--kind", "overdue", "--decided", "2026-10-20"], "give --sent YYYY-MM-DD"),
        (["--kind", "appeal", "--step", "ico"], "us-il has no step 'ico'; its steps: pac, court."),
        (["--kind", "overdue", "--sent", "2026-11-20", "--on", "2026-11-20"], "Nothing is overdue"),
        (["--format", "odt"], "invalid choice: 'odt'"),
        (["--format", "pdf"], "name a file with --out"),
        (["--records", "contract,dpia,trials,sharing,funding,training"], "6 kinds of records"),
        (["--agency", " "], "The letter is to no public body"),
    ],
)
def test_bad_options_get_one_sentence(options: list[str], part: str, requester: Path) -> None:
    assert part in sentence(run(*ASK, *options, requester=requester))


def test_an_unknown_jurisdiction_gets_one_sentence(requester: Path) -> None:
    done = run("us-zz", *ASK[1:], requester=requester)
    assert "'us-zz'" in sentence(done)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b'{"name": "Jane', "is not what is expected: Input data was truncated"),
        (b'{"nam": "Jane"}', "unknown field `nam`; write a JSON object with name, email"),
        (b'["Jane"]', "Expected `object`, got `array`"),
        (b'{"name": "\xff"}', "is not what is expected"),
        (b'{"name": ""}', "The letter is unsigned"),
    ],
)
def test_a_bad_requester_gets_one_sentence(content: bytes, part: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert part in sentence(run(*ASK, requester=path))


def test_a_missing_requester_gets_one_sentence(tmp_path: Path) -> None:
    done = run(*ASK, requester=tmp_path / "none.json")
    assert "none.json is unreadable: No such file" in sentence(done)


def test_a_file_that_was_there_is_left_alone_when_the_letter_fails(
    requester: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept.txt"
    out.write_text("kept")
    run(*ASK, "--records", "nosuch", "--out", str(out), requester=requester)
    assert out.read_text() == "kept"
    gone = run(*ASK, "--out", str(tmp_path / "no" / "way.txt"), requester=requester)
    assert "cannot be written: No such file or directory" in sentence(gone)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full")
def test_a_full_disk_gets_one_sentence_and_a_device_is_not_replaced(requester: Path) -> None:
    done = run(*ASK, "--out", "/dev/full", requester=requester)
    assert "/dev/full cannot be written: No space left on device" in sentence(done)
    assert Path("/dev/full").is_char_device()


def test_a_dangerous_place_is_drafted_after_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "requester.json"
    who = {"name": "Анна", "email": "a@example.org", "postal_address": "Москва"}
    path.write_text(json.dumps(who))
    done = run("ru", *ASK[1:], requester=path)
    assert done.stderr.decode().startswith("Warning: ")
    assert "Анна" in done.stdout.decode()
