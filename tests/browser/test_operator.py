"""The operator's story: mail that nobody can place, a mailbox that is shut, proof and backup."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, expect

from foia.models import Message, User
from tests.browser.person import Person, person, replies
from tests.conftest import approve
from tests.flow.test_backup import manage

SHUT = "imap://rosa:secret@127.0.0.1:1/INBOX"


@pytest.mark.parametrize(("language", "has_script"), [("en", True), ("es", False), ("fr", True)])
def test_an_operator_finds_what_is_wrong_and_brings_all_of_it_back_elsewhere(
    language: str,
    has_script: bool,
    new_page: Callable[..., Page],
    house: Callable[[], None],
    draft: Message,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.IMAP_URLS, settings.DATA_DIR = [SHUT], tmp_path
    letter = approve(draft, draft.the_request.requester)
    house()
    letter.refresh_from_db()
    letter.reply_to, letter.message_id = "nobody@reply.openshutter.example", ""
    replies(letter, "To whom does this belong?", subject="A question")
    house()
    staff = User.objects.create_user("olive@openshutter.example", is_staff=True)
    olive = person(new_page, staff, language, has_script=has_script)
    olive.goes("/triage/")
    expect(olive.page.locator(".warning")).to_contain_text("127.0.0.1")
    expect(olive.page.locator("article")).to_contain_text("To whom does this belong?")
    sets_aside_and_back(olive)
    olive.goes("/archive/")
    olive.sees("all as it was")
    call_command("verify_archive")
    if connection.vendor == "sqlite":  # tests/flow/test_backup.py does it on Postgres
        is_restored_elsewhere(tmp_path)


def sets_aside_and_back(olive: Person) -> None:
    """Say that a mail belongs to no request, and take that back."""
    olive.follows("Read it and search for its request")
    olive.presses("Set it aside")
    assert Message.objects.get(subject="A question").filing == "aside"
    olive.goes("/triage/?aside")
    olive.presses("Put it back")
    assert Message.objects.get(subject="A question").filing != "aside"


def is_restored_elsewhere(folder: Path) -> None:
    """Make a backup, and bring it back into an empty installation."""
    call_command("backup", folder / "backup")
    new = {"DATABASE_URL": f"sqlite:///{folder / 'new.sqlite3'}", "DATA_DIR": folder / "new"}
    back = manage("restore", folder / "backup", "--json", **new)
    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout) == {"ok": True, "found": []}
