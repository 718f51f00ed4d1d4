"""Bodies that a team keeps: found, listed, mended, merged and parted, never lost."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from foia.flow import agencies
from foia.flow.agencies import Filters
from foia.gateways import tables
from foia.models import (
    Agency,
    AgencyImport,
    AgencyList,
    Campaign,
    CampaignBody,
    Contact,
    Team,
    User,
)

Import = Callable[..., AgencyImport]
BODIES = (
    "id,name,city,state,type,email,portal,verified_on\n"
    "1,Springfield Police,Springfield,IL,police,a@police.example,,2026-03-01\n"
    "2,Springfield Parks,Springfield,IL,parks,,https://parks.example/form,\n"
    "3,Austin Police,Austin,TX,police,,,2024-01-01\n"
    "4,Police of Springfield,Springfield,IL,police,b@police.example,,\n"
)


@pytest.fixture
def bodies(taken: Import) -> dict[str, Agency]:
    """Four bodies of the team, by their numbers in the table."""
    taken(BODIES.replace("state", "state").replace("IL", "Illinois").replace("TX", "Texas"))
    return {agency.source_id: agency for agency in Agency.objects.all()}


def numbers(team: Team, **filters: object) -> set[str]:
    found = agencies.found(Agency.objects.all(), Filters(**filters), [team.pk])  # type: ignore[arg-type]
    return set(found.values_list("source_id", flat=True))


@pytest.mark.parametrize(
    "filters,found",
    [
        ({}, "1234"),
        ({"words": "police spring"}, "14"),
        ({"place": "springfield"}, "124"),
        ({"jurisdiction": "us-tx"}, "3"),
        ({"jurisdiction": "us"}, "1234"),
        ({"kind": "POLICE"}, "134"),
        ({"channel": "email"}, "14"),
        ({"channel": "portal"}, "2"),
        ({"channel": "none"}, "3"),
        ({"verified": "never"}, "24"),
        ({"verified": "before", "before_on": date(2025, 1, 1)}, "234"),
        ({"technology": "alpr"}, ""),
        ({"kind": "police", "channel": "email", "place": "Spring"}, "14"),
    ],
)
def test_bodies_are_found_by_each_thing_known_of_them(
    bodies: dict[str, Agency], team: Team, filters: dict[str, object], found: str
) -> None:
    assert numbers(team, **filters) == set(found)


def test_bodies_are_found_by_the_systems_they_operate(taken: Import, team: Team) -> None:
    taken("atlas_of_surveillance.csv")
    found = agencies.found(Agency.objects.all(), Filters(technology="alpr"), [team.pk])
    assert found.get().name == "Springfield Police Department"
    assert not agencies.found(Agency.objects.all(), Filters(technology="alpr"), []).exists()


def test_a_kept_search_finds_what_came_later(
    bodies: dict[str, Agency], team: Team, taken: Import, now: datetime
) -> None:
    kept = agencies.make_list(team=team, name="Police", now=now, filters=Filters(kind="police"))
    assert agencies.members_of(kept).count() == 3
    taken("id,name,state,type\n9,Peoria Police,Illinois,police\n")
    assert agencies.members_of(AgencyList.objects.get(pk=kept.pk)).count() == 4
    with pytest.raises(agencies.ListTrouble, match="a search that is kept"):
        agencies.put_on(kept, Agency.objects.all())


def test_bodies_go_on_a_list_once_and_come_off_it(
    bodies: dict[str, Agency], team: Team, now: datetime
) -> None:
    mine = agencies.make_list(team=team, name="Mine", now=now)
    assert agencies.put_on(mine, Agency.objects.filter(kind="police")) == 3
    assert agencies.put_on(mine, Agency.objects.all()) == 1
    assert agencies.take_off(mine, Agency.objects.filter(place="Springfield")) == 3
    assert agencies.members_of(mine).get().source_id == "3"
    assert Agency.objects.count() == 4


def test_bodies_of_another_team_come_on_no_list(bodies: dict[str, Agency], now: datetime) -> None:
    others = Team.objects.create(name="Others", created_at=now)
    theirs = agencies.make_list(team=others, name="Theirs", now=now)
    assert agencies.put_on(theirs, Agency.objects.all()) == 0


def test_two_lists_of_one_name_are_one_too_many(team: Team, now: datetime) -> None:
    agencies.make_list(team=team, name="Mine", now=now)
    with pytest.raises(agencies.ListTrouble, match="already"):
        agencies.make_list(team=team, name=" Mine ", now=now)
    with pytest.raises(agencies.ListTrouble, match="narrows nothing"):
        agencies.make_list(team=team, name="All", now=now, filters=Filters())


def test_an_address_of_everybody_is_out_of_use_for_the_team_alone(
    bodies: dict[str, Agency], team: Team
) -> None:
    shared = Contact.objects.create(agency=bodies["3"], channel="email", address="x@x.example")
    agencies.take_out_of_use(contact=shared, team=team)
    shared.refresh_from_db()
    assert shared.is_working
    assert not Contact.objects.get(agency=bodies["3"], team=team).is_working


@pytest.fixture
def campaign(team: Team, citizen: User, now: datetime) -> Campaign:
    return Campaign.objects.create(
        team=team,
        name="Readers",
        technology="alpr",
        requester=citizen,
        signed_name="Rosa Resident",
        is_sandbox=True,
        created_at=now,
    )


def test_two_rows_of_one_body_become_one_and_can_be_parted(
    bodies: dict[str, Agency], team: Team, citizen: User, campaign: Campaign, now: datetime
) -> None:
    mine = agencies.make_list(team=team, name="Mine", now=now)
    agencies.put_on(mine, Agency.objects.all())
    CampaignBody.objects.create(campaign=campaign, agency=bodies["4"])
    before = [list(model.objects.order_by("pk").values()) for model in (Agency, Contact)]
    done = agencies.merge(agency=bodies["4"], into=bodies["1"], by=citizen, now=now)
    assert set(agencies.members_of(mine).values_list("source_id", flat=True)) == {"1", "2", "3"}
    addresses = set(bodies["1"].contacts.values_list("address", flat=True))
    assert addresses == {"a@police.example", "b@police.example"}
    assert campaign.bodies.get().agency == bodies["1"]
    agencies.part(merged=done, now=now)
    assert campaign.bodies.get().agency == bodies["4"]
    assert agencies.members_of(mine).count() == 4
    after = [list(model.objects.order_by("pk").values()) for model in (Agency, Contact)]
    assert after == before
    with pytest.raises(agencies.MergeTrouble, match="parted already"):
        agencies.part(merged=done, now=now)


def test_a_table_that_comes_again_keeps_merged_bodies_merged(
    bodies: dict[str, Agency], citizen: User, taken: Import, now: datetime
) -> None:
    agencies.merge(agency=bodies["4"], into=bodies["1"], by=citizen, now=now)
    row = taken("id,name,state,email\n4,Police of Springfield,Illinois,new@police.example\n")
    assert row.counts["changed"] == 1
    assert bodies["1"].contacts.filter(address="new@police.example").exists()
    assert Agency.objects.get(pk=bodies["4"].pk).merged_into == bodies["1"]


def test_bodies_of_two_laws_or_of_others_are_not_merged(
    bodies: dict[str, Agency], citizen: User, now: datetime
) -> None:
    other = Agency.objects.create(
        slug="o",
        name="Other",
        place="Springfield",
        jurisdiction_code="us-il",
        team=Team.objects.create(name="Others", created_at=now),
    )
    shared = Agency.objects.create(slug="s", name="S", place="X", jurisdiction_code="us-il")
    for agency, into, said in [
        (bodies["3"], bodies["1"], "two laws"),
        (bodies["1"], bodies["1"], "itself"),
        (bodies["1"], other, "another team"),
        (shared, bodies["1"], "everybody's"),
    ]:
        with pytest.raises(agencies.MergeTrouble, match=said):
            agencies.merge(agency=agency, into=into, by=citizen, now=now)
    agencies.merge(agency=bodies["1"], into=shared, by=citizen, now=now)
    with pytest.raises(agencies.MergeTrouble, match="merged already"):
        agencies.merge(agency=bodies["4"], into=bodies["1"], by=citizen, now=now)


def test_staff_give_bodies_to_everybody_but_never_one_twice(
    bodies: dict[str, Agency], team: Team, taken: Import, now: datetime
) -> None:
    assert agencies.share(Agency.objects.filter(source_id="1")) == 1
    shared = Agency.objects.get(source_id="1")
    contact = shared.contact()
    assert shared.team is None
    assert contact is not None and contact.address == "a@police.example"
    others = Team.objects.create(name="Others", created_at=now)
    taken("id,name,state\n1,Springfield Police,Illinois\n", team=others)
    assert agencies.share(Agency.objects.filter(team=others)) == 0


def test_bodies_leave_as_a_table_that_comes_back_as_it_was(
    bodies: dict[str, Agency], team: Team, taken: Import, now: datetime
) -> None:
    rows = agencies.exported(Agency.objects.filter(team=team), [team.pk])
    content = b"".join(tables.csv_lines(agencies.HEADER, rows))
    others = Team.objects.create(name="Others", created_at=now)
    assert taken(content, team=others).counts["refused"] == 0
    pairs = [
        {(a.name, a.jurisdiction_code, a.place, a.kind, a.verified_on) for a in team.agencies.all()}
        for team in (team, others)
    ]
    assert pairs[0] == pairs[1]
    book = load_workbook(
        io.BytesIO(
            tables.xlsx(
                agencies.HEADER,
                agencies.exported(Agency.objects.filter(team=team), [team.pk]),
                sheet="Bodies",
            )
        )
    )
    assert book["Bodies"].max_row == 5
