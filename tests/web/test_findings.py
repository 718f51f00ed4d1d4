"""Findings on the screen: readers see what is published, teams all of theirs, in few queries."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from foia import access, samples
from foia.flow import findings as room
from foia.flow.findings import numbers
from foia.flow.findings import scope as scopes
from foia.gateways import clock
from foia.models import Finding, Membership, Publication, RecordsRequest, System, Team, User
from foia.web import findings_grid, findings_pages
from foia.web.findings_pages import shown
from foia.web.views import findings as findings_views
from foia.web.views import public as public_views
from tests.conftest import NOW
from tests.findings_rows import RECORDS, asked, bodies
from tests.waves import a_wave
from tests.web.conftest import signed_in

PAGES = ("findings", "findings_places", "findings_grid", "findings_list")


@pytest.fixture
def published(citizen: User) -> None:
    samples.load()
    system = System.objects.get(slug="chicago-face-search")
    asked(bodies(24), by=citizen, now=NOW, system=system)


def page(client: Client, name: str, **query: str) -> str:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_so_kindly_where_nothing_is_known(name: str, db: None, client: Client) -> None:
    assert 'class="empty"' in page(client, name)


@pytest.mark.parametrize("name", PAGES)
def test_readers_see_numbers_but_never_whom_the_words_name(
    name: str, published: None, client: Client
) -> None:
    shown = page(client, name)
    assert "Secret words" not in shown
    assert "Rosa" not in shown


def test_the_person_who_asked_sees_their_words_and_what_is_not_published(
    published: None, citizen: User, stranger: Client
) -> None:
    Publication.objects.all().delete()
    assert "Secret words" in page(signed_in(citizen), "findings_list", of="mine")
    assert "Secret words" not in page(stranger, "findings_list", of="mine")
    assert f"{24 * len(RECORDS)} findings" not in page(signed_in(citizen), "findings_list")


def test_ones_own_list_goes_from_desk_to_desk_and_shows_each_row_once(
    published: None, citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team.objects.create(name="Coalition", created_at=NOW)
    Membership.objects.create(team=team, user=citizen, role="owner")
    wave = a_wave(citizen, now=NOW, team=team)
    keys = list(RecordsRequest.objects.order_by("pk").values_list("pk", flat=True))
    RecordsRequest.objects.filter(pk__in=keys[::3]).update(campaign=wave.campaign)
    Finding.objects.filter(request__in=keys[::3]).update(desk=wave.campaign.pk)
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    set_page_size(monkeypatch, 7)
    every = Finding.objects.order_by("-request_id", "-category").values_list("pk", flat=True)
    for query, expected in (
        ("?of=mine", every),
        ("?of=mine&state=withheld", every.filter(state="withheld")),
        (f"?of=mine&campaign={wave.campaign.uuid}", every.filter(desk=wave.campaign.pk)),
    ):
        pages = leafed(signed_in(citizen), "findings_list", query)
        assert [key for rows in pages for key in rows] == list(expected)
        assert len(pages) == -(-len(expected) // 7)


def test_each_number_leads_to_just_as_many_findings(published: None, client: Client) -> None:
    for told, columns in (
        ({"state": "withheld"}, {"state": "withheld"}),
        ({"law": "us-il"}, {"request__jurisdiction_code": "us-il"}),
        ({"vendor": "CDW-G"}, {"request__system__vendors__name": "CDW-G"}),
    ):
        number = Finding.objects.filter(**columns).count()
        assert f"{number} findings" in page(client, "findings_list", **told)
    shown = page(client, "findings")
    assert f"{reverse('findings_list')}?law=us-il&amp;state=published" in shown


def test_every_number_on_the_page_counts_as_many_findings_as_its_link_shows(
    published: None, client: Client
) -> None:
    keys = list(RecordsRequest.objects.order_by("pk").values_list("pk", flat=True))
    for law, some in (("us", keys[:3]), ("us-il-chicago", keys[3:5]), ("de", keys[5:7])):
        RecordsRequest.objects.filter(pk__in=some).update(jurisdiction_code=law)
    Finding.objects.filter(state="published").update(exemptions=["7(1)(v)", 'a "b" é & c'])
    Finding.objects.filter(state="partly").update(exemptions=["7(1)(v)", 'a "b" é & c'])
    for query in ({}, {"law": "us"}, {"category": "contract"}, {"state": "partly", "law": "de"}):
        linked = re.findall(
            r'<a href="/findings/list/\?([^"]*)">(\d+)</a>', page(client, "findings", **query)
        )
        assert len(linked) > 5 or query
        for told, number in set(linked):
            asked_for = RequestFactory().get("/findings/list/?" + unescape(told))
            asked_for.user = AnonymousUser()
            assert shown(asked_for).scope.findings.count() == int(number), told


@pytest.mark.parametrize("most_named", [1_000, 2])
@pytest.mark.parametrize("name", ["findings_list", "findings_grid", "findings_places", "requests"])
def test_the_pages_of_a_list_show_each_row_once_and_in_order(
    name: str, most_named: int, published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name.replace("requests", "public_requests")
    monkeypatch.setattr(scopes, "MOST_NAMED", most_named)
    page(client, name)
    room.run(now=clock.now(), requests=access.requests_behind)
    set_page_size(monkeypatch, 500)
    [whole] = leafed(client, name)
    set_page_size(monkeypatch, 5)
    pages = leafed(client, name)
    assert len(pages) == -(-len(whole) // 5)
    assert [row for rows in pages for row in rows] == whole


def set_page_size(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    for module in (findings_views, public_views, findings_pages, findings_grid):
        monkeypatch.setattr(module, "PAGE", rows)


def leafed(client: Client, name: str, query: str = "") -> list[list[Any]]:
    """Return what the pages of a list name, row by row, from the first page to the last."""
    found, at = [], reverse(name) + query
    while at:
        answer = client.get(at)
        body = answer.content.decode()
        found.append([getattr(row, "pk", row) for row in rows_of(answer.context)])
        after = re.search(r'rel="next" href="([^"]*)"', body)
        at = reverse(name) + unescape(after[1]) if after else ""
    return found


def rows_of(context: Any) -> list[Any]:
    return list((context["grid"].page if "grid" in context else context["page"]).rows)


def test_very_many_findings_of_a_place_are_counted_by_the_room(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = page(client, "findings_place", place="Town 000001")
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    waiting = page(client, "findings_place", place="Town 000001")
    assert "They are being counted" in waiting
    assert "Body 000003" not in waiting
    assert room.run(now=clock.now(), requests=access.requests_behind) == 1
    told = page(client, "findings_place", place="Town 000001")
    assert re.sub(r'<p class="quiet">Counted at [^<]*</p>', "", told) == at_once


def test_the_bodies_of_very_many_requests_are_told_by_the_room(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = page(client, "findings_grid")
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    assert "They are being counted" in page(client, "findings_grid")
    assert room.run(now=clock.now(), requests=access.requests_behind) == 1
    told = page(client, "findings_grid")
    assert re.findall(r"Body \d+", told) == re.findall(r"Body \d+", at_once)
    assert "Counted at" in told
    assert "The first" not in told


def test_a_body_whose_request_was_taken_back_is_told_no_more_however_old_the_count(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    page(client, "findings_grid")
    room.run(now=clock.now(), requests=access.requests_behind)
    assert "Body 000003" in page(client, "findings_grid")
    Publication.objects.filter(request__agency__name="Body 000003").update(state="private")
    told = page(client, "findings_grid")
    assert "Body 000003" not in told
    assert "Body 000004" in told


def test_a_grid_that_is_cut_says_so(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    for module in (numbers, room):
        monkeypatch.setattr(module, "MOST_BODIES", 7)
    page(client, "findings_grid")
    room.run(now=clock.now(), requests=access.requests_behind)
    told = page(client, "findings_grid")
    assert len(set(re.findall(r"<th scope=\"row\">(Body \d+)", told))) == 7
    assert "The first 7 are shown here" in told


def test_a_place_is_answered_with_what_its_bodies_and_its_dossiers_say(
    published: None, client: Client
) -> None:
    assert "a part of it was handed over" in page(client, "findings_place", place="Town 000001")
    chicago = page(client, "findings_place", place="Chicago, Illinois")
    assert "Nobody has asked yet" in chicago
    assert "Nobody had published one when Clearview was in use" in chicago
    assert client.get(reverse("findings_place"), {"place": "Atlantis"}).status_code == 404
    assert client.get(reverse("findings_place")).status_code == 404


def test_the_map_stands_as_a_table_too(published: None, client: Client) -> None:
    shown = page(client, "findings")
    assert '<path class="fill confirmed_absent"' in shown
    assert "The map as a table" in shown
    assert shown.count(' r="4"/>') == 7


def test_the_front_page_says_quietly_what_was_learnt(published: None, client: Client) -> None:
    shown = page(client, "front")
    assert "What was learnt so far" in shown
    Publication.objects.all().delete()
    assert "What was learnt so far" not in page(client, "front")


def test_the_front_page_leaves_very_many_answers_to_the_room(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = page(client, "front")
    monkeypatch.setattr(scopes, "MOST_NAMED", 2)
    assert "What was learnt so far" not in page(client, "front")
    room.run(now=clock.now(), requests=access.requests_behind)
    assert page(client, "front") == at_once


@pytest.mark.parametrize(
    ("name", "kind", "begins"),
    [
        ("findings_table", "csv", b"\xef\xbb\xbfbody"),
        ("findings_table", "xlsx", b"PK"),
        ("findings_table", "zip", b"PK"),
        ("findings_report", "docx", b"PK"),
        ("findings_report", "pdf", b"%PDF"),
    ],
)
def test_what_is_shown_can_be_taken_away(
    name: str, kind: str, begins: bytes, published: None, client: Client
) -> None:
    answer = client.get(reverse(name, args=[kind]), {"law": "us"})
    content = b"".join(answer) if answer.streaming else answer.content
    assert content.startswith(begins)
    assert b"Secret words" not in content


@pytest.mark.parametrize("query", [{}, {"law": "us"}, {"state": "silent", "words": "Body"}])
def test_a_page_takes_no_more_queries_for_many_bodies(
    query: dict[str, str],
    published: None,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for name in (*PAGES, "front"):
        with django_assert_max_num_queries(14):
            page(client, name, **query)
    with django_assert_max_num_queries(14):
        page(client, "findings_place", place="Town 000000", **query)


def test_nonsense_in_the_address_narrows_nothing_or_finds_nothing(
    published: None, client: Client
) -> None:
    for query in ({"campaign": "x"}, {"law": "\x00"}, {"category": "'"}, {"page": "-7"}):
        for name in PAGES:
            page(client, name, **query)
