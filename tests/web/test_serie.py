"""The screen of the série shows who is in it, hands the folder out and records the referral."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import docket
from foia.letters.serie import LEAST
from foia.models import DocketEntry, RecordsRequest, User
from tests.towns import ask_town
from tests.web.conftest import campaign_of


@pytest.fixture
def five(citizen: User) -> list[RecordsRequest]:
    """Five towns that were asked for the same and stayed silent for more than a month."""
    now = timezone.now()
    requests = [ask_town(citizen, number, now - timedelta(days=45)) for number in range(LEAST)]
    for request in requests:
        docket.refold(request=request, now=now)
    return requests


def test_without_a_series_the_page_says_why(owner: Client) -> None:
    page = owner.get(reverse("serie")).content.decode()
    assert "no open request to a French body" in page
    assert reverse("serie") not in owner.get(reverse("home")).content.decode()


def test_the_page_names_every_body_and_the_way_in_is_at_home(
    five: list[RecordsRequest], owner: Client, stranger: Client
) -> None:
    page = owner.get(reverse("serie")).content.decode()
    assert all(request.reference in page for request in five)
    assert "prada@ville4.example" in page
    assert reverse("serie") in owner.get(reverse("home")).content.decode()
    assert five[0].reference not in stranger.get(reverse("serie")).content.decode()


def test_one_that_is_not_refused_can_be_left_out_or_listed_on_the_page(
    five: list[RecordsRequest], citizen: User, owner: Client
) -> None:
    late = ask_town(citizen, 9, timezone.now() - timedelta(days=3))
    assert "is not refused yet" in owner.get(reverse("serie")).content.decode()
    listed = owner.get(reverse("serie"), {"with_waiting": "on"}).content.decode()
    assert late.reference in listed and "Pas de refus" in listed
    without = owner.get(reverse("serie"), {"leave_out": late.reference.lower()}).content.decode()
    assert f"Left out: {late.reference}" in without


def test_a_campaign_leads_to_its_own_refusals_alone(
    five: list[RecordsRequest], citizen: User, owner: Client
) -> None:
    campaign = campaign_of(citizen, timezone.now())
    address = reverse("serie") + f"?campaign={campaign.uuid}"
    assert "no open request to a French body" in owner.get(address).content.decode()
    RecordsRequest.objects.filter(pk__in=[each.pk for each in five]).update(campaign=campaign)
    other = ask_town(citizen, 9, timezone.now() - timedelta(days=45))
    assert address in owner.get(reverse("campaign_grid", args=[campaign.uuid])).content.decode()
    page = owner.get(address).content.decode()
    assert all(request.reference in page for request in five)
    assert other.reference not in page
    assert f'value="{campaign.uuid}"' in page
    folder = owner.post(reverse("serie_folder"), {"campaign": str(campaign.uuid), "cada": "x"})
    assert other.reference.encode() not in folder.content
    assert folder["Content-Type"] == "application/zip"


def test_the_folder_is_one_zip_file(five: list[RecordsRequest], owner: Client) -> None:
    answer = owner.post(reverse("serie_folder"), {"cada": "1 rue X\n75000 Paris"})
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        (letter,) = (name for name in archive.namelist() if name.endswith("saisine.txt"))
        assert "75000 Paris" in archive.read(letter).decode()
    assert {"data/2-administrations.xlsx", "data/4-informations.pdf", "bagit.txt"} <= names
    assert not DocketEntry.objects.filter(kind="appealed").exists()


def test_only_ones_own_requests_are_recorded_as_referred(
    five: list[RecordsRequest], owner: Client, stranger: Client
) -> None:
    today = timezone.now().date() - timedelta(days=1)
    told = {"on": today.isoformat(), "references": " ".join(each.reference for each in five)}
    assert stranger.post(reverse("serie_referred"), told).status_code == 422
    assert not DocketEntry.objects.filter(kind="appealed").exists()
    for _ in range(2):
        assert owner.post(reverse("serie_referred"), told).status_code == 302
        assert DocketEntry.objects.filter(kind="appealed").count() == LEAST
    assert owner.post(reverse("serie_referred"), {"references": "x"}).status_code == 422
