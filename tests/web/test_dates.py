"""The deadline calculator: no account, nothing stored, nothing lost, never a broken page."""

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from foia.web.lawbook.ics import calendar_of
from foia.web.lawbook.question import MOST_ROWS, ask, read_question
from jurisdictions import codes, fold, load_pack
from jurisdictions.events import KINDS

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
IL = "/law/us-il/dates/"
ASKED = "?got=received&on=2026-11-16"


def words_of(client: Client, address: str) -> str:
    """Return the words of a page, without its tags."""
    page = client.get(address)
    assert page.status_code == 200, address
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_the_page_counts_what_the_library_counts(client: Client, db: None) -> None:
    page = client.get(f"{IL}{ASKED}&as_of=2026-11-17&e1-kind=extended&e1-on=2026-11-20")
    timeline = page.context["answer"].timeline
    query = QueryDict("got=received&on=2026-11-16&e1-kind=extended&e1-on=2026-11-20")
    question = read_question(load_pack("us-il"), query)
    assert question.is_valid()
    assert [d.due_on for d in timeline.deadlines] == [
        d.due_on for d in ask(question, NOW).deadlines
    ]
    words = page.content.decode()
    assert "Wed, Dec 2, 2026" in words
    assert "Thanksgiving Day" in words
    assert "5 ILCS 140/3(d); 5 ILCS 140/3(e)" in words


@pytest.mark.parametrize("code", codes())
def test_every_place_answers_with_dates_or_with_reasons(
    code: str, client: Client, db: None
) -> None:
    page = client.get(
        f"/law/{code}/dates/?got=received&on=2026-10-05&e1-kind=denied&e1-on=2026-10-07"
    )
    assert page.status_code == 200
    answer = page.context["answer"]
    assert answer.dues or answer.timeline.undated or answer.timeline.notes
    assert not re.search(r">\s*None\s*<|\"None\"", page.content.decode())


@pytest.mark.parametrize(
    "query, said",
    [
        ("?on=2026-13-45", "no day of the calendar"),
        ("?on=", "required"),
        ("?on=0005-01-01", "was mistyped"),
        ("?on=2026-11-16&got=dreamt", "dreamt is not one of the available choices"),
        ("?on=2026-11-16&got=received&by=pigeon", "pigeon is not one of"),
        ("?on=2026-11-16&got=received&at=25:99", "no time of day"),
        ("?on=2026-11-16&got=received&variant=nothing", "nothing is not one of"),
        ("?on=2026-11-16&got=received&e1-kind=danced&e1-on=2026-11-20", "danced is not one of"),
        ("?on=2026-11-16&got=received&e1-kind=denied", "Say on which day"),
        ("?on=2026-11-16&got=received&e1-on=2026-11-20", "Say what happened"),
        ("?on=2026-11-16&got=received&e1-kind=denied&e1-on=2026-11-01", "is before 2026-11-16"),
        ("?on=2026-11-16&got=received&c1-first=2026-12-20&c1-last=2026-12-01", "ends before it"),
        ("?on=2026-11-16&got=received&c1-last=2026-12-01", "Say from which day it was closed"),
        ("?on=1980-11-16&got=received", "no law on file for 1980-11-16"),
        ("?on=2036-02-01&got=received", "2035"),
        (
            "?on=2026-11-16&got=received&e1-kind=extended&e1-on=2026-11-17&e1-days=-4",
            "or equal to 0",
        ),
        (
            "?on=2026-11-16&got=received&e1-kind=extended&e1-on=2026-11-17&e1-days=1e9",
            "whole number",
        ),
    ],
)
def test_what_cannot_be_counted_is_said_beside_the_form(
    query: str, said: str, client: Client, db: None
) -> None:
    assert said in words_of(client, IL + query)


def test_nothing_typed_is_lost(client: Client, db: None) -> None:
    page = client.get(
        f"{IL}?got=sent&on=31.12.2026&at=noonish&by=fax&e3-kind=appealed&e3-on=tomorrow"
        "&c2-first=xmas"
    ).content.decode()
    for typed in ('value="31.12.2026"', 'value="noonish"', 'value="tomorrow"', 'value="xmas"'):
        assert typed in page
    assert '<option value="fax" selected>' in page
    assert '<option value="appealed" selected>' in page
    assert 'name="e4-kind"' in page, "there is a new row to fill in"


def test_a_kind_brings_the_fields_it_has(client: Client, db: None) -> None:
    page = client.get(f"{IL}{ASKED}&e1-kind=extended&e1-on=2026-11-20").content.decode()
    assert 'name="e1-until"' in page
    assert 'name="e1-received"' not in page


def test_an_extension_to_a_day_and_an_acknowledged_receipt_are_read(
    client: Client, db: None
) -> None:
    page = client.get(
        f"{IL}?got=sent&on=2026-11-13&by=post&e1-kind=acknowledged&e1-on=2026-11-18"
        "&e1-received=2026-11-16&e2-kind=extended&e2-on=2026-11-19&e2-until=2026-11-25"
    )
    deadline = next(
        d.deadline for d in page.context["answer"].dues if d.deadline.term == "response"
    )
    assert deadline.starts_on == date(2026, 11, 16)
    assert deadline.due_on == date(2026, 11, 25)


