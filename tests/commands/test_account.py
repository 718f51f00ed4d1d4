"""`manage.py account`: what the pages under Settings do, from the command line."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from foia.models import CalendarFeed, RecordsRequest, User

pytestmark = pytest.mark.django_db
ROSA = "rosa@openshutter.example"


def said(capsys: Any, *words: str) -> Any:
    call_command("account", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_how_a_person_is_told_is_said_and_chosen(citizen: User, capsys: Any) -> None:
    assert said(capsys, "notices", ROSA)["notices"] == "at_once"
    assert said(capsys, "notices", ROSA, "--mail", "weekly")["notices"] == "weekly"
    assert User.objects.get().notices == "weekly"


def test_a_calendar_is_made_and_ended(
    sent: RecordsRequest, client: Client, settings: Any, capsys: Any
) -> None:
    address = said(capsys, "calendar", ROSA)["address"].removeprefix(settings.SITE_URL)
    assert client.get(address).status_code == 200
    assert said(capsys, "end-calendars", ROSA) == {"ended": 1}
    assert not CalendarFeed.objects.exists()
    with pytest.raises(CommandError, match="is in no team"):
        call_command("account", "calendar", ROSA, "--team", "Nobody")


def test_the_data_go_into_a_new_file(sent: RecordsRequest, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "mine.zip"
    assert said(capsys, "export", ROSA, "--out", str(out))["files_in_it"] > 12
    assert zipfile.ZipFile(out).testzip() is None


def test_an_account_is_closed_only_when_it_is_meant(sent: RecordsRequest, capsys: Any) -> None:
    with pytest.raises(CommandError, match="say --yes to close"):
        call_command("account", "close", ROSA)
    assert User.objects.get(pk=sent.requester_id).is_active
    assert said(capsys, "close", ROSA, "--yes")["closed"]
    assert not User.objects.get(pk=sent.requester_id).is_active


def test_an_unknown_account_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="There is no account"):
        call_command("account", "told", "x@y.example")


def test_who_looks_after_the_installation_is_named_and_released(
    citizen: User, client: Client, capsys: Any
) -> None:
    client.force_login(citizen)
    assert client.get("/archive/").status_code == 404
    assert said(capsys, "staff", ROSA) == {"is_staff": True}
    assert client.get("/archive/").status_code == 200
    assert said(capsys, "end-staff", ROSA) == {"is_staff": False}
    assert client.get("/archive/").status_code == 404
