"""`manage.py agencies`: a table in, what was left out as a table, the bodies out again."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foia.models import Agency, AgencyImport, AgencyList, Team

MUCKROCK = Path(__file__).parents[1] / "agency_files" / "muckrock.csv"


def test_a_table_is_taken_in_listed_and_written_out(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("agencies", "import", MUCKROCK, team=team.name, list="Illinois")
    said = capsys.readouterr().out
    assert "read as: MuckRock mass import" in said
    assert "new                      3" in said
    assert AgencyList.objects.get().listed.count() == 3
    for name in ("out.csv", "out.xlsx"):
        out = tmp_path / name
        call_command("agencies", "export", out, team=str(team.uuid), list="Illinois")
        assert out.stat().st_size > 500
        assert f"3 bodies stand in {out}." in capsys.readouterr().out


def test_a_dry_run_changes_no_body_and_keeps_the_file(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("agencies", "import", MUCKROCK, team=team.name, dry_run=True)
    assert "Nothing was changed" in capsys.readouterr().out
    assert not Agency.objects.exists()
    assert AgencyImport.objects.get().state == "uploaded"


def test_what_was_left_out_is_written_as_a_table(team: Team, tmp_path: Path) -> None:
    table = tmp_path / "bodies.csv"
    table.write_text("name,state\nA,Illinois\nB,Atlantis\n", encoding="utf-8")
    receipt = tmp_path / "receipt.csv"
    call_command("agencies", "import", table, team=team.name, receipt=str(receipt))
    assert "3,state,Atlantis," in receipt.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "words,said",
    [
        (["import", "no/such/file.csv", "--team", "Sample coalition"], "unreadable"),
        (["import", str(MUCKROCK), "--team", "Nobody"], "There is no team"),
        (["import", str(MUCKROCK), "--team", "Sample coalition", "--by", "x@y.example"], "member"),
        (
            ["import", str(MUCKROCK), "--team", "Sample coalition", "--jurisdiction", "atlantis"],
            "no jurisdiction",
        ),
        (["import", __file__ + "c", "--team", "Sample coalition"], "unreadable"),
        (["export", "x.csv", "--team", "Sample coalition", "--list", "None"], "no list"),
    ],
)
def test_trouble_is_one_sentence(team: Team, words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("agencies", *words)
