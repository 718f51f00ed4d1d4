"""Campaigns on the screen: planned, written, approved, watched, and read in a grid."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import campaigns, outbox
from foia.models import Agency, Campaign, CampaignBody, Membership, Message, User, Wave
from tests.web.conftest import campaign_of, signed_in, written

PACE = {"per_minute": "60", "per_domain_hour": "30"}


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


def plan_of(page: object, **more: object) -> dict[str, object]:
    """Return what a browser would send of the plan's form as it stands."""
    ask = page.context["ask"]  # type: ignore[attr-defined]
    ticked = {row.pick.name: "on" for row in ask.usual_rows() if row.pick.value()}
    texts = {row.text.name: row.text.value() for row in ask.usual_rows()}
    return ticked | texts | {"name": "Who searches?", "signed_name": "Rosa Resident"} | more


def act(client: Client, wave: Wave, name: str, **said: str) -> str:
    """Press a button of a wave's page; return the page that follows."""
    answer = client.post(reverse("wave_act", args=[wave.uuid, name]), said, follow=True)
    return answer.content.decode()


def test_a_campaign_is_planned_and_makes_a_team_of_one(owner: Client, citizen: User) -> None:
    address = reverse("campaign_new") + "?what=frt_search"
    made = owner.post(address, plan_of(owner.get(address), needs_second_approval="on"))
    found = Campaign.objects.get()
    assert made["Location"] == reverse("campaign", args=[found.uuid])
    assert found.team.memberships.get().user == citizen
    assert found.needs_second_approval
    assert found.is_sandbox
    assert all(row["texts"] == {} for row in found.ask)
    page = owner.get(made["Location"]).content.decode()
    assert "Choose bodies" in page


def test_words_are_kept_by_language_and_only_where_they_differ(
    owner: Client, campaign: Campaign
) -> None:
    address = reverse("campaign_plan", args=[campaign.uuid])
    for language, words in (("en", "The policy, please."), ("fr", "La politique.")):
        shown = owner.get(f"{address}?language={language}")
        said = plan_of(shown, text_usage_policy=words)
        assert owner.post(f"{address}?language={language}", said).status_code == 302
    campaign.refresh_from_db()
    assert campaign.ask[0]["texts"] == {"en": "The policy, please.", "fr": "La politique."}
    assert campaign.ask[1]["texts"] == {}
    assert "La politique." in owner.get(f"{address}?language=fr").content.decode()
    back = plan_of(owner.get(f"{address}?language=es"), name="Other name")
    owner.post(f"{address}?language=es", back)
    campaign.refresh_from_db()
    assert campaign.ask[0]["texts"] == {"en": "The policy, please.", "fr": "La politique."}
    assert campaign.name == "Other name"


