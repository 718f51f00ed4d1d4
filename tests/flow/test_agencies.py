"""Tables of bodies, of every make, are taken in once, with a receipt of what was left out."""

import csv
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia.flow import agencies
from foia.flow.agencies.profiles import profiles, recognised
from foia.gateways import tables
from foia.models import (
    Agency,
    AgencyList,
    Blob,
    Contact,
    ListedAgency,
    Message,
    RecordsRequest,
    System,
    Team,
    User,
)
from tests.agency_tables import FILES, Import


@pytest.mark.parametrize("id", [id for id in profiles() if id != "generic"])
def test_each_known_format_is_told_by_its_columns(id: str) -> None:
    content = (FILES / f"{id}.csv").read_bytes()
    assert recognised(tables.open_table(content, tables.sniff(content)).header).id == id


TAKEN = {
    "foia_gov_contacts": ("Office of Samples, Department of Examples", "us", 4),
    "muckrock": ("Springfield Police Department", "us-il", 5),
    "alaveteli": ("Sampleton Borough Council", "gb", 0),
    "mysociety_authorities": ("Café Regulation Board", "gb", 0),
    "froide": ("Ordnungsamt Musterstadt", "de-nw", 4),
    "publicbodies": ("Sample Agency", "gb", 2),
    "dila": ("Mairie - Exempleville", "fr", 3),
    "atlas_of_surveillance": ("Springfield Police Department", "us-il", 0),
    "open_shutter": ("Sampletown Clerk", "us-il", 3),
    "generic": ("Secretaría de Pruebas", "mx-cmx", 1),
}


@pytest.mark.parametrize("id", TAKEN)
def test_a_table_of_each_format_becomes_bodies_with_law_addresses_and_source(
    taken: Import, team: Team, now: datetime, id: str
) -> None:
    name, code, addresses = TAKEN[id]
    law = "gb" if id in ("alaveteli", "mysociety_authorities") else ""
    taken(f"{id}.csv", jurisdiction=law)
    agency = Agency.objects.get(name=name)
    assert (agency.jurisdiction_code, agency.contacts.count()) == (code, addresses)
    assert (agency.team, agency.source, agency.retrieved_on) == (team, id, now.date())
    assert agency.licence == profiles()[id].licence
    assert set(agency.contacts.values_list("team", flat=True)) <= {team.pk}


def test_several_rows_of_one_component_are_one_body_and_no_person_is_kept(taken: Import) -> None:
    taken("foia_gov_contacts.csv")
    assert Agency.objects.count() == 2
    one = Agency.objects.get(name__startswith="Office")
    usable = one.contact(one.team_id)
    assert usable is not None and usable.address == "foia@samples.example"
    assert "Ada" not in str(list(Agency.objects.values())) + str(list(Contact.objects.values()))


def test_a_delegated_town_hall_is_no_body_of_its_own(taken: Import) -> None:
    assert taken("dila.csv").counts["skipped"] == 1
    assert not Agency.objects.filter(name__startswith="Mairie déléguée").exists()


def test_the_atlas_becomes_systems_with_the_bodies_that_operate_them(
    taken: Import, team: Team
) -> None:
    row = taken("atlas_of_surveillance.csv")
    assert row.counts["systems"] == 2
    system = System.objects.get(source_id="AOS000001")
    assert (system.technology, system.team) == ("alpr", team)
    assert system.bodies.get().agency.name == "Springfield Police Department"
    assert system.facts.get().source == "https://news.example/1"
    assert row.problems.get().found == "Crystal Balls"


@pytest.mark.parametrize("id", TAKEN)
def test_the_same_file_again_changes_nothing(taken: Import, id: str) -> None:
    law = {"jurisdiction": "gb"} if id in ("alaveteli", "mysociety_authorities") else {}
    first = taken(f"{id}.csv", **law)
    before = [list(model.objects.order_by("pk").values()) for model in (Agency, Contact, System)]
    again = taken(f"{id}.csv", **law)
    after = [list(model.objects.order_by("pk").values()) for model in (Agency, Contact, System)]
    assert after == before
    assert again.counts | {"new": 0, "changed": 0} == again.counts
    assert again.counts["same"] == first.counts["new"]
    assert Blob.objects.count() == 1


