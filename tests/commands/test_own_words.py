"""`manage.py own_words`: a file is checked and kept whole or not at all."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from foia.models import OwnWords, User

GOOD = """
[[words]]
kind = "frame"
name = "Coalition"
language = "en"
opening = "We write to $agency together."

[[words]]
kind = "signature"
name = "All"
text = "Coalition 24"
"""
BAD = GOOD + '\n[[words]]\nkind = "ask"\nname = "X"\nlanguage = "en"\ntext = "{{ all }}"\n'


@pytest.fixture
def good(tmp_path: Path) -> str:
    (tmp_path / "good.toml").write_text(GOOD)
    return str(tmp_path / "good.toml")


@pytest.fixture
def bad(tmp_path: Path) -> str:
    (tmp_path / "bad.toml").write_text(BAD)
    return str(tmp_path / "bad.toml")


def test_words_are_checked_added_listed_and_removed(good: str, citizen: User, capsys: Any) -> None:
    call_command("own_words", "check", good)
    call_command("own_words", "add", good, owner=citizen.email)
    call_command("own_words", "list", owner=citizen.email)
    call_command("own_words", "remove", owner=citizen.email, kind="frame", name="Coalition")
    said = capsys.readouterr().out
    assert "2 texts are in order." in said
    assert "frame\ten\tCoalition\nsignature\tany\tAll" in said
    assert [row.name for row in OwnWords.objects.all()] == ["All"]


def test_one_bad_text_keeps_the_whole_file_out(bad: str, citizen: User) -> None:
    with pytest.raises(CommandError, match=r"ask 'X': The ask, line 1: '\{\{'"):
        call_command("own_words", "check", bad)
    with pytest.raises(CommandError, match="The ask, line 1"):
        call_command("own_words", "add", bad, owner=citizen.email)
    assert not OwnWords.objects.exists()


@pytest.mark.parametrize("content", ["x = 1", "[[words]]\nkind = 'poem'\nname = 'x'", "\x00", "="])
def test_a_file_of_something_else_is_one_sentence(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(content)
    with pytest.raises(CommandError, match=r"expected are tables \[\[words\]\]"):
        call_command("own_words", "check", str(tmp_path / "x.toml"))


def test_unknown_people_words_and_files_are_said(citizen: User) -> None:
    with pytest.raises(CommandError, match="There is no account"):
        call_command("own_words", "list", owner="nobody@openshutter.example")
    with pytest.raises(CommandError, match="keeps no frame 'Y'"):
        call_command("own_words", "remove", owner=citizen.email, kind="frame", name="Y")
    with pytest.raises(CommandError, match="is unreadable"):
        call_command("own_words", "check", "/nowhere/x.toml")
    with pytest.raises(CommandError, match="Name the TOML file"):
        call_command("own_words", "check")
