"""Our own table comes back: nothing changes but what somebody changed in it."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from foia.flow import agencies
from foia.gateways import tables
from foia.models import Agency, AgencyImport, AgencyList, Contact, ListedAgency, Team
from tests.agency_tables import FILES

Import = Callable[..., AgencyImport]


@pytest.fixture
def many(taken: Import, team: Team) -> None:
    """Bodies of several sources, by hand, everybody's; addresses in every odd state."""
    for name in ("muckrock", "foia_gov_contacts", "dila", "publicbodies"):
        taken(f"{name}.csv")
    mine = agencies.write_down(team=team, name="=Board", place="A; B", jurisdiction="us-il")
    for rank, (channel, address) in enumerate(
        [("post", "1 Road; Back\nDoor"), ("post", "2 Road"), ("email", "a@board.example")]
    ):
        mine.contacts.create(channel=channel, address=address, rank=rank * 100, team=team)
    mine.contacts.create(channel="email", address="b@board.example", is_working=False, team=team)
    everybodys = Agency.objects.create(name="Everybody's", slug="x", jurisdiction_code="us")
    everybodys.contacts.create(channel="email", address="all@e.example")
    mine.contacts.create(channel="email", address="shared@board.example")


def written(kind: str, team: Team) -> bytes:
    rows = agencies.exported(Agency.objects.filter(merged_into=None), [team.pk])
    if kind == "xlsx":
        return tables.xlsx(agencies.HEADER, rows, sheet="Bodies")
    return b"".join(tables.csv_lines(agencies.HEADER, rows))


def changed(content: bytes, called: str, /, **cells: str) -> bytes:
    """Return a table with other cells in the row of one body."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    for row in rows:
        if row["name"] == called:
            row.update(cells)
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue().encode()


def stored() -> list[list[Any]]:
    return [list(rows.order_by("pk").values()) for rows in (Agency.objects, Contact.objects)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_nobody_touched_changes_nothing_and_goes_on_the_list(
    taken: Import, many: None, team: Team, now: datetime, kind: str
) -> None:
    before, number = stored(), Agency.objects.count()
    mine = AgencyList.objects.create(team=team, name="Mine", created_at=now)
    row = taken(written(kind, team), agency_list=mine)
    assert row.profile == "open_shutter"
    assert stored() == before
    assert (row.counts["rows"], row.counts["same"], row.counts["refused"]) == (number, number, 0)
    assert ListedAgency.objects.filter(agency_list=mine).count() == number


def test_one_changed_cell_changes_that_alone(taken: Import, many: None, team: Team) -> None:
    board = Agency.objects.get(name="=Board")
    before = list(Contact.objects.order_by("pk").values())
    content = changed(written("csv", team), "'=Board", place="Sampletown")
    row = taken(content)
    assert (row.counts["changed"], row.counts["new"]) == (1, 0)
    board.refresh_from_db()
    assert (board.place, board.name, board.source) == ("Sampletown", "=Board", "by_hand")
    assert list(Contact.objects.order_by("pk").values()) == before


def test_another_address_is_added_first(taken: Import, many: None, team: Team) -> None:
    name = "Springfield Police Department"
    taken(changed(written("csv", team), name, email="new@police.example"))
    first = Agency.objects.get(name=name).contact(team.pk)
    assert first is not None and first.address == "new@police.example"


def test_a_body_of_everybody_is_not_changed_by_a_team(
    taken: Import, many: None, team: Team
) -> None:
    row = taken(changed(written("csv", team), "Everybody's", name="Mine now"))
    assert Agency.objects.filter(name="Everybody's").exists()
    assert "everybody's" in row.problems.get(is_refused=True).sentence


def test_of_another_teams_bodies_a_copy_is_made(
    taken: Import, many: None, team: Team, now: datetime
) -> None:
    content, before = written("csv", team), stored()[0]
    others = Team.objects.create(name="Others", created_at=now)
    row = taken(content, team=others)
    theirs = Agency.objects.filter(team=others)
    assert row.counts["new"] == theirs.count() == Agency.objects.filter(team=team).count()
    assert list(Agency.objects.exclude(team=others).order_by("pk").values()) == before
    assert taken(content, team=others).counts["new"] == 0


def test_ids_that_are_none_are_new_bodies(taken: Import, team: Team) -> None:
    content = (FILES / "open_shutter.csv").read_bytes().replace(b"6f1c1f0e-8a55", b"6f1c1f0e8")
    assert taken(content).counts["new"] == 2
    assert taken(content).counts["same"] == 2
