"""A campaign's letters by post are printed from their approved text, by who may send them."""

from datetime import datetime

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from foia.models import Message, Team, User
from tests.flow.campaign_cases import bodies, campaign_of, released
from tests.web.conftest import signed_in

LAWS = ("us-il", "gb", "fr", "de", "mx")


@pytest.fixture
def team(citizen: User, now: datetime) -> Team:
    """The team of an approved wave of letters by post, under many laws."""
    campaign = campaign_of(citizen, now, bodies(LAWS, channel="post"))
    released(campaign, citizen, now)
    assert Message.objects.filter(state="approved").count() == len(LAWS)
    return campaign.team


def test_every_letter_is_drawn_as_it_was_approved(team: Team, owner: Client) -> None:
    page = owner.get(reverse("pile"))
    letters = [str(letter.uuid) for letter, is_ticked in page.context["form"].rows() if is_ticked]
    assert len(letters) == len(LAWS)
    answer = owner.post(reverse("pile_print"), {"letters": letters, "kind": "pdf"})
    pile = pypdfium2.PdfDocument(b"".join(answer.streaming_content))
    assert len(list(pile.get_toc())) == len(LAWS)
    shown = "".join(sheet.get_textpage().get_text_range() for sheet in pile)
    assert shown.count("Long Road") == len(LAWS), "each shows the address of its envelope"


@pytest.mark.parametrize(("role", "listed"), [("viewer", 0), ("responder", 0), ("organizer", 5)])
def test_only_who_may_send_prints_and_records(team: Team, role: str, listed: int) -> None:
    other = User.objects.create_user("olga@openshutter.example")
    team.memberships.create(user=other, role=role)
    browser = signed_in(other)
    assert len(browser.get(reverse("pile")).context["form"].rows()) == listed
    letters = [str(letter.uuid) for letter in Message.objects.all()]
    answer = browser.post(reverse("pile_posted"), {"letters": letters, "posted_on": "2026-11-20"})
    assert answer.status_code == (302 if listed else 422)
    assert Message.objects.exclude(at=None).count() == listed
