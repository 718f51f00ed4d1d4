"""A large table on the screen: asked for by a button, done by the room, its progress shown."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from foia.flow import agencies
from foia.models import Agency, AgencyImport, Membership, Team, User

Import = Callable[..., AgencyImport]
TABLE = "id,name,state,email\n1,Old Board,Atlantis,\n" + "".join(
    f"{n},Board {n} of Town {n},Illinois,b{n}@town.example\n" for n in range(2, 1_300)
)


def page(client: Client, name: str, row: AgencyImport) -> str:
    response = client.get(reverse(name, args=[row.uuid]))
    assert response.status_code == 200, response
    return response.content.decode()


def post(client: Client, name: str, row: AgencyImport, **told: str) -> str:
    response = client.post(reverse(name, args=[row.uuid]), told)
    assert response.status_code == 302, response.content
    return str(response["Location"])


@pytest.fixture
def row(uploaded: Import) -> AgencyImport:
    return uploaded(TABLE)


def test_a_large_table_is_compared_and_taken_in_by_the_room_while_the_page_tells(
    owner: Client, row: AgencyImport, now: datetime
) -> None:
    compare = reverse("agency_import_compare", args=[row.uuid])
    receipt = reverse("agency_import", args=[row.uuid])
    assert owner.get(compare)["Location"] == receipt  # nobody asked yet: nothing is worked on
    assert "about 1300 rows" in page(owner, "agency_import", row)
    assert post(owner, "agency_import_compare", row) == compare
    shown = page(owner, "agency_import_compare", row)
    assert 'data-running="yes"' in shown and "0 of about 1300 rows" in shown
    assert "Look again" in shown  # a link for browsers without script
    assert owner.get(receipt)["Location"] == compare
    agencies.run(now=now)
    assert 'data-running=""' in page(owner, "agency_import_part", row)
    assert "Which law do these words mean?" in page(owner, "agency_import_compare", row)
    assert post(owner, "agency_import_laws", row, words="Atlantis", law="us-ak") == compare
    agencies.run(now=now)
    assert "Which law" not in page(owner, "agency_import_compare", row)
    assert not Agency.objects.exists()
    assert post(owner, "agency_import_apply", row) == compare
    assert "is taken in" in page(owner, "agency_import_part", row)
    agencies.run(now=now)
    assert owner.get(compare)["Location"] == receipt
    assert "Every row was in order" in page(owner, "agency_import", row)
    assert Agency.objects.count() == 1_299


def test_why_a_large_table_could_not_be_read_stands_above_how_it_is_read(
    owner: Client, uploaded: Import, now: datetime
) -> None:
    row = uploaded(TABLE.replace("name", "wer", 1))
    post(owner, "agency_import_compare", row)
    agencies.run(now=now)
    assert "say which one does" in page(owner, "agency_import", row)


def test_an_upload_by_mistake_is_discarded(owner: Client, row: AgencyImport) -> None:
    assert "Discard this table" in page(owner, "agency_import", row)
    assert post(owner, "agency_import_discard", row) == reverse("agency_lists")
    assert not AgencyImport.objects.exists()
    assert owner.get(reverse("agency_import", args=[row.uuid])).status_code == 404


def test_what_was_taken_in_is_not_discarded(owner: Client, taken: Import) -> None:
    row = taken("generic.csv")
    answer = owner.post(reverse("agency_import_discard", args=[row.uuid]))
    assert answer.status_code == 422
    assert AgencyImport.objects.exists()


def test_a_viewer_looks_on_and_a_stranger_finds_nothing(
    owner: Client, row: AgencyImport, team: Team
) -> None:
    post(owner, "agency_import_compare", row)
    for name, is_there in (("vic", True), ("mallory", False)):
        user = User.objects.create_user(f"{name}@openshutter.example")
        client = Client()
        client.force_login(user)
        if is_there:
            role = Membership.Role.VIEWER
            Membership.objects.create(team=team, user=user, role=role)
        for seen in ("agency_import_part", "agency_import_compare"):
            expected = 200 if is_there else 404
            assert client.get(reverse(seen, args=[row.uuid])).status_code == expected
        for act in ("agency_import_compare", "agency_import_apply", "agency_import_discard"):
            assert client.post(reverse(act, args=[row.uuid])).status_code == 404
