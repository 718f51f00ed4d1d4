"""A campaign writes each body its own letter, and sends what a person approved after one look."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from foia import drafts
from foia.flow import campaigns
from foia.flow.campaigns import CampaignError
from foia.models import Agency, Message, RecordsRequest, User, Wave
from jurisdictions import DomainError
from tests.conftest import approve
from tests.flow.campaign_cases import CODES, bodies, campaign_of, last_moment, prepared


def test_every_letter_is_what_the_preview_of_that_body_shows(citizen: User, now: datetime) -> None:
    campaign = campaign_of(citizen, now, [*bodies(CODES), *bodies(["fr", "gb"], channel="post")])
    wave = prepared(campaign, citizen, now)
    assert wave.state == Wave.State.READY
    assert not wave.bodies.exclude(trouble="").values_list("trouble", flat=True)
    letters = Message.objects.filter(wave=wave).select_related("request__agency")
    assert letters.count() == len(CODES) + 2
    for letter in letters:
        request = letter.the_request
        shown = drafts.preview(message=letter, now=last_moment(letter))
        assert letter.body_text == shown.text
        assert letter.subject == shown.letter.subject
        assert letter.prepared_digest == shown.digest
        assert letter.language == request.language == shown.letter.language
        assert request.expected_on == (shown.expected.due_on if shown.expected else None)
        assert "$" not in letter.body_text.replace("US$", "")


def test_a_forecast_says_what_would_be_written_in_as_many_statements_for_few_as_for_many(
    citizen: User, now: datetime, django_assert_max_num_queries: Any
) -> None:
    nowhere = bodies(["us-il"])[0]
    nowhere.contacts.all().delete()
    campaign = campaign_of(citizen, now, [*bodies(CODES), nowhere, *bodies(["ru"])])
    with django_assert_max_num_queries(6):
        found = campaigns.forecast(campaign=campaign, now=now)
    assert found.bodies == len(CODES) + 2
    assert sum(row.letters for row in found.letters) == len(CODES)
    assert {row.language for row in found.letters} >= {"en", "fr", "es", "de", "pl"}
    assert any("No working address" in held.why for held in found.held_back)
    assert sum(number for _, number in found.expected) + found.undated == len(CODES)
    assert {limit.kind for limit in found.limits if limit.code == "us-il"} == {
        "recurrent",
        "voluminous",
    }


def test_a_broken_body_holds_back_its_own_letter_alone(citizen: User, now: datetime) -> None:
    here, nowhere, dangerous, unfilled = bodies(["us-il", "gb", "ru", "us-ca"])
    nowhere.contacts.all().delete()
    campaign = campaign_of(citizen, now, [here, nowhere, dangerous, unfilled])
    campaign.bodies.filter(agency=unfilled).update(fields={})
    wave = prepared(campaign, citizen, now)
    why = {row.body.agency_id: row.trouble for row in wave.bodies.select_related("body")}
    assert why[here.pk] == ""
    assert "No working address" in why[nowhere.pk]
    assert "asking there can be dangerous" in why[dangerous.pk]
    assert "$station has no value" in why[unfilled.pk]
    assert wave.messages.get().the_request.agency == here
    assert RecordsRequest.objects.count() == 1


def test_what_stands_in_a_merge_field_is_text_and_is_never_read_again(
    citizen: User, now: datetime
) -> None:
    (body,) = bodies(["us-il"])
    campaign = campaign_of(citizen, now, [body])
    row = campaign.bodies.get()
    for bad in ("{{ 7 * 7 }}", "[NAME]", "<b>", "x" * 400, "$reference"):
        with pytest.raises(DomainError):
            campaigns.set_fields(campaign=campaign, rows={row.pk: {"station": bad}})
    campaigns.set_fields(campaign=campaign, rows={row.pk: {"station": "North & South, US$5"}})
    letter = prepared(campaign, citizen, now).messages.get()
    assert letter.body_text.count("North & South, US$5") == 2
    assert drafts.preview(message=letter, now=last_moment(letter)).text == letter.body_text


def test_words_that_are_no_words_are_refused_before_anything_is_planned(
    citizen: User, now: datetime
) -> None:
    for own in ({"en": {"opening": "{% load x %}"}}, {"en": {"closing": "Under § 5 of the Act."}}):
        with pytest.raises(CampaignError):
            campaign_of(citizen, now, own=own)
    with pytest.raises(CampaignError, match="Nothing is asked for"):
        campaign_of(User.objects.create_user("sam@openshutter.example"), now, ask=[])


def test_nothing_changes_under_letters_that_wait_for_approval(citizen: User, now: datetime) -> None:
    campaign = campaign_of(citizen, now, bodies(["us-il"]))
    wave = prepared(campaign, citizen, now)
    row = campaign.bodies.get()
    with pytest.raises(CampaignError, match="wait for approval"):
        campaigns.set_fields(campaign=campaign, rows={row.pk: {"station": "Elsewhere"}})
    campaigns.stop(wave=wave, by=citizen, now=now)
    campaigns.set_fields(campaign=campaign, rows={row.pk: {"station": "Elsewhere"}})
    before = wave.messages.get()
    again = prepared(campaign, citizen, now)
    letter = again.messages.get()
    assert (letter.pk, letter.message_id) == (before.pk, before.message_id)
    assert "Elsewhere" in letter.body_text and "Elsewhere" not in before.body_text
    assert letter.body_text == drafts.preview(message=letter, now=last_moment(letter)).text


def test_a_file_of_the_campaign_goes_with_each_letter_and_into_what_is_approved(
    citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now, bodies(["us-il", "gb"]))
    campaigns.attach(
        campaign=campaign,
        content=b"%PDF-1.7",
        name="map.pdf",
        content_type="application/pdf",
        now=now,
    )
    wave = prepared(campaign, citizen, now)
    for letter in wave.messages.all():
        file = letter.attachments.get(role="enclosed")
        assert letter.prepared_digest == letter.content_digest([file.blob_id])
        assert letter.prepared_digest != letter.content_digest()


def test_a_pilot_is_spread_over_laws_and_channels(citizen: User, now: datetime) -> None:
    campaign = campaign_of(
        citizen, now, [*bodies(["us-il"] * 6 + ["fr"] * 3), *bodies(["gb"], channel="portal")]
    )
    pilot = campaigns.pilot_of(campaign=campaign, size=3, now=now)
    assert {body.agency.jurisdiction_code for body in pilot} == {"us-il", "fr", "gb"}
    wave = prepared(campaign, citizen, now, bodies=pilot, is_pilot=True)
    assert wave.messages.count() == 3
    rest = prepared(campaign, citizen, now)
    assert rest.messages.count() == 7
    assert RecordsRequest.objects.filter(campaign=campaign).count() == 10
    with pytest.raises(CampaignError, match="No body"):
        campaigns.new_wave(campaign=campaign, by=citizen, now=now)


def test_a_stranger_to_the_team_plans_approves_and_stops_nothing(
    citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now, bodies(["us-il"]))
    wave = prepared(campaign, citizen, now)
    stranger = User.objects.create_user("sam@openshutter.example")
    for act in (
        lambda: campaigns.approve(wave=wave, digest=wave.digest, by=stranger, now=now),
        lambda: campaigns.stop(wave=wave, by=stranger, now=now),
        lambda: campaigns.new_wave(campaign=campaign, by=stranger, now=now),
    ):
        with pytest.raises(CampaignError, match="may not send"):
            act()
    assert Wave.objects.get(pk=wave.pk).state == Wave.State.READY


def test_a_forecast_counts_what_the_law_counts_and_links_what_was_asked_before(
    citizen: User, now: datetime, draft_to: Callable[..., Message]
) -> None:
    for _ in range(2):
        letter = approve(draft_to("chicago-police-department"), citizen)
        Message.objects.filter(pk=letter.pk).update(at=now)
    asked = Agency.objects.filter(slug__startswith="chicago-")
    facts = {"ask": [{"category": c} for c in ("usage_policy", "contract")], "own": {}}
    campaign = campaign_of(citizen, now, list(asked), **facts)
    found = campaigns.forecast(campaign=campaign, now=now)
    assert found.duplicates.count == 2
    assert {old.agency_name for old in found.duplicates.first} == {"Chicago Police Department"}
    (voluminous,) = [limit for limit in found.limits if limit.kind == "voluminous"]
    assert voluminous.bodies.first == ["Chicago Police Department"]  # two twos and two more
    assert voluminous.cite == "5 ILCS 140/2(h)"
    recurrent = [limit for limit in found.limits if limit.kind == "recurrent"]
    assert {limit.bodies.count for limit in recurrent} == {0}


def test_files_of_more_than_a_mail_takes_are_refused(citizen: User, now: datetime) -> None:
    campaign = campaign_of(citizen, now)
    with pytest.raises(CampaignError, match="at most 5,000,000 go with a letter"):
        campaigns.attach(
            campaign=campaign, content=b"x" * 5_000_001, name="x", content_type="x/y", now=now
        )
