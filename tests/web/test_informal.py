"""Where no law gives a right, the wizard leads to a kind request, and says what it is."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import docket
from foia.flow import compose
from foia.flow.compose import ComposeError
from foia.models import Agency, Contact, Message, User
from tests.conftest import approve
from tests.web.test_requests import page_of
from tests.web.test_wizard import picked

HANOVER = {"place": "Hannover", "what": "cctv"}


@pytest.fixture
def hanover(db: None) -> Agency:
    agency = Agency.objects.create(
        slug="hannover", name="Stadt Hannover", place="Hannover", jurisdiction_code="de-ni"
    )
    Contact.objects.create(agency=agency, channel="email", address="stadt@hannover.example")
    return agency


def test_until_a_week_has_passed_there_is_nothing_to_do_but_wait(
    draft_to: Callable[..., Message], hanover: Agency, citizen: User, owner: Client
) -> None:
    letter = approve(draft_to("hannover", technology="cctv"), citizen)
    letter.deliveries.update(state="handed_over")
    docket.record(
        request=letter.the_request,
        kind="sent",
        at=timezone.now(),
        details={"channel": "email"},
        now=timezone.now(),
    )
    assert "A week after it left you can ask" in page_of(letter.the_request, owner)


def test_a_kind_request_is_planned_read_and_followed_by_one_question_only(
    hanover: Agency, owner: Client
) -> None:
    ask = f"{reverse('ask_records')}?{urlencode(HANOVER)}"
    assert "No law gives a right here." in owner.get(ask).content.decode()
    owner.post(ask, picked("usage_policy", usage_policy="Die Dienstanweisung."))
    page = owner.post(reverse("ask_sign"), {"signed_name": "Rosa Resident"}, follow=True)
    words = page.content.decode()
    assert "No law gives a right here." in words and "Approve and send" in words
    assert "cites no right and sets no date" in words.split("Good to know")[1]
    mailed = " ".join(page.context["preview"].text.split())
    assert "Ich berufe mich dabei auf kein Gesetz" in mailed
    letter = Message.objects.get()
    now = timezone.now()
    sent_at = now - timedelta(days=9)
    docket.record(
        request=letter.the_request, kind="sent", at=sent_at, details={"channel": "email"}, now=now
    )
    page = page_of(letter.the_request, owner)
    assert "Ask whether it arrived" in page and "so no date is due" in page
    assert "What we are not sure of" not in page
    draft = compose.follow_up(request=letter.the_request, kind="receipt_query", now=now)
    shown = owner.get(reverse("letter", args=[draft.uuid])).content.decode()
    assert "Ist mein Schreiben angekommen?" in shown
    with pytest.raises(ComposeError, match="does not fit"):
        compose.follow_up(request=letter.the_request, kind="overdue", now=now)
