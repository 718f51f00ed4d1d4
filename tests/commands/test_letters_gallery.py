"""`manage.py letters_gallery` writes what the gallery shows, or one sentence."""

import re
from pathlib import Path
from zipfile import is_zipfile

import pytest
from django.core.management import CommandError, call_command

from foia.letters.outline import OUTLINES


def test_every_kind_is_written_as_text_word_and_pdf_and_linked_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("letters_gallery", str(tmp_path), "--place", "mx", "--place", "gb")
    table = (tmp_path / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)]+)\)", table)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("*/*")}
    assert found == set(linked)
    none_in_mexico = 1  # no second step there but a court: no complaint
    assert len(found) == 3 * (2 * len(OUTLINES) - none_in_mexico)
    assert f"{len(found)} files" in capsys.readouterr().out
    assert (tmp_path / "mx/appeal.es.pdf").read_bytes().startswith(b"%PDF-")
    assert is_zipfile(tmp_path / "mx/appeal.es.docx")
    assert "Ayuntamiento de Villaejemplo" in (tmp_path / "mx/request.es.txt").read_text("utf-8")
    assert "| request | es (unreviewed) " in table
    assert " | en [txt]" in table


def test_a_letter_that_cannot_be_written_is_a_dash_in_the_table(tmp_path: Path) -> None:
    call_command("letters_gallery", str(tmp_path), "--place", "us-mn", "--format", "txt")
    table = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| overdue second | — |" in table
    assert not list(tmp_path.glob("us-mn/overdue_second.*"))


def test_trouble_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no law on file for 'atlantis'"):
        call_command("letters_gallery", str(tmp_path), "--place", "atlantis")
    with pytest.raises(CommandError, match="invalid choice: 'poem'"):
        call_command("letters_gallery", str(tmp_path), "--kind", "poem")
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written: Not a directory"):
        call_command("letters_gallery", str(tmp_path / "file"), "--format", "txt")
