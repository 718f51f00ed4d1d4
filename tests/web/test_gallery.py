"""The gallery page: open to everybody, asks the database nothing, says what is not there."""

import re
from html import unescape
from io import BytesIO
from time import perf_counter
from zipfile import is_zipfile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from foia.letters.gallery import PLACES
from foia.letters.outline import OUTLINES
from foia.web import letter_words

PAGE = "/letters/gallery/"
BUDGET = 0.15  # seconds, once the samples of the day have been composed


def text_of(content: bytes) -> str:
    """Return the words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def test_the_page_shows_a_letter_and_the_table_of_all_kinds_and_places(client: Client) -> None:
    page = client.get(PAGE)
    words_of_page = text_of(page.content)
    assert page.status_code == 200
    assert "Freedom of Information Act" in words_of_page
    assert "City of Sampletown" in words_of_page
    table = page.content.decode().partition("<tbody>")[2]
    assert table.count("<tr>") == len(OUTLINES)
    assert table.count("<td>") == len(OUTLINES) * len(PLACES)


@pytest.mark.parametrize("place", ["mx", "fr", "ru", "us-tx"])
@pytest.mark.parametrize("kind", ["request", "appeal"])
def test_a_chosen_place_and_kind_is_shown_with_its_marks_and_files(
    place: str, kind: str, client: Client
) -> None:
    page = client.get(PAGE, {"place": place, "kind": kind})
    assert page.status_code == 200
    said = text_of(page.content)
    letter = page.context["letter"]
    assert " ".join(letter.title.split()) in said
    assert ("translation not reviewed" in said.partition("All kinds")[0]) == (place != "us-tx")
    for name in ("letter.pdf", "letter.docx", "letter.txt"):
        address = f"{PAGE}{name}?place={place}&kind={kind}&lang="
        assert address in unescape(page.content.decode())
    assert f'<option value="{place}" selected>' in page.content.decode()
    assert "asking here can be dangerous" in said or place != "ru"


def test_a_letter_in_another_language_is_in_that_language(client: Client) -> None:
    page = client.get(PAGE, {"place": "us-il", "lang": "es"}).content.decode()
    assert '<article class="sheet" lang="es"' in page
    assert "This body must be asked in English" in page


@pytest.mark.parametrize(
    ("name", "start"), [("letter.pdf", b"%PDF-"), ("letter.docx", b"PK"), ("letter.txt", b"Robin")]
)
def test_a_sample_can_be_taken_along_as_a_file(name: str, start: bytes, client: Client) -> None:
    got = client.get(f"{PAGE}{name}", {"place": "fr", "kind": "overdue"})
    assert got.status_code == 200
    assert got.content.startswith(start)
    assert is_zipfile(BytesIO(got.content)) == (name == "letter.docx")
    assert f"sample-fr-overdue-{name}" in got["Content-Disposition"]


@pytest.mark.parametrize(
    "query",
    [
        "place=atlantis",
        "place=../../etc/passwd",
        "place=%00us-il",
        "place=us-il%00%0d%0a..",
        "kind=poem",
        "kind=__class__",
        "lang=qq",
        "lang=..%2Ffr",
        "lang=%F0%9F%98%80",
        "place=%ff%fe",
        "kind=%3Cscript%3Ealert(1)%3C/script%3E",
        f"place={'x' * 5000}",
        "place=us-mn&kind=overdue_second",
    ],
)
def test_an_address_that_makes_no_sense_gets_a_clear_sentence(query: str, client: Client) -> None:
    page = client.get(f"{PAGE}?{query}")
    if query == "place=%00us-il":  # what no eye sees is left out, as everywhere
        assert page.status_code == 200
        return
    assert page.status_code == 422
    assert "There is no such sample" in text_of(page.content)
    assert len(page.context["trouble"]) < 400
    assert b"<script>alert" not in page.content
    assert b"<tbody>" in page.content, "the table is there to go on with"
    assert client.get(f"{PAGE}letter.pdf?{query}").status_code == 422


def test_nobody_can_post_to_it(client: Client) -> None:
    for address in (PAGE, f"{PAGE}letter.pdf"):
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405


@pytest.mark.django_db
def test_the_database_is_asked_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get(PAGE)
        client.get(f"{PAGE}letter.txt")


def test_the_page_comes_fast(client: Client) -> None:
    client.get(PAGE)
    took = []
    for _ in range(5):
        started = perf_counter()
        client.get(PAGE)
        took.append(perf_counter() - started)
    assert min(took) < BUDGET


def test_it_is_linked_from_the_law_and_from_the_foot_of_every_page(client: Client) -> None:
    assert f'href="{PAGE}?place=fr"' in client.get("/law/fr/").content.decode()
    assert f'href="{PAGE}"' in client.get(reverse("laws")).content.decode()


def test_every_kind_of_letter_has_a_name_for_people() -> None:
    assert set(letter_words.LETTERS) >= set(OUTLINES)
