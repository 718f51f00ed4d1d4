"""The page of the search: what was found is shown with its words marked, and only one's own."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foia.flow import search
from foia.models import RecordsRequest
from tests.published import shown_by
from tests.web.conftest import mail, receive

ADDRESS = reverse("search")


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """The request with an answer of which the search knows."""
    receive(mail(sent, "No <b>policies</b> on retention exist.", subject="Your <i>request</i>"))
    search.run(now=now)
    search.run_bodies(now=now)
    return sent


def test_words_are_found_and_marked_and_markup_is_only_words(
    answered: RecordsRequest, owner: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        page = owner.get(ADDRESS, {"q": "policy retention"}).content.decode()
    assert "<mark>policies</mark>" in page and "<mark>retention</mark>" in page
    assert "&lt;b&gt;" in page and "Your &lt;i&gt;request" in page
    assert reverse("records_request", args=[answered.uuid]) in page


def test_a_body_is_found_by_its_name(answered: RecordsRequest, owner: Client) -> None:
    page = owner.get(ADDRESS, {"q": "chicago police"}).content.decode()
    assert reverse("agency", args=[answered.agency.uuid]) in page
    narrowed = owner.get(ADDRESS, {"q": "chicago police", "what": "message"}).content.decode()
    assert reverse("agency", args=[answered.agency.uuid]) not in narrowed


def test_strangers_and_readers_find_nothing_that_is_not_published(
    answered: RecordsRequest, stranger: Client, client: Client
) -> None:
    for visitor in (stranger, client):
        page = visitor.get(ADDRESS, {"q": "retention"}).content.decode()
        assert "Nothing found" in page and str(answered.uuid) not in page


def test_readers_find_what_is_published_by_the_words_of_its_copy(
    answered: RecordsRequest,
    owner: Client,
    stranger: Client,
    client: Client,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    shown = shown_by(answered, now)
    search.run_copies(now=now)
    with django_assert_max_num_queries(20):
        page = client.get(ADDRESS, {"q": "retention policy"}).content.decode()
    assert "<mark>retention</mark>" in page and "&lt;b&gt;" in page
    assert reverse("public_request", args=[answered.uuid]) in page
    assert f'href="{reverse("records_request", args=[answered.uuid])}' not in page
    file = client.get(ADDRESS, {"q": "agreement", "what": "page"}).content.decode()
    assert reverse("public_file", args=[shown.copy.uuid]) in file
    for visitor in (owner, stranger):
        page = visitor.get(ADDRESS, {"q": "retention", "in": "published"}).content.decode()
        assert reverse("public_request", args=[answered.uuid]) in page
        assert 'name="in" value="published"' in page
    assert "Nothing found" in client.get(ADDRESS, {"q": "Rosa"}).content.decode()


@pytest.mark.parametrize(
    "asked,said",
    [
        ({"q": "-x"}, "Type at least one word"),
        ({"q": "x " * 30}, "Type 20 words at the most"),
        ({"q": "x", "kind": "nonsense"}, "Select a valid choice"),
        ({"q": "x", "after": "yesterday"}, "Enter a valid date"),
        ({"q": "x", "agency": "1"}, "Enter a valid UUID"),
        ({"q": "x", "page": "-7"}, "Nothing found"),
        ({"q": "x", "campaign": "9" * 32}, "Select a valid choice"),
        ({"q": "\0"}, "Null characters"),
    ],
)
def test_odd_questions_get_a_sentence(
    sent: RecordsRequest, owner: Client, asked: dict[str, str], said: str
) -> None:
    response = owner.get(ADDRESS, asked)
    assert response.status_code == 200 and said in response.content.decode()


def test_an_address_says_only_what_was_asked(owner: Client) -> None:
    asked = owner.get(ADDRESS, {"q": "camera", "place": "", "stage": " "})
    assert asked.status_code == 302 and asked["Location"] == f"{ADDRESS}?q=camera"
    assert owner.get(ADDRESS, {"q": ""})["Location"] == ADDRESS
    assert owner.get(ADDRESS).status_code == 200
