"""Dossiers on the screen: everybody reads, teams write, each plan leads to a letter."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from foia import samples
from foia.flow import systems
from foia.models import Agency, Campaign, System, SystemAct, Team, User
from tests.agency_tables import team  # noqa: F401 (a fixture)
from tests.conftest import NOW


@pytest.fixture
def chicago(db: None) -> System:
    samples.load()
    return System.objects.get(slug="chicago-face-search")


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def own_dossier(team: Team, by: User) -> System:  # noqa: F811
    fields = {"name": "Town cameras", "place": "Springfield", "technology": "cctv"}
    return systems.write_down(team=team, by=by, now=NOW, fields=fields)


def test_a_reader_without_an_account_sees_each_statement_with_its_source(
    chicago: System, client: Client
) -> None:
    shown = page(client, "system", chicago.uuid)
    assert "US$49,875" in shown
    assert 'href="https://news.wttw.com/2020/01/30/' in shown
    assert "Is there a published policy on how it may be used?" in shown
    assert "Add to this dossier" not in shown


def test_the_plan_shows_law_channel_and_letter_of_each_body_and_leads_to_the_wizard(
    chicago: System, client: Client
) -> None:
    shown = page(client, "system_plan", chicago.uuid)
    assert shown.count("Read its letter") == 3
    assert "5 ILCS 140" in shown
    assert "foia@chicago-police.example" in shown
    link = (
        f"{reverse('ask_records')}?place=Chicago%2C%20Illinois&what=frt_search"
        "&agency=chicago-procurement-services&system=chicago-face-search"
    )
    assert link.replace("&", "&amp;") in shown
    asked = client.get(link).content.decode()
    assert "City of Chicago, Department of Procurement Services</span>" in asked
    client.post(link, {"pick_contract": "on", "text_contract": "The contract."})
    assert client.session["plan"]["system"] == "chicago-face-search"


def test_of_two_systems_in_one_place_the_wizard_takes_the_one_whose_plan_one_came_from(
    chicago: System, client: Client
) -> None:
    query = "?place=Marseille&what=analytics&agency=cnil&system="
    for slug in ("marseille-vpi", "marseille-big-data"):
        address = reverse("ask_records") + query + slug
        client.post(address, {"pick_oversight": "on", "text_oversight": "The letters."})
        assert client.session["plan"]["system"] == slug


def test_a_dangerous_place_is_planned_with_a_warning_and_without_a_campaign(
    chicago: System, owner: Client
) -> None:
    moscow = System.objects.get(slug="moscow-safe-city")
    shown = page(owner, "system_plan", moscow.uuid)
    assert "Plan and track only: nothing is sent from here." in shown
    assert "Ask them all in one campaign" not in shown


def test_a_campaign_begins_with_the_bodies_of_the_dossier(
    chicago: System,
    owner: Client,
    team: Team,  # noqa: F811
) -> None:
    address = f"{reverse('campaign_new')}?what=frt_search&dossier={chicago.slug}"
    assert address.replace("&", "&amp;") in page(owner, "system_plan", chicago.uuid)
    told = {"name": "Chicago", "system": chicago.slug, "signed_name": "Rosa Resident"}
    told |= {"pick_usage_policy": "on", "text_usage_policy": "The policy."}
    answer = owner.post(address, told)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = Campaign.objects.get(name="Chicago")
    assert made.system == chicago
    assert made.bodies.count() == 3


def test_the_list_is_narrowed_and_handed_out_as_it_is_narrowed(
    chicago: System, client: Client
) -> None:
    assert "7 systems" in page(client, "systems")
    assert "2 systems" in page(client, "systems", place="Marseille")
    answer = client.get(reverse("systems_table", args=["json"]), {"place": "Marseille"})
    told = json.loads(answer.content)["systems"]
    assert {one["place"] for one in told} == {"Marseille"}
    assert client.get(reverse("systems_table", args=["csv"])).status_code == 200
    assert client.get(reverse("systems_table", args=["xlsx"])).content.startswith(b"PK")


def test_a_teams_dossier_is_nobody_elses_and_staff_alone_changes_everybodys(
    chicago: System,
    team: Team,  # noqa: F811
    citizen: User,
    owner: Client,
    stranger: Client,
    staff: Client,
    client: Client,
) -> None:
    own = own_dossier(team, citizen)
    for other in (stranger, staff, client):
        assert other.get(reverse("system", args=[own.uuid])).status_code == 404
        assert "Town cameras" not in page(other, "systems")
    assert owner.get(reverse("system_edit", args=[own.uuid])).status_code == 200
    assert owner.get(reverse("system_edit", args=[chicago.uuid])).status_code == 404
    assert staff.get(reverse("system_edit", args=[chicago.uuid])).status_code == 200


STATEMENTS = {
    "vendors": {"name": "Axis", "part": "Cameras"},
    "bodies": {"body": "chicago police department", "role": "operator", "records": ["contract"]},
    "facts": {"topic": "goals", "statement": "Order."},
    "documents": {"title": "Rules", "category": "usage_policy", "dated_on": "2026-01-31"},
    "answers": {"question": "approval", "answer": "no", "note": "Nobody voted."},
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_team_puts_its_dossier_together_statement_by_statement(
    kind: str,
    chicago: System,
    team: Team,  # noqa: F811
    citizen: User,
    owner: Client,
) -> None:
    own = own_dossier(team, citizen)
    told = STATEMENTS[kind] | {"source": "The Daily", "certainty": "reported"}
    answer = owner.post(reverse("system_add", args=[own.uuid, kind]), told)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = getattr(own, kind).get()
    assert (row.source, row.certainty) == ("The Daily", "reported")
    one = reverse("system_part", args=[own.uuid, kind, row.pk])
    assert owner.get(one).status_code == 200
    assert owner.post(one, {"take_out": "1"}).status_code == 302
    assert not getattr(own, kind).exists()


def test_a_body_that_cannot_be_told_is_answered_with_those_like_it_and_nothing_is_lost(
    chicago: System,
    team: Team,  # noqa: F811
    citizen: User,
    owner: Client,
) -> None:
    own = own_dossier(team, citizen)
    told = {"body": "Police", "role": "operator", "why": "It looks.", "certainty": "unverified"}
    answer = owner.post(reverse("system_add", args=[own.uuid, "bodies"]), told)
    assert answer.status_code == 422
    assert "Chicago Police Department" in answer.content.decode()
    assert "It looks." in answer.content.decode()


def test_a_file_is_looked_at_first_and_then_taken_in(
    chicago: System,
    team: Team,  # noqa: F811
    owner: Client,
) -> None:
    table = b"name,place,technology\nPlate readers,Springfield,alpr\n"
    file = SimpleUploadedFile("systems.csv", table, content_type="text/csv")
    shown = owner.post(reverse("systems_take_in"), {"file": file}).content.decode()
    assert "1 new dossier" in shown
    assert not System.objects.filter(name="Plate readers").exists()
    assert owner.post(reverse("systems_take_in"), {"take_in": "1"}).status_code == 302
    assert System.objects.get(name="Plate readers").team == team


def test_a_page_takes_the_same_few_queries_whatever_the_number_of_systems(
    chicago: System,
    client: Client,
    team: Team,  # noqa: F811
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    System.objects.bulk_create(
        System(slug=f"s-{n}", name=f"System {n}", place="Springfield", technology="cctv")
        for n in range(300)
    )
    for agency in Agency.objects.all():
        chicago.bodies.get_or_create(agency=agency, role="watchdog")
    for name, args in (
        ("systems", []),
        ("system", [chicago.uuid]),
        ("system_plan", [chicago.uuid]),
        ("systems_table", ["json"]),
    ):
        with django_assert_max_num_queries(12):
            client.get(reverse(name, args=args))


def test_a_dossiers_history_says_who_changed_what_when_to_those_it_concerns(
    team: Team,  # noqa: F811
    citizen: User,
    owner: Client,
    client: Client,
    staff: Client,
) -> None:
    made = own_dossier(team, citizen)
    there = reverse("system", args=[made.uuid])
    head = {"name": made.name, "place": made.place, "technology": "cctv", "status": "trial"}
    owner.post(reverse("system_edit", args=[made.uuid]), head)
    fact = {"topic": "other", "statement": "They turn.", "certainty": "reported"}
    owner.post(reverse("system_add", args=[made.uuid, "facts"]), fact)
    row = made.facts.get()
    part = reverse("system_part", args=[made.uuid, "facts", row.pk])
    owner.post(part, fact | {"statement": "They never turn."})
    owner.post(part, fact | {"statement": "They never turn."})  # nothing is changed by that
    owner.post(part, {"take_out": "yes"})
    acts = SystemAct.objects.filter(system=made).order_by("pk")
    assert [act.act for act in acts] == ["written", "changed", "added", "changed", "taken_out"]
    assert {act.by for act in acts} == {citizen}
    page = strip_tags(owner.get(there).content.decode())
    assert "Whether it runs: «unclear whether it runs» → «on trial»" in page
    assert "«They turn.» → «They never turn.»" in page
    System.objects.update(team=None)
    assert "They never turn." not in client.get(there).content.decode()
    assert citizen.email not in client.get(there).content.decode()
    assert "They never turn." in staff.get(there).content.decode()
