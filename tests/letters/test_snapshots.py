"""Every place's letters as they are on file, so that a change of law or words shows as a diff.

`UPDATE_SNAPSHOTS=1` writes them anew; read the diff before it is committed. A place's request is on
file for every law, its later letters for a dozen places.
"""

import difflib
import os
from pathlib import Path

import pytest

from foia.letters.letter import Letter
from foia.letters.outline import OUTLINES
from foia.letters.sample import sample_letter
from foia.letters.text import to_text
from jurisdictions import DomainError, Pack, load_pack
from tests.letters import sample
from tests.letters.test_compose import WITH_LAW

SNAPSHOTS = Path(__file__).parents[1] / "snapshots" / "letters"
EVERY_KIND = ("us-il", "us", "mx", "fr", "ru", "gb", "de", "es", "br", "it", "pl", "nl")
OVERDUE_TOO = ("mx-cmx",)


def letter(code: str, kind: str) -> Letter:
    """Return a place's letter in its own language; the first places have a body of their own."""
    pack = load_pack(code)
    if code in sample.PLACES and kind in ("request", "overdue"):
        return sample.request(code) if kind == "request" else sample.reminder(code)
    return sample_letter(pack, kind, sample.ON)


def kinds(code: str) -> tuple[str, ...]:
    """Return the kinds of letter that are on file for a place."""
    if code in EVERY_KIND:
        return tuple(OUTLINES)
    return ("request", "overdue") if code in OVERDUE_TOO else ("request",)


def path_of(pack: Pack, kind: str) -> Path:
    return SNAPSHOTS / f"{pack.code}.{kind}.{pack.languages[0]}.txt"


def told(code: str, kind: str) -> str:
    """Return the letter's text, or the sentence that says why there is none."""
    try:
        return to_text(letter(code, kind))
    except DomainError as error:
        return f"No letter: {error}\n"


def difference(path: Path, text: str) -> str:
    """Return what changed since the letter was put on file."""
    filed = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        filed.splitlines(), text.splitlines(), "on file", "now", lineterm=""
    )
    return "\n".join(lines)


@pytest.mark.parametrize("code", WITH_LAW)
def test_the_letters_are_those_on_file(code: str) -> None:
    pack = load_pack(code)
    changed = []
    for kind in kinds(code):
        path, text = path_of(pack, kind), told(code, kind)
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8")
        changed.append(difference(path, text))
    assert "".join(changed) == "", "write them anew with UPDATE_SNAPSHOTS=1, and read the diff"


def test_no_snapshot_is_left_of_a_letter_that_is_gone() -> None:
    wanted = {path_of(load_pack(code), kind) for code in WITH_LAW for kind in kinds(code)}
    found = set(SNAPSHOTS.iterdir())
    if os.environ.get("UPDATE_SNAPSHOTS"):
        for path in found - wanted:
            path.unlink()
    assert set(SNAPSHOTS.iterdir()) == wanted, "write them anew with UPDATE_SNAPSHOTS=1"
    assert sum(path.stat().st_size for path in wanted) < 2_000_000