def test_more_events_than_any_request_has_are_refused_politely(client: Client, db: None) -> None:
    rows = {
        f"e{n}-{name}": value
        for n in range(1, 501)
        for name, value in (("kind", "denied"), ("on", "2026-11-20"))
    }
    for address in (f"{IL}{ASKED}&{urlencode(rows)}", f"{IL}?" + "x=1&" * 1200):
        words = words_of(client, address)
        assert "more events" in words or "more fields" in words
    assert client.get(f"/law/us-il/dates.ics{ASKED}&{urlencode(rows)}").status_code == 422


def test_long_counts_are_told_in_words_and_not_drawn(client: Client, db: None) -> None:
    rows = {
        f"e{n}-{name}": value
        for n in range(1, MOST_ROWS + 1)
        for name, value in (("kind", "denied"), ("on", f"2026-11-{16 + n % 14:02d}"))
    }
    page = client.get(f"{IL}{ASKED}&{urlencode(rows)}")
    assert page.status_code == 200
    assert len(page.content) < 2_000_000
    far = client.get(
        "/law/fr/dates/?got=received&on=2026-01-05&e1-kind=tolled&e1-on=2026-01-06"
        "&e2-kind=resumed&e2-on=2199-01-01"
    )
    assert far.status_code == 200
    assert "too many to draw" in far.content.decode() or "lies outside" in far.content.decode()


ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2026-11-16", "9999-12-31", "0001-01-01", "24:00", "-1", "1e400", "\0", "denied"]
    ),
    st.dates(date(2010, 1, 1), date(2040, 1, 1)).map(str),
    st.sampled_from(sorted(KINDS)),
)
NAMES = ["got", "on", "at", "by", "variant", "calendar", "as_of", "c1-first", "c1-last"] + [
    f"e{n}-{name}"
    for n in (1, 2, 7)
    for name in (
        "kind",
        "on",
        "at",
        "until",
        "days",
        "ground",
        "step",
        "received",
        "registered",
        "by",
        "remedies",
    )
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    code=st.sampled_from(["us-il", "fr", "mx", "ru", "us"]),
    fields=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=14),
)
def test_no_address_breaks_the_page(
    code: str, fields: dict[str, str], client: Client, db: None
) -> None:
    fields = {"got": "received", "on": "2026-11-16", **fields}
    query = urlencode(fields, errors="replace")
    assert client.get(f"/law/{code}/dates/?{query}").status_code == 200
    assert client.get(f"/law/{code}/dates.ics?{query}").status_code in (200, 422)


def test_the_calendar_file_holds_the_same_dates(client: Client, db: None) -> None:
    query = f"{ASKED}&as_of=2026-11-17&e1-kind=extended&e1-on=2026-11-20"
    page, file = client.get(IL + query), client.get(f"/law/us-il/dates.ics{query}")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="us-il-dates.ics"'
    events = Calendar.from_ical(file.content).walk("VEVENT")
    deadlines = [due.deadline for due in page.context["answer"].dues]
    assert [event["DTSTART"].dt for event in events] == [d.due_on for d in deadlines]
    for event, deadline in zip(events, deadlines, strict=True):
        assert deadline.label in event["SUMMARY"]
        assert deadline.cite in event["DESCRIPTION"]
        assert (event["DTEND"].dt - event["DTSTART"].dt).days == 1
        assert event["URL"] == "http://testserver" + IL + query


def test_the_calendar_file_is_in_the_form_of_rfc_5545(client: Client, db: None) -> None:
    content = client.get(f"/law/us-il/dates.ics{ASKED}").content
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
    assert lines.count(b"VERSION:2.0") == 1
    assert any(line.startswith(b"PRODID:") for line in lines)
    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_what_nobody_verified_says_so_in_the_calendar(client: Client, db: None) -> None:
    content = client.get("/law/ru/dates.ics?got=received&on=2026-11-16").content
    events = Calendar.from_ical(content).walk("VEVENT")
    assert events
    assert all("not verified" in event["SUMMARY"] for event in events)
    assert all("Not verified" in event["DESCRIPTION"] for event in events)


def test_an_event_keeps_its_name_when_its_date_moves() -> None:
    pack = load_pack("us-il")

    def ids(more: str) -> dict[str, str]:
        question = read_question(pack, QueryDict(f"got=received&on=2026-11-16{more}"))
        assert question.is_valid()
        content = calendar_of(pack, ask(question, NOW), about="a", url="http://x.example/", now=NOW)
        found = Calendar.from_ical(content).walk("VEVENT")
        return {str(event["SUMMARY"]): str(event["UID"]) for event in found}

    before, after = ids(""), ids("&e1-kind=extended&e1-on=2026-11-20")
    kept = before.keys() & after.keys()
    assert kept
    assert all(before[name] == after[name] for name in kept)
    assert len(set(after.values())) == len(after)


def test_without_a_date_there_is_no_calendar_but_a_sentence(client: Client, db: None) -> None:
    without = next(code for code in codes() if not load_pack(code).statutes)
    answer = client.get(f"/law/{without}/dates.ics{ASKED}")
    assert answer.status_code == 422
    assert b"no calendar to save" in answer.content
    assert client.get("/law/us-il/dates.ics").status_code == 422


def test_nothing_is_stored(client: Client, db: None) -> None:
    answer = client.get(IL + ASKED)
    assert not answer.cookies
    assert fold(load_pack("us-il"), [], as_of=NOW).stage == "not_sent"
