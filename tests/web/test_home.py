"""Home: what needs me, what is due, what came in; as quick for sixty requests as for one."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from foia.models import Message, RecordsRequest
from tests.web.conftest import Rows, mail, receive
from tests.web.test_requests import queries


def test_home_names_each_thing_that_needs_the_person(rows: Rows, owner: Client) -> None:
    page = owner.get(reverse("home")).content.decode()
    for words in (
        "Did this letter leave?",
        "Say what they wrote",
        "File this letter yourself",
        "Read and approve",
        "Mon, Nov 23, 2026",
        "Your request",
    ):
        assert words in page


def test_home_of_somebody_else_shows_none_of_it(rows: Rows, stranger: Client) -> None:
    page = stranger.get(reverse("home")).content.decode()
    assert "Nothing. Enjoy the quiet." in page
    assert rows.sent.reference not in page


def test_sixty_requests_cost_no_more_queries_than_one(
    draft_to: Callable[..., Message], sent: RecordsRequest, owner: Client
) -> None:
    receive(mail(sent, "Hello."))
    few = queries(owner, reverse("home"))
    for number in range(60):
        draft_to("chicago-police-department")
        receive(mail(sent, "Hello.", message_id=f"<h{number}@agency.example>"))
    assert queries(owner, reverse("home")) == few
    assert few <= 20
    second = owner.get(reverse("home"), {"page": 2})
    assert len(second.context["page"]) == 20
    assert "Page 2 of 4" in second.content.decode()


def test_a_page_number_that_makes_no_sense_shows_a_page(rows: Rows, owner: Client) -> None:
    for number in ("0", "-3", "x", "9999"):
        assert owner.get(reverse("home"), {"page": number}).status_code == 200