def test_a_plan_without_a_name_or_an_ask_says_so_and_loses_nothing(owner: Client) -> None:
    address = reverse("campaign_new") + "?what=frt_search"
    refused = owner.post(address, {"name": "", "note": "Keep this", "own": "My own item"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Keep this" in page
    assert "My own item" in page
    assert owner.get(reverse("campaign_new") + "?what=nonsense").status_code == 404


def test_bodies_are_added_by_a_search_and_taken_out_again(
    owner: Client, campaign: Campaign
) -> None:
    add = reverse("campaign_bodies_add", args=[campaign.uuid])
    new = Agency.objects.at("Chicago").filter(jurisdiction_code="us-il")
    new = new.exclude(pk__in=campaign.bodies.values("agency"))
    count, before = new.count(), campaign.bodies.count()
    page = owner.post(add, {"words": "Chicago", "law": "us-il"}, follow=True).content.decode()
    assert f"{count} bodies were added." in page
    assert campaign.bodies.count() == before + count > before
    picked = [body.pk for body in campaign.bodies.filter(agency__slug="chicago-oemc")]
    remove = reverse("campaign_bodies_remove", args=[campaign.uuid])
    assert (
        "1 body was taken out."
        in owner.post(remove, {"picked": picked}, follow=True).content.decode()
    )


def test_a_body_of_another_team_is_never_added(
    owner: Client, campaign: Campaign, now: datetime
) -> None:
    other = User.objects.create_user("maya@openshutter.example")
    theirs = campaign_of(other, now).team
    hidden = Agency.objects.create(
        slug="own", name="Chicago Own", place="C", jurisdiction_code="us-il", team=theirs
    )
    add = reverse("campaign_bodies_add", args=[campaign.uuid])
    owner.post(add, {"words": "Chicago"})
    assert not campaign.bodies.filter(agency=hidden).exists()


def test_merge_fields_come_back_from_a_pasted_table(owner: Client, campaign: Campaign) -> None:
    table = owner.get(reverse("campaign_fields_table", args=[campaign.uuid])).content.decode()
    lines = table.lstrip("\ufeff").splitlines()
    pasted = "\n".join(
        [lines[0] + ",street", *(f"{line},=Main {n}" for n, line in enumerate(lines[1:]))]
    )
    address = reverse("campaign_fields", args=[campaign.uuid])
    page = owner.post(address, {"table": pasted}, follow=True).content.decode()
    assert "3 bodies have new fields." in page
    assert CampaignBody.objects.order_by("pk")[1].fields == {"street": "=Main 1"}
    again = owner.get(reverse("campaign_fields_table", args=[campaign.uuid])).content.decode()
    assert "'=Main 1" in again
    wrong = owner.post(address, {"table": "name,street\nX,Y\nZ,W\n"})
    assert wrong.status_code == 422
    assert "body" in wrong.content.decode()


def test_the_page_before_sending_says_what_the_letters_would_be(
    owner: Client, campaign: Campaign
) -> None:
    page = owner.get(reverse("campaign_before", args=[campaign.uuid])).content.decode()
    for words in ("France", "French", "on their portal", "When answers would be due", "L311-2"):
        assert words in page


def test_a_pilot_is_written_read_and_approved_as_read(
    owner: Client, campaign: Campaign, citizen: User, now: datetime
) -> None:
    before = reverse("campaign_before", args=[campaign.uuid])
    made = owner.post(before, {"scope": "pilot", "size": "2", **PACE})
    wave = Wave.objects.get()
    assert made["Location"] == reverse("wave", args=[wave.uuid])
    assert wave.is_pilot
    campaigns.run(now=now)
    page = owner.get(made["Location"]).content.decode()
    assert "Approve all 2 letters as written" in page
    letter = wave.messages.order_by("pk")[0]
    shown = owner.get(reverse("wave_letter", args=[letter.uuid])).content.decode()
    assert letter.subject in shown
    assert owner.get(reverse("letter", args=[letter.uuid])).status_code == 404
    assert owner.post(reverse("letter_approve", args=[letter.uuid])).status_code == 404
    assert "have changed since you looked" in act(owner, wave, "approve", digest="0" * 64)
    wave.refresh_from_db()
    assert "Approved." in act(owner, wave, "approve", digest=wave.digest)
    assert owner.get(reverse("wave_letters", args=[wave.uuid])).status_code == 200


def test_two_people_approve_where_the_campaign_wants_two(
    owner: Client, campaign: Campaign, citizen: User, now: datetime
) -> None:
    Campaign.objects.update(needs_second_approval=True)
    wave = written(Campaign.objects.get(), now)
    act(owner, wave, "approve", digest=wave.digest)
    page = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert "A second person of the team must approve" in page
    assert "as the second person" not in page
    assert "a second person of the team has to look" in act(
        owner, wave, "second", digest=wave.digest
    )
    member = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=campaign.team, user=member, role="organizer")
    maya = signed_in(member)
    assert "as the second person" in maya.get(reverse("wave", args=[wave.uuid])).content.decode()
    act(maya, wave, "second", digest=wave.digest)
    wave.refresh_from_db()
    assert wave.state == "releasing"


def test_a_wave_is_paused_resumed_paced_and_stopped(
    owner: Client, wave: Wave, now: datetime
) -> None:
    act(owner, wave, "approve", digest=wave.digest)
    assert "Paused. Nothing leaves" in act(owner, wave, "pause")
    assert "cannot be paused now" in act(owner, wave, "pause")
    assert "It goes on." in act(owner, wave, "resume")
    owner.post(reverse("wave_pace", args=[wave.uuid]), {"per_minute": "7", "per_domain_hour": "9"})
    wave.refresh_from_db()
    assert (wave.per_minute, wave.per_domain_hour) == (7, 9)
    assert "Stopped. What has not left" in act(owner, wave, "stop", is_sure="yes")
    assert owner.post(reverse("wave_act", args=[wave.uuid, "dance"])).status_code == 404
    renewed = act(owner, wave, "renew")
    assert "are written anew" in renewed


def test_an_unknown_show_or_hostile_words_are_answered_with_a_page(
    owner: Client, wave: Wave
) -> None:
    letters = reverse("wave_letters", args=[wave.uuid])
    grid = reverse("campaign_grid", args=[wave.campaign.uuid])
    for query in ("q=%00", "show=x", "law=%27", "language=xx", "page=-4", "stage=x", "finding=y"):
        assert owner.get(f"{letters}?{query}").status_code == 200, query
        assert owner.get(f"{grid}?{query}").status_code == 200, query


def test_a_late_digest_of_a_letter_cannot_be_approved_alone(
    owner: Client, wave: Wave, citizen: User
) -> None:
    letter = Message.objects.filter(wave=wave)[0]
    approve = reverse("letter_approve", args=[letter.uuid])
    assert owner.post(approve, {"digest": letter.prepared_digest}).status_code == 404
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_home_names_the_persons_own_requests_alone(owner: Client, wave: Wave) -> None:
    page = owner.get(reverse("home")).content.decode()
    assert wave.messages.all()[0].the_request.reference not in page
    assert "Campaigns" in page


def test_what_has_left_is_shown(owner: Client, wave: Wave, sink: object, now: datetime) -> None:
    act(owner, wave, "approve", digest=wave.digest)
    campaigns.run(now=now)
    for _day in range(6):  # until the offices open
        outbox.run(now=now + timedelta(hours=14 * _day))
    page = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert "To be filed by a person" in page
    assert "Sent" in page


def test_a_viewer_reads_a_request_and_finds_no_button_on_it(wave: Wave, owner: Client) -> None:
    request = wave.messages.order_by("pk")[0].the_request
    page = owner.get(reverse("records_request", args=[request.uuid])).content.decode()
    letter = reverse("wave_letter", args=[wave.messages.order_by("pk")[0].uuid])
    assert letter in page
    vera = User.objects.create_user("vera@openshutter.example")
    Membership.objects.create(team=wave.campaign.team, user=vera, role="viewer")
    seen = signed_in(vera).get(reverse("records_request", args=[request.uuid]))
    assert seen.status_code == 200
    assert seen.context["may_send"] is False
    assert 'action="/requests' not in seen.content.decode()
