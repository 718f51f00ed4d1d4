"""What keeps a team from an accident: second looks, second persons, and buttons that work."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import campaigns
from foia.models import Campaign, CustodyEntry, Delivery, Membership, User, Wave
from tests.web.conftest import campaign_of, signed_in, written
from tests.web.test_campaigns import act, plan_of

ACTION = re.compile(r'<form method="post"[^>]*action="([^"]*)"')


@pytest.fixture
def now() -> datetime:
    """This moment: letters are dated for days that the views must not find over."""
    return timezone.now()


@pytest.fixture
def campaign(citizen: User, now: datetime) -> Campaign:
    """A campaign of the citizen's that asks three sample bodies."""
    samples.load()
    return campaign_of(citizen, now)


@pytest.fixture
def wave(campaign: Campaign, now: datetime) -> Wave:
    """Its letters, written and waiting for approval."""
    return written(campaign, now)


def test_stopping_for_good_is_asked_a_second_time(owner: Client, wave: Wave) -> None:
    page = act(owner, wave, "stop")
    assert "Stop for good?" in page
    wave.refresh_from_db()
    assert wave.state == "ready"
    assert "Stopped. What has not left" in act(owner, wave, "stop", is_sure="yes")
    wave.refresh_from_db()
    assert wave.state == "stopped"


def test_whoever_ends_the_approval_by_two_is_named_where_a_wave_is_approved(
    owner: Client, campaign: Campaign, now: datetime
) -> None:
    address = reverse("campaign_plan", args=[campaign.uuid])
    owner.post(address, plan_of(owner.get(address), needs_second_approval="on"))
    shown = reverse("campaign", args=[campaign.uuid])
    assert "two persons had to approve" in owner.get(shown).content.decode()
    owner.post(address, plan_of(owner.get(address)))
    assert "one person was enough" in owner.get(shown).content.decode()
    assert [one.act for one in campaign.acts.order_by("pk")] == ["two persons", "one person"]
    assert CustodyEntry.objects.filter(act="approved by one person").exists()
    wave = written(campaign, now)
    page = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert "ended the approval by two on" in page


def test_a_plan_saved_with_the_same_rule_is_no_act(owner: Client, campaign: Campaign) -> None:
    address = reverse("campaign_plan", args=[campaign.uuid])
    owner.post(address, plan_of(owner.get(address)))
    assert not campaign.acts.exists()


def test_a_letter_that_arrived_after_all_is_named_before_its_second_copy_is_approved(
    owner: Client, citizen: User, wave: Wave, now: datetime
) -> None:
    letter = wave.messages.order_by("pk")[0]
    Delivery.objects.create(
        message=letter, is_sandbox=True, not_before_at=now, state="handed_over", fate="delivered"
    )
    page = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert "An earlier copy of 1 letter of this wave arrived after all." in page
    listed = owner.get(reverse("wave_letters", args=[wave.uuid]) + "?show=arrived")
    assert [one.pk for one in listed.context["page"]] == [letter.pk]
    campaigns.stop(wave=wave, by=citizen, now=now)
    again = campaigns.renew(wave=wave, by=citizen, now=now + timedelta(minutes=1))
    campaigns.run(now=now + timedelta(minutes=1))
    assert not again.messages.filter(pk=letter.pk).exists()
    assert again.messages.exists()


def test_a_letter_that_waits_for_approval_says_what_is_not_sure(owner: Client, wave: Wave) -> None:
    shown = [
        owner.get(reverse("wave_letter", args=[letter.uuid])).content.decode()
        for letter in wave.messages.order_by("pk")
    ]
    assert any("What we are not sure of" in page for page in shown)


def test_a_viewer_sees_no_form_that_would_refuse_them(
    campaign: Campaign, wave: Wave, owner: Client
) -> None:
    viewer = User.objects.create_user("vic@openshutter.example")
    Membership.objects.create(team=campaign.team, user=viewer, role="viewer")
    letter = wave.messages.order_by("pk")[0]
    places = ("campaign", "bodies", "before", "grid", "files", "fields", "coding", "plan")
    names = ["campaign" if place == "campaign" else f"campaign_{place}" for place in places]
    pages = [reverse(name, args=[campaign.uuid]) for name in names]
    pages += [reverse(name, args=[wave.uuid]) for name in ("wave", "wave_letters")]
    pages += [reverse("wave_letter", args=[letter.uuid])]
    pages += [reverse("records_request", args=[letter.the_request.uuid])]
    common = posted_from(signed_in(User.objects.create_user("sam@openshutter.example")), ["/"])
    assert posted_from(signed_in(viewer), pages) <= common
    assert posted_from(owner, pages) - common  # the search would find some


def posted_from(browser: Client, pages: list[str]) -> set[str]:
    """Where the forms of these pages are sent; what a page sends to itself is that page."""
    found = set()
    for page in pages:
        shown = browser.get(page, follow=True).content.decode()
        found |= set(ACTION.findall(shown))
        found |= {page for form in re.findall(r"<form[^>]*>", shown) if _is_own(form)}
    return found


def _is_own(form: str) -> bool:
    return 'method="post"' in form and "action=" not in form
