"""Every command alike: it says what it does, speaks to programs, and fails in one sentence."""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from foia.management import commands
from foia.models import Message, User
from tests.flow.campaign_cases import bodies, campaign_of

NAMES = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
#: What these write is a letter, a table or a file for people; or they keep the installation.
FOR_PEOPLE = {
    *("letter", "letters_gallery", "law_table"),
    *("messages", "refresh_calendars", "setup", "signin"),
}
ROSA, NOBODY, UUID = "rosa@openshutter.example", "nobody@openshutter.example", str(uuid4())
BY_ROSA, BY_NOBODY = ("--by", ROSA), ("--by", NOBODY)
REFERENCE, HUGE = "OS-22222222", "9" * 40

#: Words that are wrong: no such person, thing, file, day or number; or nothing at all.
WRONG = [
    "account told " + NOBODY,
    "account told",
    "account sing " + ROSA,
    f"account calendar {ROSA} --team Nobody",
    f"account export {ROSA}",
    f"account export {ROSA} --out FOLDER/none/data.zip",
    f"account close {ROSA}",
    "agencies import",
    "agencies import FOLDER/none.csv --team Nobody",
    f"agencies import FOLDER/none.csv --team {UUID}",
    "agencies import FOLDER/none.csv --team TEAM",
    "agencies import FOLDER --team TEAM",
    "agencies import ODD --team TEAM",
    f"agencies import ODD --team TEAM --by {NOBODY}",
    "agencies import ODD --team TEAM --jurisdiction zz",
    "agencies export FOLDER/none/x.csv --team TEAM",
    "agencies export FOLDER/x.csv --team TEAM --list Nothing",
    "archive",
    f"archive {REFERENCE} FOLDER/bag",
    f"archive {UUID} FOLDER/bag",
    "archive CAMPAIGN FOLDER/bag",
    "archive REFERENCE FOLDER",
    "backup ODD",
    "campaign list --by " + NOBODY,
    f"campaign plan --by {ROSA}",
    f"campaign plan ODD --by {ROSA}",
    f"campaign plan FOLDER/none.toml --by {ROSA}",
    f"campaign forecast Nothing --by {ROSA}",
    f"campaign show Campaign --by {ROSA}",
    f"campaign show Campaign --first -1 --by {ROSA}",
    f"campaign prepare Campaign --pilot -1 --by {ROSA}",
    f"campaign approve Campaign --wave {HUGE} --by {ROSA}",
    "check_packs more",
    f"coding questions Nothing --by {ROSA}",
    f"coding ask Campaign --by {ROSA}",
    f"coding ask Campaign --text Why? --kind poem --by {ROSA}",
    f"coding code Campaign --question 7 --by {ROSA}",
    f"coding retire Campaign --question {HUGE} --by {ROSA}",
    f"coding code Campaign --question x --by {ROSA}",
    f"desk unread --by {NOBODY}",
    "desk unread",
    f"desk note --by {ROSA}",
    f"desk note REFERENCE --by {ROSA}",
    f"desk note {REFERENCE} --words x --by {ROSA}",
    f"desk untag REFERENCE --words x --by {ROSA}",
    f"desk assign REFERENCE --to {NOBODY} --by {ROSA}",
    f"desk decide {HUGE} --words denied --by {ROSA}",
    f"desk decide x --by {ROSA}",
    "fetch_mail",
    "finding " + REFERENCE,
    f"finding REFERENCE contract --state withheld --by {NOBODY}",
    f"finding REFERENCE contract --state lost --reason x --by {ROSA}",
    f"finding REFERENCE poems --state withheld --reason x --by {ROSA}",
    f"finding REFERENCE --state withheld --reason x --by {ROSA}",
    f"finding REFERENCE contract --state withheld --by {ROSA}",
    "findings FOLDER/x.poem",
    "findings FOLDER/none/x.csv",
    "findings --team Nobody",
    "findings FOLDER/x.pdf --language xx",
    "law zz",
    "law us-il --on yesterday",
    "law_table more",
    f"ledger list --campaign Nothing --by {ROSA}",
    f"ledger enter REFERENCE --by {ROSA}",
    f"ledger enter REFERENCE --amount NaN --currency EUR --on 2026-11-22 --kind paid --by {ROSA}",
    f"ledger enter REFERENCE --amount 1e99 --currency EUR --on 2026-11-22 --kind paid --by {ROSA}",
    f"ledger enter REFERENCE --amount 1 --currency EUR --on 2026-11-22 --kind won --by {ROSA}",
    f"ledger strike {HUGE} --by {ROSA}",
    "letter zz",
    "letter us-il --requester FOLDER/none.json",
    "letter us-il --requester ODD",
    "letter us-il --format pdf",
    "letter us-il --format pdf --out FOLDER/none/letter.pdf",
    "letter us-il --technology poems",
    "letter us-il --records poems",
    "letter us-il --product poems",
    "letter us-il --lang xx --on never",
    "letter us-il --kind appeal --step poems",
    "letters_gallery ODD --place us-il",
    "letters_gallery FOLDER/gallery --place zz",
    "letters_pile --out FOLDER/pile.txt",
    "letters_pile --out FOLDER/pile.pdf",
    f"letters_pile {REFERENCE} --out FOLDER/pile.pdf",
    "messages more",
    "own_words list",
    f"own_words list --owner {NOBODY}",
    "own_words check",
    "own_words check FOLDER/none.toml",
    "own_words check ODD",
    f"own_words remove --owner {ROSA} --kind ask --name Nothing",
    f"publish check {REFERENCE} --by {ROSA}",
    f"publish open REFERENCE --by {ROSA}",
    f"publish open REFERENCE --until never --by {ROSA}",
    f"publish open Nothing --campaign --by {ROSA}",
    f"publish close Campaign --campaign --by {ROSA}",
    f"publish looked {HUGE} --by {ROSA}",
    f"publish looked x --by {ROSA}",
    "reading x",
    "reading " + UUID,
    "receive",
    "receive FOLDER/none.eml",
    "receive FOLDER",
    f"receive ODD --request {REFERENCE}",
    "receive ODD --on never",
    "receive ODD --channel pigeon",
    "refold --closed nobody 2026-12-24 Holiday",
    "refold --dry-run --closed nobody 2026-12-24 Holiday",
    "refresh_calendars zz",
    "refresh_calendars ../../pyproject",
    "reindex more",
    "reparse",
    "reparse --request " + REFERENCE,
    "reparse --message x",
    "reparse --message " + UUID,
    "restore FOLDER",
    "restore FOLDER/none",
    "rotate_identity_key more",
    "sandbox read x",
    f"sandbox read {HUGE}",
    "sandbox answer " + REFERENCE,
    "sandbox pass",
    "sandbox pass never",
    "search",
    "search words --page x",
    "search words --person " + NOBODY,
    "serie",
    f"serie --requester {NOBODY} --out FOLDER/serie",
    f"serie --requester {ROSA} --out FOLDER/serie",
    f"serie --referred {REFERENCE} --on never",
    f"serie --referred {REFERENCE} --on 2026-11-22",
    "setup more",
    "signin more",
    "systems plan",
    "systems plan nothing",
    "systems import FOLDER/none.csv",
    "systems import FOLDER/none.csv --team TEAM",
    "systems import ODD --team TEAM",
    "systems export FOLDER/none/x.csv",
    "systems list --team Nobody",
    "texts --scan-again",
    "texts more",
    "timeline us-il",
    "timeline us-il --events FOLDER/none.json",
    "timeline us-il --events ODD",
    "timeline zz --events EVENTS",
    "timeline us-il --events EVENTS --as-of never",
    "timeline us-il --events EVENTS --closed never",
    "timeline us-il --events EVENTS --variant poems",
    "timeline us-il --events EVENTS --calendar poems",
    "verify_archive FOLDER",
    "verify_archive FOLDER/none",
]


