"""Bodies on the screen: found, listed, mended, merged; a table taken in step by step."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from foia.flow import agencies
from foia.gateways import tables
from foia.models import (
    Agency,
    AgencyImport,
    AgencyList,
    AgencyMerge,
    Contact,
    Membership,
    Team,
    User,
)
from tests.agency_tables import FILES

Import = Callable[..., AgencyImport]
MOST_QUERIES = 15


def page(client: Client, name: str, /, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200, response.content
    return b"".join(response).decode()


def post(client: Client, name: str, /, *args: object, **told: Any) -> Any:
    return client.post(reverse(name, args=args), told)


def upload(client: Client, content: bytes, **told: Any) -> Any:
    table = SimpleUploadedFile("bodies.csv", content)
    return post(client, "agency_import_new", table=table, **told)


@pytest.fixture
def many(taken: Import) -> None:
    """More bodies than one page holds."""
    rows = (f"{n},Board {n} of Town,Town,IL,b{n}@town.example,board" for n in range(120))
    taken("id,name,city,state,email,type\n" + "\n".join(rows).replace("IL", "Illinois") + "\n")


@pytest.fixture
def bodies(taken: Import) -> dict[str, Agency]:
    taken("muckrock.csv")
    return {agency.name: agency for agency in Agency.objects.all()}


def test_bodies_are_searched_in_a_fixed_number_of_queries(
    owner: Client, many: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        shown = page(owner, "agencies", query="?words=board&kind=board&channel=email&page=2")
    assert "120 bodies" in shown
    assert "Page 2 of 3" in shown
    assert shown.count("@town.example") == 50
    assert "?words=board&amp;kind=board&amp;channel=email&amp;page=3" in shown


def test_a_search_that_makes_no_sense_still_answers(owner: Client, many: None) -> None:
    shown = page(owner, "agencies", query="?jurisdiction=atlantis&before_on=x&kind=y&page=-1")
    assert "No body fits" in shown


def test_bodies_of_one_team_are_nowhere_for_others(
    stranger: Client, bodies: dict[str, Agency]
) -> None:
    assert "Springfield" not in page(stranger, "agencies", query="?words=springfield")
    one = bodies["Springfield Police Department"]
    assert stranger.get(reverse("agency", args=[one.uuid])).status_code == 404
    content = page(stranger, "agencies_table", "csv", query="?words=springfield")
    assert "Springfield" not in content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_search_found_is_a_table(
    owner: Client, bodies: dict[str, Agency], kind: str
) -> None:
    response = owner.get(reverse("agencies_table", args=[kind]) + "?words=springfield+police")
    content = b"".join(response)
    assert f'filename="bodies.{kind}"' in response["Content-Disposition"]
    assert (b"foia@police.springfield.example" in content) is (kind == "csv")


def test_a_body_shows_its_addresses_with_source_and_day(
    owner: Client,
    bodies: dict[str, Agency],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    one = bodies["Springfield Police Department"]
    with django_assert_max_num_queries(MOST_QUERIES):
        shown = page(owner, "agency", one.uuid)
    for words in (
        "foia@police.springfield.example",
        "Illinois",
        "MuckRock mass import",
        "Nobody has checked it",
    ):
        assert words in shown


def test_an_address_is_named_and_taken_out_of_use(
    owner: Client, bodies: dict[str, Agency], team: Team
) -> None:
    one = bodies["Springfield Police Department"]
    for address in ("new@police.example", " newer@police.example "):
        told = {"channel": "email", "address": address, "source_url": "police.example/foia"}
        assert post(owner, "agency_address", one.uuid, **told).status_code == 302
    named = one.contact(team.pk)
    assert named is not None and named.address == "newer@police.example"
    assert named.source_url == "https://police.example/foia"
    assert named.verified_on is not None
    assert post(owner, "agency_address_out_of_use", one.uuid, named.pk).status_code == 302
    then = Agency.objects.get(pk=one.pk).contact(team.pk)
    assert then is not None and then.address == "foia@police.springfield.example"


def test_the_day_of_a_check_is_noted_with_the_address_and_the_body(
    owner: Client, bodies: dict[str, Agency]
) -> None:
    one = bodies["Springfield Police Department"]
    mine = one.contacts.get(address="foia@police.springfield.example")
    shared = Contact.objects.create(agency=one, channel="email", address="x@x.example")
    assert post(owner, "agency_address_found_right", one.uuid, mine.pk).status_code == 302
    assert post(owner, "agency_address_found_right", one.uuid, shared.pk).status_code == 404
    mine.refresh_from_db()
    one.refresh_from_db()
    assert mine.verified_on == one.verified_on == timezone.now().date()
    assert "Checked on" in page(owner, "agency", one.uuid)
    assert "Springfield Police" in page(owner, "agencies", query="?words=police")
    assert "Springfield Police" not in page(owner, "agencies", query="?verified=never")


@pytest.mark.parametrize(
    "channel,address,source_url",
    [
        ("email", "nobody", ""),
        ("email", "a@b.example Bcc: c@d.example", ""),
        ("portal", "javascript:alert(1)", ""),
        ("fax", "no number", ""),
        ("pigeon", "a@b.example", ""),
        ("email", "a@b.example", "ftp://x"),
    ],
)
def test_what_is_no_address_is_said_beside_it_and_not_kept(
    owner: Client, bodies: dict[str, Agency], channel: str, address: str, source_url: str
) -> None:
    one = bodies["Springfield Police Department"]
    told = {"channel": channel, "address": address, "source_url": source_url}
    answer = post(owner, "agency_address", one.uuid, **told)
    assert answer.status_code == 422
    assert f'value="{address}"' in answer.content.decode()
    assert not Contact.objects.filter(rank=0).exists()


def test_bodies_are_merged_and_parted(owner: Client, bodies: dict[str, Agency]) -> None:
    one, other = bodies["Sampletown Public Schools"], bodies["Springfield Police Department"]
    assert other.name in page(owner, "agency", one.uuid, query="?words=police")
    assert post(owner, "agency_merge", one.uuid, into=other.pk).status_code == 302
    assert owner.get(reverse("agency", args=[one.uuid])).status_code == 404
    assert one.name in page(owner, "agency", other.uuid)
    assert post(owner, "agency_part", AgencyMerge.objects.get().pk).status_code == 302
    assert one.name in page(owner, "agency", one.uuid)


def test_bodies_go_on_a_list_ticked_or_all_that_was_found(
    owner: Client, many: None, team: Team
) -> None:
    assert post(owner, "agency_lists", name="Boards").status_code == 302
    boards = AgencyList.objects.get()
    pks = [agency.pk for agency in Agency.objects.all()[:3]]
    told = {"agency_list": str(boards.uuid), "which": "ticked", "agency": pks}
    assert post(owner, "agency_list_put", **told).status_code == 302
    assert boards.listed.count() == 3
    told = {"agency_list": str(boards.uuid), "which": "all", "query": "words=board"}
    post(owner, "agency_list_put", **told)
    assert boards.listed.count() == 120
    assert "120 bodies" in page(owner, "agency_list", boards.uuid)
    post(owner, "agency_list_take", boards.uuid, agency=pks)
    assert boards.listed.count() == 117
    post(owner, "agency_list_rename", boards.uuid, name="All boards")
    assert "All boards" in page(owner, "agency_lists")
    assert "b7@town.example" in page(owner, "agency_list_table", boards.uuid, "csv")
    post(owner, "agency_list_remove", boards.uuid)
    assert not AgencyList.objects.exists()
    assert Agency.objects.count() == 120


def test_a_search_is_kept_as_a_list(owner: Client, many: None) -> None:
    told = {"name": "By e-mail", "query": "kind=board&channel=email"}
    assert post(owner, "agency_lists", **told).status_code == 302
    kept = AgencyList.objects.get()
    assert kept.filters == {"kind": "board", "channel": "email"}
    assert "120 bodies" in page(owner, "agency_list", kept.uuid)


def test_a_table_is_uploaded_looked_at_compared_and_taken_in(owner: Client, team: Team) -> None:
    answer = upload(owner, (FILES / "generic.csv").read_bytes())
    row = AgencyImport.objects.get()
    assert answer["Location"] == reverse("agency_import", args=[row.uuid])
    shown = page(owner, "agency_import", row.uuid)
    assert "Secretaría de Pruebas" in shown
    assert "Atlantis" not in shown and "Coahuila" in shown
    assert not Agency.objects.exists()
    compared = page(owner, "agency_import_compare", row.uuid)
    assert "Which law do these words mean?" in compared
    post(owner, "agency_import_laws", row.uuid, words="Coahuila", law="mx-xx")
    assert "Which law" not in page(owner, "agency_import_compare", row.uuid)
    assert post(owner, "agency_import_apply", row.uuid).status_code == 302
    assert set(Agency.objects.values_list("jurisdiction_code", flat=True)) == {"mx-cmx", "mx-xx"}
    assert "Every row was in order" in page(owner, "agency_import", row.uuid)
    assert post(owner, "agency_import_apply", row.uuid).status_code == 422


def test_a_person_says_what_the_columns_mean(owner: Client, team: Team) -> None:
    upload(owner, "Wer;Wohin;Was\nAmt für Muster;amt@amt.example;Amt\n".encode("cp1252"))
    row = AgencyImport.objects.get()
    assert "say which one does" in page(owner, "agency_import", row.uuid)
    told = {
        "profile": "generic",
        "encoding": "cp1252",
        "delimiter": ";",
        "header_line": "1",
        "jurisdiction": "de-be",
        "column_0": "name",
        "column_1": "email",
        "column_2": "kind",
    }
    assert post(owner, "agency_import", row.uuid, **told).status_code == 302
    assert "Amt für Muster" in page(owner, "agency_import", row.uuid)
    wrong = post(owner, "agency_import", row.uuid, **(told | {"column_0": "owner"}))
    assert wrong.status_code == 422


def test_a_person_says_which_sheet_of_a_workbook_is_read(owner: Client, team: Team) -> None:
    book = load_workbook(BytesIO(tables.xlsx(["Notes"], [["nothing"]], sheet="Notes")))
    page_of_bodies = book.create_sheet("Bodies")
    for cells in (["name", "state"], ["Town Clerk", "Illinois"]):
        page_of_bodies.append(cells)
    written = BytesIO()
    book.save(written)
    upload(owner, written.getvalue())
    row = AgencyImport.objects.get()
    form = owner.get(reverse("agency_import", args=[row.uuid])).context["form"]
    told = {field.html_name: field.value() or "" for field in form} | {"sheet": "Bodies"}
    assert post(owner, "agency_import", row.uuid, **told).status_code == 302
    assert "Town Clerk" in page(owner, "agency_import", row.uuid)


def test_a_column_that_feeds_two_fields_still_does_when_another_is_changed(
    owner: Client, team: Team
) -> None:
    upload(owner, (FILES / "dila.csv").read_bytes())
    row = AgencyImport.objects.get()
    form = owner.get(reverse("agency_import", args=[row.uuid])).context["form"]
    told = {field.html_name: field.value() or "" for field in form}
    told["column_9"] = "kind"
    assert post(owner, "agency_import", row.uuid, **told).status_code == 302
    columns = AgencyImport.objects.get().options["columns"]
    assert columns["place"] == columns["post"] == ["adresse"]
    assert "plage_ouverture" in columns["kind"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04nothing"])
def test_what_is_no_table_is_said_beside_the_file(owner: Client, content: bytes) -> None:
    answer = upload(owner, content)
    assert answer.status_code == 422
    assert not AgencyImport.objects.exists()


def test_what_was_left_out_is_shown_and_is_a_table(owner: Client, team: Team) -> None:
    upload(owner, b"name,state\nA,Illinois\n=cmd(),Atlantis\nC\n")
    row = AgencyImport.objects.get()
    post(owner, "agency_import_apply", row.uuid)
    shown = page(owner, "agency_import", row.uuid)
    assert "Atlantis" in shown and "Found 1 cells" in shown
    assert "3,state,Atlantis" in page(owner, "agency_import_receipt", row.uuid)


def test_a_change_is_shown_old_and_new(owner: Client, taken: Import, team: Team) -> None:
    taken("id,name,state\n1,Town Clerk,Illinois\n")
    upload(owner, b"id,name,state\n1,City Clerk,Illinois\n")
    row = AgencyImport.objects.get(state="uploaded")
    shown = page(owner, "agency_import_compare", row.uuid)
    assert "<del>Town Clerk</del>" in shown and "<ins>City Clerk</ins>" in shown


def test_whoever_works_alone_is_a_team_of_one_from_the_first_table_on(
    owner: Client, citizen: User
) -> None:
    upload(owner, (FILES / "muckrock.csv").read_bytes())
    assert AgencyImport.objects.get().team.memberships.get().user == citizen


def test_a_body_that_no_table_has_is_written_down_once(owner: Client, team: Team) -> None:
    told = {"name": "Lost Board", "place": "Sampletown", "jurisdiction": "us-il"}
    first = post(owner, "agency_new", **told)
    made = Agency.objects.get(name="Lost Board")
    assert first["Location"] == reverse("agency", args=[made.uuid])
    assert (made.team, made.jurisdiction_code) == (team, "us-il")
    again = post(owner, "agency_new", **(told | {"name": " lost  board "}))
    assert again.status_code == 422
    assert "already" in again.content.decode()
    assert post(owner, "agency_new", **(told | {"jurisdiction": ""})).status_code == 422


@pytest.fixture
def viewer(team: Team) -> Client:
    """A browser of somebody of the team who may look and no more."""
    user = User.objects.create_user("vic@openshutter.example")
    Membership.objects.create(team=team, user=user, role=Membership.Role.VIEWER)
    client = Client()
    client.force_login(user)
    return client


def test_a_viewer_sees_and_changes_nothing(
    viewer: Client, taken: Import, uploaded: Import, team: Team, now: datetime
) -> None:
    mine = agencies.make_list(team=team, name="Mine", now=now)
    taken("muckrock.csv", agency_list=mine)
    waiting = uploaded("publicbodies.csv")
    one, other = Agency.objects.filter(jurisdiction_code="us-il")
    assert "Springfield" in page(viewer, "agency_list", mine.uuid)
    assert "They are one body" not in page(viewer, "agency", one.uuid)
    page(viewer, "agency_import", waiting.uuid)
    contact = one.contacts.all()[0]
    for name, args, told in [
        ("agency_merge", [one.uuid], {"into": other.pk}),
        ("agency_address_out_of_use", [one.uuid, contact.pk], {}),
        ("agency_list_put", [], {"agency_list": str(mine.uuid), "agency": one.pk}),
        ("agency_list_take", [mine.uuid], {"agency": one.pk}),
        ("agency_list_rename", [mine.uuid], {"name": "x"}),
        ("agency_list_remove", [mine.uuid], {}),
        ("agency_import", [waiting.uuid], {}),
        ("agency_import_laws", [waiting.uuid], {}),
        ("agency_import_apply", [waiting.uuid], {}),
    ]:
        assert post(viewer, name, *args, **told).status_code == 404, name
    assert mine.listed.count() == 3
