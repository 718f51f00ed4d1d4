"""The law pages: every place listed once, every page honest about what is not on file."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from foia.web.lawbook.clocks import clocks_of
from foia.web.lawbook.index import index
from foia.web.lawbook.standing import standing_of
from foia.web.pictures.clocks import Stretch, draw_clocks
from jurisdictions import codes, load_pack
from jurisdictions.packs import ALIASES
from jurisdictions.review import cited_in

TODAY = date(2026, 11, 22)
WITH_LAW = [code for code in codes() if load_pack(code).statutes]
WITHOUT = [code for code in codes() if not load_pack(code).statutes]


def text_of(client: Client, address: str) -> str:
    """Return the words of a page, without its tags."""
    page = client.get(address)
    assert page.status_code == 200, address
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_every_place_is_listed_once_and_under_a_part_of_the_world() -> None:
    found = index("", TODAY)
    listed = [line.code for group in found.groups for line in group.lines]
    assert sorted(listed) == sorted(codes())
    assert "elsewhere" not in {group.key for group in found.groups}


def test_states_follow_their_country_and_cities_their_state() -> None:
    for group in index("", TODAY).groups:
        listed = [line.code for line in group.lines]
        for position, code in enumerate(listed):
            above = code.rpartition("-")[0]
            if above in listed:
                between = listed[listed.index(above) + 1 : position]
                assert all(other.startswith(f"{above}-") for other in between), code


@pytest.mark.parametrize(
    "words, code",
    [
        ("illinois", "us-il"),
        ("MÉXICO", "mx"),
        ("mexico", "mx"),
        ("russie", "ru"),
        ("us-tx", "us-tx"),
    ],
)
def test_a_place_is_found_by_its_names_without_accents_and_by_its_code(
    words: str, code: str
) -> None:
    assert code in {line.code for group in index(words, TODAY).groups for line in group.lines}


def test_all_words_must_match() -> None:
    found = index("freedom illinois", TODAY)
    assert {"us-il"} <= {line.code for group in found.groups for line in group.lines}
    assert found.found < 5 < found.total


@pytest.mark.parametrize("words", ["%00", "x" * 5000, "%F0%9F%98%80", "%ff%fe", "<script>"])
def test_odd_words_find_nothing_and_break_nothing(words: str, client: Client, db: None) -> None:
    page = client.get(f"/law/?q={words}")
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_the_list_says_what_matters_of_each_place(client: Client, db: None) -> None:
    words = text_of(client, "/law/?q=illinois")
    assert "5 business days" in words
    assert "a refusal" in words
    assert "verified" in words
    assert "high risk" in text_of(client, "/law/?q=russia")
    assert "promptly, no number" in text_of(client, "/law/?q=minnesota")


def test_the_list_costs_no_query_for_nobody(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in ("/law/", "/law/us-il/", "/law/us-il/dates/?on=2026-11-16"):
        with django_assert_num_queries(0):
            client.get(address)


@pytest.mark.parametrize("code", WITH_LAW)
def test_a_law_page_says_who_may_ask_and_how_sure_it_is(
    code: str, client: Client, db: None
) -> None:
    words = text_of(client, f"/law/{code}/")
    standing = standing_of(load_pack(code), client.get(f"/law/{code}/").context["statute"])
    assert f"{standing.verified} of {standing.total} statements verified" in words
    for heading in ("Who may ask", "Fees", "If they stay silent", "What may be withheld"):
        assert heading in words


@pytest.mark.parametrize("code", WITH_LAW)
def test_every_verified_mark_leads_to_its_source(code: str, client: Client, db: None) -> None:
    page = client.get(f"/law/{code}/").content.decode()
    marks = set(re.findall(r'href="#(source-\d+)"', page))
    assert marks <= set(re.findall(r'id="(source-\d+)"', page))
    for pointed in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{pointed}"' in page, pointed


@pytest.mark.parametrize("code", WITHOUT)
def test_a_place_without_law_says_so_and_by_which_source(
    code: str, client: Client, db: None
) -> None:
    pack = load_pack(code)
    words = text_of(client, f"/law/{code}/")
    assert pack.no_law
    assert "No law gives a right to records here." in words
    assert pack.no_law.cite in words


def test_all_statements_are_counted_once_as_verified_or_not() -> None:
    pack = load_pack("us-il")
    statute = pack.statutes[-1]
    standing = standing_of(pack, statute)
    cited = [
        c
        for part in (statute, pack.channels, pack.regulators, pack.suspensions)
        for _, c in cited_in(part, "")
    ]
    assert standing.total == len(cited)
    assert standing.verified == sum(c.verified for c in cited)


@pytest.mark.parametrize("alias, code", ALIASES.items())
def test_another_code_of_a_place_leads_to_its_page(
    alias: str, code: str, client: Client, db: None
) -> None:
    for name in ("law", "law_dates", "law_dates_file"):
        answer = client.get(reverse(name, args=[alias]) + "?on=2026-11-16")
        assert answer.status_code == 301
        assert answer["Location"] == reverse(name, args=[code]) + "?on=2026-11-16"
    assert client.get("/law/US-IL/")["Location"] == "/law/us-il/"


@pytest.mark.parametrize("code", WITH_LAW)
def test_the_drawn_clocks_lie_in_order_and_inside_the_picture(code: str) -> None:
    for statute in load_pack(code).statutes:
        clocks = clocks_of(statute)
        assert [clock.term for clock in clocks] == list(statute.terms)
        stretches = [
            Stretch(c.lane, c.term.binds, c.term.label, c.starts, c.ends, c.longest, c.is_open)
            for c in clocks
        ]
        for width in (340, 1000):
            picture = draw_clocks(stretches, width=width)
            assert picture
            assert len(picture.bars) == len(clocks)
            for bar in picture.bars:
                assert 0 <= bar.x < bar.tail_x <= bar.tail_x + bar.tail <= width
                assert bar.width >= 3
                assert all(dot <= width for dot in bar.dots)
                assert 0 < bar.words_y < bar.y < picture.height
            xs = [tick.x for tick in picture.ticks]
            assert xs == sorted(xs)


def test_clocks_follow_each_other_as_the_law_chains_them() -> None:
    clocks = {(c.term.term, c.term.start[0]): c for c in clocks_of(load_pack("fr").statutes[-1])}
    answer, against_refusal = clocks["response", "received"], clocks["appeal", "refused"]
    assert answer.starts == 0
    assert against_refusal.starts == answer.ends
    assert clocks["appeal_decision", "appeal_registered"].starts == against_refusal.ends
    assert clocks["court", "appeal_decided"].starts > against_refusal.ends


def test_a_second_appeal_follows_the_first_decision_and_the_court_its_own() -> None:
    clocks = {c.term.term: c for c in clocks_of(load_pack("gb").statutes[-1])}
    assert clocks["second_appeal"].starts == clocks["appeal_decision"].ends
    assert clocks["court"].starts == clocks["second_appeal"].ends


def test_going_to_court_stands_on_the_step_it_leads_to(client: Client, db: None) -> None:
    page = client.get("/law/gb/").context["law"]
    steps = {step.appeal.step: [term.term for term in step.terms] for step in page.ladder()}
    assert steps["tribunal"] == ["court"]
    assert "second_appeal" in steps["ico"]


def test_an_extension_is_drawn_behind_its_clock() -> None:
    answer = clocks_of(load_pack("us-il").statutes[-1])[0]
    assert answer.longest == answer.ends + 7  # five business days are a week


def test_days_around_easter_are_said_in_words(client: Client, db: None) -> None:
    words = text_of(client, "/law/ch/")
    assert "7 days before Easter Sunday to 7 days after Easter Sunday of every year" in words


def test_there_is_nothing_to_draw_without_clocks() -> None:
    assert draw_clocks([], width=340) is None
