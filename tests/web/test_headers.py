"""What every answer carries, as a browser, a search engine and a web server see it."""

import http.client
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest
import waitress
from django.test import Client
from django.urls import reverse

from foia.models import User
from foia.wsgi import application
from tests.web.conftest import Rows


def test_pages_of_a_person_are_kept_by_no_cache(owner: Client, rows: Rows) -> None:
    for page in (reverse("home"), reverse("records_request", args=[rows.draft.the_request.uuid])):
        assert "no-store" in owner.get(page)["Cache-Control"]
    assert not Client().get(reverse("front")).has_header("Cache-Control")


@pytest.mark.django_db
def test_search_engines_may_keep_the_law_and_the_front_page_only() -> None:
    browser = Client()
    assert not browser.get(reverse("front")).has_header("X-Robots-Tag")
    assert not browser.get(reverse("law", args=["us-il"])).has_header("X-Robots-Tag")
    for page in (reverse("ask_where"), reverse("account_login"), "/nowhere/"):
        assert browser.get(page)["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db(transaction=True)
def test_after_a_head_the_next_answer_on_the_line_begins_at_its_beginning() -> None:
    server = waitress.create_server(application, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    line = http.client.HTTPConnection("127.0.0.1", server.effective_port)
    for _ in range(2):
        line.request("HEAD", "/nowhere/")
        assert line.getresponse().read() == b""
    line.request("GET", "/nowhere/")
    assert line.getresponse().status == 404
    server.close()


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/"])
def test_trouble_leads_back_to_a_page_of_ours_whatever_the_referer_says(
    owner: Client, rows: Rows, path: str
) -> None:
    page = reverse("letter_approve", args=[rows.draft.uuid])
    answer = owner.post(page, {"digest": "stale"}, HTTP_REFERER=f"http://testserver{path}")
    assert answer.status_code in (302, 422)
    assert urlsplit(answer.headers.get("Location", "")).netloc in ("", "testserver")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_no_way_in_or_out_leads_to_another_site(there: str, citizen: User) -> None:
    citizen.set_password("a long enough pass phrase")
    citizen.save()
    told = {"login": citizen.email, "password": "a long enough pass phrase", "next": there}
    browser = Client()
    answers = [
        browser.post("/language/", {"language": "es", "next": there}, HTTP_REFERER=there),
        browser.post("/accounts/login/", told),
        browser.get("/accounts/login/", {"next": there}),
        browser.get("/accounts/reauthenticate/", {"next": there}),
        browser.post("/accounts/reauthenticate/", {"password": told["password"], "next": there}),
        browser.post("/accounts/logout/", {"next": there}),
    ]
    for answer in answers:
        assert urlsplit(answer.headers.get("Location", "")).netloc in ("", "testserver")
        assert not answer.headers.get("Location", "").startswith("/\\")


@pytest.mark.django_db
def test_another_sites_name_is_not_answered_and_stands_in_no_mail(
    citizen: User, mailoutbox: list[Any]
) -> None:
    evil = Client(headers={"host": "evil.example"})
    assert evil.get("/accounts/login/").status_code == 400
    assert evil.post("/accounts/password/reset/", {"email": citizen.email}).status_code == 400
    assert mailoutbox == []
    told = {"host": "testserver", "x-forwarded-host": "evil.example"}
    Client(headers=told).post("/accounts/password/reset/", {"email": citizen.email})
    assert mailoutbox and "evil.example" not in mailoutbox[0].body


def test_an_address_that_only_looks_like_a_letter_is_nothing(owner: Client) -> None:
    assert owner.get(f"/letters/{'-' * 36}/letter.pdf").status_code == 404
