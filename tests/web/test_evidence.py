"""Bags are asked for and fetched on screen; staff see the proofs of the store."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from foia.flow import archive
from foia.models import EvidenceBag, Membership, RecordsRequest, User, Verification
from tests.conftest import NOW
from tests.web.conftest import Rows, signed_in


def test_a_bag_is_asked_for_watched_fetched_and_deleted(
    sent: RecordsRequest, owner: Client, stranger: Client
) -> None:
    where = reverse("request_bags", args=[sent.uuid])
    owner.post(where, {"for": "us"})
    assert "being made" in owner.get(where).content.decode()
    bag = EvidenceBag.objects.get()
    fetch = reverse("bag", args=[bag.uuid])
    assert owner.get(fetch).status_code == 422
    archive.run_bags(now=NOW)
    page = owner.get(where).content.decode()
    bag.refresh_from_db()
    assert bag.sha256 in page
    answer = owner.get(fetch)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert any(name.endswith("/data/timeline.pdf") for name in packed.namelist())
    assert stranger.get(fetch).status_code == 404
    owner.post(reverse("bag_drop", args=[bag.uuid]))
    assert owner.get(fetch).status_code == 404


def test_one_for_everybody_of_what_is_private_says_why_not(
    sent: RecordsRequest, owner: Client
) -> None:
    where = reverse("request_bags", args=[sent.uuid])
    owner.post(where, {"for": "everybody"})
    archive.run_bags(now=NOW)
    assert "is not public; publish it first" in owner.get(where).content.decode()


@pytest.mark.parametrize(("found", "said"), [(0, "all as it was"), (2, "2 things found")])
def test_staff_see_what_the_night_found(staff: Client, found: int, said: str) -> None:
    Verification.objects.create(
        day_on=NOW.date(),
        started_at=NOW,
        finished_at=NOW,
        part="done",
        checked=5,
        found=found,
        problems=["Stored bytes abc… are missing."] * found,
    )
    page = staff.get(reverse("archive_proofs")).content.decode()
    assert said in page
    assert ("are missing" in page) is bool(found)


def test_only_staff_see_the_proofs(owner: Client, citizen: User) -> None:
    assert owner.get(reverse("archive_proofs")).status_code == 404


def test_who_only_looks_deletes_no_bag(rows: Rows) -> None:
    vera = User.objects.create_user("vera@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=vera, role="viewer")
    bag = archive.ask_for_bag(campaign=rows.campaign, by=rows.campaign.requester, now=NOW)
    archive.run_bags(now=NOW)
    browser = signed_in(vera)
    bags = reverse("campaign_bags", args=[rows.campaign.uuid])
    assert "Delete this bag" in signed_in(rows.campaign.requester).get(bags).content.decode()
    assert "Delete this bag" not in browser.get(bags).content.decode()
    assert browser.post(reverse("bag_drop", args=[bag.uuid])).status_code == 404
