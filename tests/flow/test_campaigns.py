"""A campaign writes each body its own letter, and sends what a person approved after one look."""

from datetime import datetime
from typing import Any

from foia import drafts
from foia.flow import campaigns
from foia.flow.campaigns.office import Place, window
from foia.models import Message, User, Wave
from tests.flow.campaign_cases import CODES, bodies, campaign_of, prepared


def test_every_letter_is_what_the_preview_of_that_body_shows(citizen: User, now: datetime) -> None:
    campaign = campaign_of(citizen, now, [*bodies(CODES), *bodies(["fr", "gb"], channel="post")])
    wave = prepared(campaign, citizen, now)
    assert wave.state == Wave.State.READY
    assert not wave.bodies.exclude(trouble="").values_list("trouble", flat=True)
    letters = Message.objects.filter(wave=wave).select_related("request__agency")
    assert letters.count() == len(CODES) + 2
    for letter in letters:
        request = letter.the_request
        place = Place(request.jurisdiction_code)
        at = window(place, letter.dated_on, keeps_office_hours=True).last_at
        shown = drafts.preview(message=letter, now=at)
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