OLD = "id,name,state,email,website\n1,Town Clerk,Illinois,old@town.example,town.example\n"
NEW = "id,name,state,email,website\n1,Town Clerk's Office,Illinois,new@town.example,\n"


def test_a_dry_run_says_old_and_new_and_writes_nothing(taken: Import, uploaded: Import) -> None:
    taken(OLD)
    before = list(Agency.objects.values())
    plan = agencies.plan(uploaded(NEW))
    (change,) = plan.changed
    assert change.was == (("name", "Town Clerk", "Town Clerk's Office"),)
    assert change.contacts == (("email", "new@town.example", 1),)
    assert list(Agency.objects.values()) == before


def test_a_new_address_goes_first_and_the_old_one_stays_last(taken: Import, team: Team) -> None:
    taken(OLD)
    taken(NEW)
    agency = Agency.objects.get()
    assert agency.homepage == "https://town.example"
    first = agency.contact(team.pk)
    assert first is not None and first.address == "new@town.example"
    assert agency.contacts.count() == 2
    assert taken(NEW).counts["same"] == 1
    assert taken(OLD).counts["changed"] == 1
    back = Agency.objects.get().contact(team.pk)
    assert back is not None and back.address == "old@town.example"


def test_an_address_that_a_person_named_stays_first(taken: Import, team: Team) -> None:
    taken(OLD)
    agency = Agency.objects.get()
    agency.contacts.create(channel="email", address="mended@town.example", rank=0, team=team)
    taken(NEW)
    first = agency.contact(team.pk)
    assert first is not None and first.address == "mended@town.example"


def test_broken_rows_are_left_out_with_line_column_found_and_expected(taken: Import) -> None:
    row = taken(
        "name,state,email,website\n"
        "A,Illinois,a@a.example,\n"
        ",Illinois,b@b.example,\n"
        "C,Atlantis,c@c.example,\n"
        "D,Illinois,notanaddress,javascript:alert(1)\n"
        "E,Illinois\n"
        "F,Illinois,f@f.example,\n"
    )
    assert set(Agency.objects.values_list("name", flat=True)) == {"A", "D", "F"}
    told = row.problems.order_by("line", "column").values_list(
        "line", "column", "found", "is_refused"
    )
    assert list(told) == [
        (3, "name", "", True),
        (4, "state", "Atlantis", True),
        (5, "email", "notanaddress", False),
        (5, "website", "javascript:alert(1)", False),
        (6, "", "", True),
    ]
    assert all("xpected" in problem.sentence for problem in row.problems.all())
    assert (row.counts["refused"], row.counts["doubted"]) == (3, 1)


def test_a_file_of_unknown_columns_waits_until_a_person_says_what_they_mean(
    uploaded: Import, now: datetime
) -> None:
    row = uploaded("Wer,Wohin\nAmt,amt@amt.example\n", jurisdiction="de-be")
    with pytest.raises(agencies.ImportTrouble, match="hold the names"):
        agencies.apply(row, now=now)
    agencies.read_as(row, columns={"name": ["Wer"], "email": ["Wohin"]})
    agencies.apply(row, now=now)
    assert Contact.objects.get().address == "amt@amt.example"


def test_words_for_a_place_that_nobody_knew_are_said_once_for_the_file(
    uploaded: Import, now: datetime
) -> None:
    row = uploaded("generic.csv")
    assert agencies.plan(row).unknown_laws == {"Coahuila": 1}
    agencies.read_as(row, laws={"Coahuila": "mx-xx"})
    assert agencies.apply(row, now=now).counts()["new"] == 2


@pytest.mark.parametrize(
    "words,country,code",
    [
        ("IL", "us", "us-il"),
        ("IL", "", "il"),
        ("Georgia", "us", "us-ga"),
        ("Georgia", "", ""),
        ("Springfield, Illinois", "us", "us-il"),
        ("DE", "us", "us-de"),
        ("DE", "", "de"),
        ("deutschland", "", "de"),
        ("NORDRHEIN-WESTFALEN", "de", "de-nw"),
        ("Ciudad de Mexico", "", "mx-cmx"),
        ("Federal", "us", "us"),
        ("UK", "", "gb"),
        ("Atlantis", "us", ""),
        ("", "us", ""),
    ],
)
def test_words_for_a_place_name_its_law_or_nothing(words: str, country: str, code: str) -> None:
    assert agencies.law_of([words], country=country) == code


