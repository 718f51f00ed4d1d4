"""`manage.py campaign`: from a file to approved letters without a browser."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from foia.models import Agency, AgencyList, Campaign, Delivery, ListedAgency, User, Wave
from tests.flow.campaign_cases import bodies, team_of

PLAN = """
team = "Team"
name = "Cameras"
technology = "alpr"
agency_list = "Police"
signed_name = "Rosa Resident"
signed_address = "1 Example Street, Chicago"
ask = [{ category = "usage_policy" }, { category = "contract" }]

[own.en]
opening = "We write to $agency and to others."
"""


@pytest.fixture
def plan(citizen: User, now: datetime, tmp_path: Path) -> str:
    team = team_of(citizen, now=now)
    team.name = "Team"
    team.save()
    police = AgencyList.objects.create(team=team, name="Police", created_at=now)
    bodies(["us-il", "gb", "mx"])
    for agency in Agency.objects.all():
        ListedAgency.objects.create(agency_list=police, agency=agency)
    (tmp_path / "plan.toml").write_text(PLAN)
    return str(tmp_path / "plan.toml")


def run(*words: str) -> None:
    call_command("campaign", *words, "--by", "rosa@openshutter.example")


def test_a_campaign_is_planned_prepared_approved_and_watched(plan: str, capsys: Any) -> None:
    run("plan", plan)
    assert "«Cameras» asks 3 bodies." in capsys.readouterr().out
    run("forecast", "Cameras")
    said = capsys.readouterr().out
    assert "3 bodies without a letter" in said and "Illinois: Recurrent requester" in said
    run("prepare", "Cameras")
    assert "100% 3 of 3" in capsys.readouterr().err
    wave = Wave.objects.get()
    run("show", "Cameras")
    said = capsys.readouterr().out
    assert wave.digest in said and "We write to Body" in said
    with pytest.raises(CommandError, match="have changed since you looked"):
        run("approve", "Cameras", "--digest", "0" * 64)
    run("approve", "Cameras", "--digest", wave.digest)
    run("progress", "Cameras")
    assert "total: 3" in capsys.readouterr().out
    run("stop", "Cameras")
    assert Wave.objects.get().state == Wave.State.STOPPED
    assert not Delivery.objects.filter(state="waiting").exists()


def test_a_wrong_file_or_name_is_one_sentence(plan: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('team = "Team"\nnonsense = 1\n')
    with pytest.raises(CommandError, match="expected are team, name"):
        run("plan", str(tmp_path / "bad.toml"))
    with pytest.raises(CommandError, match="has no campaign 'Nothing'"):
        run("show", "Nothing")
    run("plan", plan)
    with pytest.raises(CommandError, match="is empty or taken"):
        run("plan", plan)
    assert Campaign.objects.count() == 1


def test_a_stranger_sees_no_campaign(plan: str) -> None:
    run("plan", plan)
    User.objects.create_user("sam@openshutter.example")
    with pytest.raises(CommandError, match="has no campaign"):
        call_command("campaign", "show", "Cameras", "--by", "sam@openshutter.example")
