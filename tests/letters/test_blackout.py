"""The requester is found in a text however they are written there, and nobody else is."""

from datetime import date

import pytest

from foia.letters.blackout import BLACK, Identity, blacked_out, spots, without_keys, words_of

ROSA = Identity(
    names=("Rosa Résident-O'Neill",),
    lines=("12 Elm Street, Apt. 4", "Chicago, IL 60601"),
    codes=("RERO850101ABC", "OS-7K2MPQ4X"),
    phones=("+1 312 555 0100",),
    emails=("rosa@openshutter.example",),
    domains=("reply.openshutter.example",),
    days=(date(1980, 3, 12),),
    not_lines="Chicago Police Department, 3510 S Michigan Ave, Chicago, IL 60653",
)


@pytest.mark.parametrize(
    "written",
    [
        "Rosa Résident-O'Neill",
        "ROSA RESIDENT-O'NEILL",
        "Resident-O'Neill, Rosa",
        "Rosa\nRésident-O'Neill",
        "Rosa",
        "12 Elm\n   Street, Apt. 4",
        "12 ELM STREET",
        "IL 60601",
        "(312) 555-0100",
        "312.555.0100",
        "+1 312 555 0100",
        "001 312 5550100",
        "rosa@openshutter.example",
        "Rosa@OpenShutter.example",
        "r-abcdefghjkmnpqrstuvwxyz23@reply.openshutter.example",
        "RERO-850101-ABC",
        "os-7k2mpq4x",
        "March 12, 1980",
        "12 de marzo de 1980",
        "12/03/1980",
        "1980-03-12",
    ],
)
def test_every_way_of_writing_is_blacked_out(written: str) -> None:
    said = blacked_out(f"Dear {written}: we hold no policy.", ROSA)
    assert said.startswith("Dear ") and said.endswith(": we hold no policy.")
    assert set(said[5 : said.index(": we")]) <= {*BLACK, ",", " ", "(", "-", "'"}
    assert spots(said, ROSA) == []


MARA = Identity(
    names=("Mära Lynn Quellmann",),
    lines=("48 North Lindenstraße; 10115 Berlin", "London SW1A 2AA"),
    phones=("+49 30 1234567",),
    emails=("mq77@home.example",),
    codes=("abcdefghjkmnpqrstuvwxyz23",),
    domains=("reply.openshutter.example",),
)


@pytest.mark.parametrize(
    "written",
    [
        "MAERA LYNN QUELLMANN",
        "quellmann, mara",
        "Ma\u00adra Quell\u00admann",
        "Ma\u200bra\u00a0Quell\u2060mann",
        "M a r a  Q u e l l m a n n",
        "MaraQuellmann2026",
        "mquellmann@work.example",
        "mara.quellmann@work.example",
        "https://portal.example/users/quellmann",
        "Quell-\nmann",
        "Quell\ufffemann",
        "M%C3%A4ra%20Quellmann",
        "Qu%65llmann",
        "M&auml;ra Quellmann",
        "Qu&#x65;llmann",
        "M=C3=A4ra Quellmann",
        "Quell=\nmann",
        '{"name": "M\\u00e4ra"}',
        'CN="Quell\r\n mann"',
        "=?utf-8?B?TcOkcmE=?=",
        "TcOkcmEgUXVlbGxtYW5uLCBCZXJsaW4u",
        "TcOkcmEgUXVlbGxtYW5uLCBCZXJsaW4gTcOkcmEgUXVlbGxtYW5uLCBC\nZXJsaW4=",
        "mq77 (at) home.example",
        "mq77 [at] home [dot] example",
        "mq77%40home.example",
        "r%2Dabcdefghjkmnpqrstuvwxyz23%40reply.openshutter.example",
        "bounce-r-x=reply.openshutter.example@list.example",
        "030 123 45 67",
        "0049-30-1234567",
        "Lindenstr. 48",
        "48 N. Lindenstrasse",
        "sw1a2aa",
        "10115",
    ],
)
def test_the_requester_is_found_however_a_program_writes_them(written: str) -> None:
    said = blacked_out(f"we wrote to {written} last week", MARA)
    assert BLACK in said
    assert spots(said, MARA) == []
    for mine in ("uell", "ara", "mq77", "abcdefgh", "1234567", "45 67", "inden", "sw1a", "10115"):
        assert mine not in said.lower()


@pytest.mark.parametrize(
    "kept",
    [
        "the quellmann of the river",  # a common word, where it has no capital
        "https://city.example/policy.pdf and 48 cameras",
        "Fee: 123,456.70 for 1990-01-01, § 10.115",
        "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=",
        "100%25 of all=20 records &amp; more",
    ],
)
def test_codes_that_say_nothing_of_the_requester_stay(kept: str) -> None:
    assert blacked_out(kept, MARA) == kept


def test_a_name_in_the_name_of_a_file_is_found() -> None:
    assert blacked_out("Response_Rosa_2026.pdf", ROSA) == f"Response_{BLACK}_2026.pdf"


@pytest.mark.parametrize(
    "kept",
    [
        "We hold no policy on rosa windows.",
        "Rosalind Park, Records Officer",
        "Chicago Police Department, 3510 S Michigan Ave, Chicago, IL 60653",
        "Our file F-2026-01184 of 16 November 2026, fee 12.50",
        "Elm Street camera 14",
    ],
)
def test_what_is_not_the_requester_stays(kept: str) -> None:
    assert blacked_out(kept, ROSA) == kept


def test_nobody_in_particular_is_nowhere() -> None:
    assert spots("Rosa Resident", Identity()) == []
    assert spots("", ROSA) == []
    assert words_of("Rosa and ROSA and Rosa", ROSA) == ["Rosa", "ROSA"]


def test_a_link_that_opens_somebodys_own_page_loses_its_key() -> None:
    said = without_keys(
        "Open https://portal.example/r?key=abc#top, https://x.example/s/Zk29fjwq02mcnvbdhqpal1/z"
        " or read https://x.example/policy.html."
    )
    assert said == (
        f"Open https://portal.example/r?{BLACK} https://x.example/s/{BLACK}"
        " or read https://x.example/policy.html."
    )
