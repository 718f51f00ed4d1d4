"""`manage.py systems`: every act of the screens by command line, trouble as one sentence."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foia import samples
from foia.models import System, Team
from tests.agency_tables import team  # noqa: F401 (a fixture)


@pytest.fixture(autouse=True)
def seeds(db: None) -> None:
    samples.load()


def told(*words: str) -> str:
    out = StringIO()
    call_command("systems", *words, stdout=out)
    return out.getvalue()


def test_the_plan_of_moscow_says_that_it_is_dangerous_and_writes_the_letter_all_the_same() -> None:
    said = told("plan", "moscow-safe-city", "--letters")
    assert said.count("RISK HIGH: plan and track only") == 3
    assert "8-ФЗ" in said


def test_programs_get_the_plan_as_json() -> None:
    first = json.loads(told("plan", "cdmx-c5", "--json"))[0]
    assert (first["law"], first["channel"], first["language"]) == ("mx-cmx", "portal", "es")


def test_an_unknown_dossier_ends_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="There is no dossier 'atlantis'"):
        told("plan", "atlantis")


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_dossiers_are_written_to_a_file_and_taken_in_again(
    ending: str,
    tmp_path: Path,
    team: Team,  # noqa: F811
) -> None:
    path = tmp_path / f"systems.{ending}"
    assert "7 dossiers stand in" in told("export", str(path))
    System.objects.all().delete()
    assert told("import", str(path), "--team", team.name, "--dry-run").startswith("new 7, there")
    assert System.objects.count() == 0
    told("import", str(path), "--team", team.name)
    assert System.objects.filter(team=team).count() == 7