def command(name: str) -> BaseCommand:
    return load_command_class("foia", name)


def arguments(name: str) -> list[argparse.Action]:
    """Return what a command takes beside what all of them do."""
    theirs = command(name).create_parser("manage.py", name)
    usual = {action.dest for action in BaseCommand().create_parser("manage.py", name)._actions}
    return [action for action in theirs._actions if action.dest not in usual]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_what_each_argument_is(name: str) -> None:
    assert command(name).help.strip().endswith(".")
    assert importlib.import_module(f"{commands.__name__}.{name}").__doc__
    assert [action.dest for action in arguments(name) if not action.help] == []


def test_all_that_tell_something_speak_to_programs() -> None:
    speaking = {name for name in NAMES for action in arguments(name) if action.dest == "json"}
    assert set(NAMES) - speaking == FOR_PEOPLE


def test_every_command_is_tried_with_what_is_wrong() -> None:
    assert {words.split()[0] for words in WRONG} == set(NAMES)


@pytest.fixture
def said(
    draft: Message, citizen: User, now: Any, tmp_path: Path, settings: Any, capsys: Any,
    monkeypatch: Any,
) -> Callable[[str], tuple[int, str, str]]:  # fmt: skip
    """A function that runs words as a shell would; returns exit code, stdout and stderr."""
    campaign = campaign_of(citizen, now, bodies(["us-il"]), name="Campaign")
    (tmp_path / "odd").write_bytes(b"\x00\xff\xfe odd \x01")
    (tmp_path / "events.json").write_text("[]")
    (tmp_path / "folder").mkdir()
    settings.DATA_DIR = tmp_path
    told = {
        "FOLDER": str(tmp_path / "folder"),
        "ODD": str(tmp_path / "odd"),
        "EVENTS": str(tmp_path / "events.json"),
        "TEAM": str(campaign.team.uuid),
        "CAMPAIGN": str(campaign.uuid),
        "REFERENCE": draft.the_request.reference,
    }
    for end_of_the_process in ("connections.close_all", "_drop_output"):
        monkeypatch.setattr(f"foia.management.command.{end_of_the_process}", lambda: None)

    def run(words: str) -> tuple[int, str, str]:
        name, *rest = words.split()
        for placeholder, value in told.items():
            rest = [word.replace(placeholder, value) for word in rest]
        try:
            command(name).run_from_argv(["manage.py", name, *rest])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("name", NAMES)
