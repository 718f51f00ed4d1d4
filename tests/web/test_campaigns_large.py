"""A large campaign costs its pages no more statements than a small one."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import docket, samples
from foia.models import CampaignBody, Finding, Membership, Message, Reading, Team, User, Wave
from foia.web.grid import STAGES
from tests.waves import a_wave, letters_of
from tests.web.test_requests import queries

MOST = 15
OF_WAVE = ("wave", "wave_part", "wave_letters", "wave_held_back")
OF_CAMPAIGN = ("campaign", "campaign_bodies", "campaign_grid")


@pytest.fixture
def wave(citizen: User) -> Wave:
    """A wave of the citizen's team that is being sent, of no letters yet."""
    samples.load()
    now = timezone.now()
    team = Team.objects.create(name="Coalition", created_at=now)
    Membership.objects.create(team=team, user=citizen, role="owner")
    wave = a_wave(citizen, now=now, team=team)
    wave.campaign.ask = [{"category": name, "texts": {}} for name in ("usage_policy", "contract")]
    wave.campaign.save()
    return wave


def grow(wave: Wave, number: int, now: datetime) -> None:
    """Add letters in every stage, some with a finding, some with a question."""
    for place, letter in enumerate(letters_of(wave, number, now=now)):
        request = letter.the_request
        request.stage = STAGES[place % len(STAGES)]
        request.next_due_on = now.date()
        request.save()
        CampaignBody.objects.create(campaign=wave.campaign, agency=request.agency)
        if place % 2:
            Finding.objects.create(
                request=request,
                desk=request.desk,
                category="contract",
                state="withheld",
                found_at=now,
            )
        if place % 5 == 0:
            Reading.of(letter, kind="unknown", confidence=0.4, state="asked", read_at=now).save()


def test_no_page_costs_more_for_many_bodies_than_for_few(wave: Wave, owner: Client) -> None:
    now = timezone.now()
    addresses = [
        *(reverse(name, args=[wave.uuid]) for name in OF_WAVE),
        *(reverse(name, args=[wave.campaign.uuid]) for name in OF_CAMPAIGN),
        reverse("campaign_grid", args=[wave.campaign.uuid]) + "?page=2",
        reverse("campaign_grid", args=[wave.campaign.uuid]) + "?stage=overdue&finding=withheld",
        reverse("campaigns"),
    ]
    grow(wave, 60, now)
    few = {address: queries(owner, address) for address in addresses}
    grow(wave, 140, now)
    many = {address: queries(owner, address) for address in addresses}
    assert max(few.values()) <= MOST
    assert {a: n for a, n in many.items() if n > few[a] + 1} == {}
    assert max(many.values()) <= MOST


def test_the_grid_shows_every_body_once_and_questions_first(wave: Wave, owner: Client) -> None:
    grow(wave, 120, timezone.now())
    grid = reverse("campaign_grid", args=[wave.campaign.uuid])
    pages = [owner.get(f"{grid}?page={number}").context["shown"] for number in (1, 2, 3)]
    rows = [row for page in pages for row in page.rows]
    assert len({row.request.pk for row in rows}) == len(rows) == 120
    assert [row.is_question for row in rows] == [True] * 24 + [False] * 96
    places = [STAGES.index(row.request.stage) for row in rows if not row.is_question]
    assert places == sorted(places)


def test_filters_leave_what_they_name_in_page_and_table(wave: Wave, owner: Client) -> None:
    grow(wave, 60, timezone.now())
    grid = reverse("campaign_grid", args=[wave.campaign.uuid])
    shown = owner.get(f"{grid}?finding=withheld&record=contract").context["shown"]
    assert shown.total == 30
    assert {row.cells[1].state for row in shown.rows} == {"withheld"}
    asked = owner.get(f"{grid}?stage=question").context["shown"]
    assert asked.total == 12
    table = reverse("campaign_table", args=[wave.campaign.uuid, "csv"])
    lines = owner.get(f"{table}?finding=withheld&record=contract").content.decode().splitlines()
    assert len(lines) == 31
    assert "Withheld" in lines[1]
    book = owner.get(reverse("campaign_table", args=[wave.campaign.uuid, "xlsx"]))
    assert book.content.startswith(b"PK")


def test_ticked_rows_and_filtered_rows_are_closed(wave: Wave, owner: Client) -> None:
    now = timezone.now()
    for letter in letters_of(wave, 4, now=now):
        docket.record(
            request=letter.the_request, kind="sent", at=now, now=now, origin=f"test:{letter.pk}"
        )
    act = reverse("campaign_grid_act", args=[wave.campaign.uuid])
    nothing = owner.post(act, {"do": "close"}, follow=True)
    assert "Tick at least one body" in nothing.content.decode()
    first = wave.campaign.requests.order_by("pk")[0]
    page = owner.post(act, {"do": "close", "picked": [first.pk]}, follow=True)
    assert "1 request was closed." in page.content.decode()
    told = {"do": "close", "is_all": "on", "stage": "awaiting_response"}
    assert "3 requests were closed." in owner.post(act, told, follow=True).content.decode()
    assert set(wave.campaign.requests.values_list("stage", flat=True)) == {"closed"}


def test_rows_of_another_campaign_cannot_be_ticked(wave: Wave, owner: Client) -> None:
    now = timezone.now()
    other = a_wave(User.objects.create_user("maya@openshutter.example"), now=now)
    grow(other, 2, now)
    theirs = [letter.request_id for letter in Message.objects.filter(wave=other)]
    act = reverse("campaign_grid_act", args=[wave.campaign.uuid])
    page = owner.post(act, {"do": "close", "picked": theirs}, follow=True)
    assert "0 requests were closed." in page.content.decode()


def test_a_body_that_got_no_letter_leads_to_its_request(wave: Wave, owner: Client) -> None:
    grow(wave, 1, timezone.now())
    body = wave.campaign.bodies.get()
    wave.bodies.create(body=body, trouble="No address is known.")
    request = wave.campaign.requests.get()
    page = owner.get(reverse("wave_held_back", args=[wave.uuid])).content.decode()
    assert reverse("records_request", args=[request.uuid]) in page
