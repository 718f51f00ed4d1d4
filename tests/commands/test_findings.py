"""`manage.py findings`: numbers for people and programs, and every file that the page hands out."""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foia.models import User
from tests.findings_rows import asked, bodies


@pytest.fixture(autouse=True)
def published(citizen: User, now: datetime) -> None:
    asked(bodies(6), by=citizen, now=now)


def told(*words: str) -> str:
    out = StringIO()
    call_command("findings", *words, stdout=out)
    return out.getvalue()


def test_the_numbers_are_said_and_given_to_programs() -> None:
    assert "usage_policy" in told()
    said = json.loads(told("--json", "--law", "us-il"))
    assert said["totals"] == {"requests": 3, "bodies": 3, "places": 1, "findings": 15}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "zip", "docx", "pdf"])
def test_each_file_is_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"findings.{ending}"
    assert f"30 findings stand in {path}" in told(str(path))
    assert path.stat().st_size > 500


def test_another_ending_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"No findings are written to \.doc; expected \.csv"):
        told(str(tmp_path / "findings.doc"))