def test_what_is_wrong_is_one_sentence_and_exit_code_one(
    name: str, said: Callable[[str], tuple[int, str, str]]
) -> None:
    for words in WRONG:
        if words.split()[0] == name:
            code, _out, err = said(words)
            assert code == 1, f"{words}: {err}"
            assert len(err.strip().splitlines()) == 1, f"{words}: {err}"
            assert err.strip().endswith((".", "?")), f"{words}: {err}"


@pytest.mark.parametrize(
    "words",
    [
        f"account notices {ROSA}",
        "agencies export FOLDER/x.csv --team TEAM",
        f"campaign list --by {ROSA}",
        f"campaign forecast Campaign --by {ROSA}",
        f"campaign prepare Campaign --by {ROSA}",
        f"coding ask Campaign --text Why? --kind text --by {ROSA}",
        f"ledger sums --by {ROSA}",
        f"own_words list --owner {ROSA}",
        "refold",
        "refold --dry-run",
        "reindex",
        "rotate_identity_key --new",
        "sandbox mails",
        "sandbox pass 3",
        "search anything",
        "systems export FOLDER/x.csv",
        "texts",
    ],
)
def test_with_json_the_whole_output_is_json(
    words: str, said: Callable[[str], tuple[int, str, str]]
) -> None:
    code, out, err = said(f"{words} --json")
    assert code == 0, err
    json.loads(out)