def test_a_body_that_was_asked_keeps_the_law_its_dates_were_counted_under(
    taken: Import, draft: Message, team: Team
) -> None:
    taken("id,name,state\n1,Town Clerk,Illinois\n2,Other Clerk,Illinois\n")
    asked = Agency.objects.get(source_id="1")
    RecordsRequest.objects.filter(pk=draft.request_id).update(agency=asked)
    row = taken("id,name,state\n1,Town Clerk,Texas\n2,Other Clerk,Texas\n")
    laws = dict(Agency.objects.filter(team=team).values_list("source_id", "jurisdiction_code"))
    assert laws == {"1": "us-il", "2": "us-tx"}
    assert "stays" in row.problems.get().sentence
    assert (row.counts["changed"], row.counts["same"]) == (1, 1)


def test_what_was_taken_in_is_not_taken_in_twice(taken: Import, now: datetime) -> None:
    with pytest.raises(agencies.ImportTrouble, match="taken in already"):
        agencies.apply(taken(OLD), now=now)


def test_bodies_of_two_teams_are_two_bodies(taken: Import, now: datetime, citizen: User) -> None:
    taken(OLD)
    taken(OLD, team=Team.objects.create(name="Others", created_at=now))
    assert Agency.objects.count() == 2


def test_a_likely_duplicate_is_named_and_a_namesake_elsewhere_is_not(
    taken: Import, uploaded: Import
) -> None:
    taken("id,name,city,state\n1,Springfield Police Department,Springfield,IL\n")
    plan = agencies.plan(
        uploaded(
            "id,name,city,state\n"
            "2,Police Department of Springfield,Springfield,IL\n"
            "3,Springfield Police Department,Springfield,MO\n"
            "4,Springfield Park District 1,Springfield,IL\n"
            "5,Springfield Park District 2,Springfield,IL\n"
            "6,Bringfield Police Department,Bringfield,IL\n"
        )
    )
    assert [(one.line, one.other) for one in plan.lookalikes] == [
        (2, "Springfield Police Department")
    ]
    assert plan.lookalikes[0].score >= 83


def test_a_list_gets_all_bodies_of_the_file_each_once(
    taken: Import, team: Team, now: datetime
) -> None:
    mine = AgencyList.objects.create(team=team, name="Mine", created_at=now)
    taken("muckrock.csv", agency_list=mine)
    taken("muckrock.csv", agency_list=mine)
    assert ListedAgency.objects.filter(agency_list=mine).count() == 3


def test_the_receipt_is_a_table_that_no_spreadsheet_runs(taken: Import) -> None:
    row = taken("name,state,email\n=cmd(),Atlantis,a@a.example\nB,=1+1,b@b.example\n")
    content = b"".join(agencies.receipt(row)).decode("utf-8-sig")
    header, *lines = list(csv.reader(io.StringIO(content, newline="")))
    assert header == ["line", "column", "found", "what is wrong", "left out"]
    assert [line[2] for line in lines] == ["Atlantis", "'=1+1"]


def big(rows: int) -> str:
    """Return a table of so many bodies, of which every hundredth is broken."""
    lines = ["id,name,city,state,email"]
    for n in range(rows):
        state = "Atlantis" if n % 100 == 99 else "Illinois"
        lines.append(f"{n},Board {n} of Town {n},Town {n},{state},b{n}@town{n}.example")
    return "\n".join(lines) + "\n"


def test_a_thousand_rows_take_few_statements(uploaded: Import, now: datetime) -> None:
    row = uploaded(big(3_000))
    with CaptureQueriesContext(connection) as caught:
        plan = agencies.apply(row, now=now)
    assert plan.counts()["new"] == 2_970
    assert plan.counts()["refused"] == 30
    assert len(caught) / 3 <= 50


def test_days_of_a_workbook_are_days(taken: Import) -> None:
    content = tables.xlsx(
        ["name", "jurisdiction", "verified_on"], [["A", "us-il", date(2026, 3, 1)]], sheet="x"
    )
    taken(content)
    assert Agency.objects.get().verified_on == date(2026, 3, 1)
