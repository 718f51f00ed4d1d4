"""What laws ask of whoever signs a campaign: asked in its plan, stated law by law, never more."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import campaigns
from foia.models import Agency, Campaign, RecordsRequest, User
from jurisdictions import DomainError
from tests.web.conftest import campaign_of, written
from tests.web.test_campaigns import plan_of

LAWS = ("us-va", "us-tn", "cz", "us-il")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def campaign(citizen: User, now: datetime) -> Campaign:
    """A campaign that asks one body under each of four laws, and says nothing of its writer."""
    samples.load()
    made = campaign_of(citizen, now)
    made.bodies.all().delete()
    for code in LAWS:
        body = Agency.objects.create(
            slug=f"body-{code}", name=f"Body {code}", place="P", jurisdiction_code=code
        )
        body.contacts.create(channel="email", address=f"records@{code}.example")
    campaigns.add_bodies(campaign=made, agencies=Agency.objects.filter(slug__startswith="body-"))
    return made


def text_of(campaign: Campaign, code: str) -> str:
    request = RecordsRequest.objects.get(campaign=campaign, jurisdiction_code=code)
    return request.messages.get().body_text


def test_the_plan_asks_what_the_laws_of_its_bodies_name_with_reason_and_source(
    owner: Client, campaign: Campaign
) -> None:
    page = owner.get(reverse("campaign_plan", args=[campaign.uuid]))
    text = page.content.decode()
    fields = set(page.context["identity"].fields)
    assert fields == {"signed_address", "born_on", "standing_us-va", "standing_us-tn"}
    assert "only citizens of Tennessee may ask" in text
    assert "the law asks for name, date of birth and permanent address" in text
    assert "verified" in text


def test_bodies_whose_law_lacks_an_answer_are_held_back_with_a_link_to_the_form(
    owner: Client, campaign: Campaign, now: datetime
) -> None:
    before = owner.get(reverse("campaign_before", args=[campaign.uuid])).content.decode()
    link = reverse("campaign_plan", args=[campaign.uuid]) + "#you"
    assert link in before
    assert "Virginia" in before
    wave = written(campaign, now)
    assert [m.the_request.jurisdiction_code for m in wave.messages.all()] == ["us-il"]
    held = owner.get(reverse("wave_held_back", args=[wave.uuid])).content.decode()
    assert link in held
    assert "only citizens of Tennessee may ask" in held


def test_each_letter_states_what_its_own_law_names_and_its_request_keeps_no_more(
    owner: Client, campaign: Campaign, now: datetime
) -> None:
    address = reverse("campaign_plan", args=[campaign.uuid])
    told = {
        "signed_address": "1 Sample Street",
        "born_on": "1990-01-31",
        "standing_us-va": "citizen",
        "standing_us-tn": "none",
    }
    assert owner.post(address, plan_of(owner.get(address), **told)).status_code == 302
    assert (
        "#you" not in owner.get(reverse("campaign_before", args=[campaign.uuid])).content.decode()
    )
    again = owner.get(address).context["identity"]
    assert {name: again[name].value() for name in told} == told
    campaign.refresh_from_db()
    written(campaign, now)
    kept = dict(campaign.requests.values_list("jurisdiction_code", "identity"))
    assert kept == {
        "us-il": {},
        "us-va": {"standing": "citizen"},
        "us-tn": {"standing": "none"},
        "cz": {"born_on": "1990-01-31"},
    }
    assert "I am a citizen of Virginia" in text_of(campaign, "us-va")
    assert "citizen of Tennessee" not in text_of(campaign, "us-tn")
    assert "1990" in text_of(campaign, "cz")
    assert "1990" not in text_of(campaign, "us-il")


def test_a_day_of_birth_to_come_is_refused_and_nothing_typed_is_lost(
    owner: Client, campaign: Campaign
) -> None:
    address = reverse("campaign_plan", args=[campaign.uuid])
    told = {"born_on": "2990-01-31", "standing_us-va": "citizen"}
    refused = owner.post(address, plan_of(owner.get(address), **told))
    assert refused.status_code == 422
    assert "has not come yet" in refused.content.decode()
    assert refused.context["identity"]["standing_us-va"].value() == "citizen"


def test_a_standing_that_a_law_does_not_know_is_refused_with_those_it_knows(
    citizen: User, now: datetime
) -> None:
    samples.load()
    with pytest.raises(DomainError, match="us-va has no 'resident'; take one of citizen, news"):
        campaign_of(citizen, now, identity={"standing": {"us-va": "resident"}})


def test_a_dossiers_campaign_speaks_its_bodies_language_and_asks_what_their_law_names(
    owner: Client,
) -> None:
    samples.load()
    address = reverse("campaign_new") + "?what=analytics&dossier=marseille-big-data"
    page = owner.get(address)
    assert page.context["language"] == "fr"
    assert "CRPA, art. R112-9-1" in page.content.decode()
    told = plan_of(page) | {"signed_address": "1 rue du Port\n13002 Marseille"}
    made = owner.post(address, told)
    assert "asks for something about you" not in owner.get(made["Location"]).content.decode()
    assert Campaign.objects.get().bodies.count() == 3


def test_a_wave_without_any_letter_waits_for_nobody_and_the_plan_can_be_mended(
    owner: Client, now: datetime
) -> None:
    samples.load()
    address = reverse("campaign_new") + "?what=analytics&dossier=marseille-big-data"
    owner.post(address, plan_of(owner.get(address)))
    campaign = Campaign.objects.get()
    before = reverse("campaign_before", args=[campaign.uuid])
    assert "Write these letters" not in owner.get(before).content.decode()
    wave = written(campaign, now)
    assert (wave.state, wave.messages.count()) == ("stopped", 0)
    page = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert reverse("wave_held_back", args=[wave.uuid]) in page
    assert "every body was held back" in page
    plan = reverse("campaign_plan", args=[campaign.uuid])
    told = plan_of(owner.get(plan)) | {"signed_address": "1 rue du Port\n13002 Marseille"}
    assert owner.post(plan, told).status_code == 302
    assert "Write these letters" in owner.get(before).content.decode()


def test_what_the_room_refuses_is_said_above_the_plan_and_nothing_typed_is_lost(
    owner: Client, campaign: Campaign, now: datetime
) -> None:
    written(campaign, now)
    plan = reverse("campaign_plan", args=[campaign.uuid])
    told = plan_of(owner.get(plan)) | {"note": "Ask again in spring."}
    page = owner.post(plan, told)
    assert page.status_code == 422
    assert "wait for approval" in page.content.decode()
    assert "Ask again in spring." in page.content.decode()
