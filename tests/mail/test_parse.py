"""The parser takes any bytes, keeps every part, and needs time in proportion to their number."""

import email
import gc
import os
import random
import re
import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foia.mail import html_text
from foia.mail.classify import classify
from foia.mail.parse import parse, split_quoted
from foia.mail.structure import MAX_DEPTH, MAX_PARTS

SAMPLES = [
    path.read_bytes() for path in sorted((Path(__file__).parent.parent / "samples").glob("*.eml"))
]
# Fragments that steer random bytes into the parser's corners.
CRUMBS = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"\n\n--b\n",
        b"--b--\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Content-Type: text/html; charset=utf-7\n\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=\"\n",
        b"Subject: =?utf-8?b?/////w==?= =?x?q?=?=\n",
        b"From: <<>>@,;:\n",
        b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n",
        b"begin 644 x\n#0V%T\n`\nend\n",
        b"\x00\xff\xfe\r\r\n",
        b"> On 2026 x@y wrote:\n",
    ]
)


@settings(deadline=None)  # the first reading of a language builds its table
@given(st.binary(max_size=2_000))
def test_random_bytes_are_parsed_and_read(raw: bytes) -> None:
    mail = parse(raw)
    classify(mail, language="en")
    mail.text.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(st.lists(CRUMBS | st.binary(max_size=30), max_size=14))
def test_hostile_fragments_are_parsed_and_read(pieces: list[bytes]) -> None:
    mail = parse(b"".join(pieces))
    classify(mail, language="ru")
    for part in mail.attachments:
        assert part.name and "/" not in part.name and "\\" not in part.name


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 2**32))
def test_samples_with_bytes_changed_moved_and_lost_are_parsed(raw: bytes, seed: int) -> None:
    dice = random.Random(seed)
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 12)):
        at, to = sorted((dice.randrange(len(changed) + 1), dice.randrange(len(changed) + 1)))
        act = dice.randrange(3)
        if act == 0 and at < len(changed):
            changed[at] = dice.randrange(256)
        elif act == 1:
            del changed[at : min(to, at + 40)]
        else:
            changed[at:at] = changed[at : min(to, at + 200)]
    classify(parse(bytes(changed)), language=dice.choice(["en", "es", "fr", "ru", "xx"]))


@given(st.text(max_size=400))
def test_splitting_quotations_loses_no_line(text: str) -> None:
    new, quoted = split_quoted(text)
    kept = sorted(line for line in f"{new}\n{quoted}".split("\n") if line)
    assert kept == sorted(line for line in text.split("\n") if line)


def _leaves(message: Message) -> list[tuple[str, bytes]]:
    """What the standard library finds, nested mails left whole: main type and content."""
    if message.get_content_maintype() == "message":
        return []
    if message.is_multipart():
        return [leaf for part in message.get_payload() for leaf in _leaves(part)]  # type: ignore[union-attr]
    content = message.get_payload(decode=True)
    kind = message.get_content_maintype()
    return [(kind, content.strip())] if isinstance(content, bytes) else []


@pytest.mark.parametrize("raw", SAMPLES)
def test_no_part_that_the_standard_library_finds_is_missing(raw: bytes) -> None:
    mail = parse(raw)
    files = {part.content.strip() for part in mail.attachments}
    texts = f"{mail.text}\n{mail.html}"
    for kind, content in _leaves(email.message_from_bytes(raw)):
        if content in files:
            continue
        assert kind in ("text", "multipart")
        for word in re.findall(rb"[A-Za-z]{4,}", content.split(b"begin 644")[0])[:40]:
            assert word.decode() in texts


def test_a_mail_of_forty_megabytes_keeps_its_attachment_whole() -> None:
    content = os.urandom(30_000_000)
    message = email.message.EmailMessage()
    message["Subject"] = "records"
    message.set_content("attached")
    message.add_attachment(content, maintype="application", subtype="zip", filename="r.zip")
    raw = message.as_bytes()
    assert parse(raw).attachments[0].content == content


def test_deep_nesting_is_cut_off_and_said() -> None:
    raw = b"Subject: deep\n"
    for level in range(MAX_DEPTH + 20):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    mail = parse(raw + b"\nthe last words\n")
    assert any("nested deeper" in trouble for trouble in mail.troubles)
    assert b"the last words" in mail.attachments[0].content


def test_too_many_parts_are_kept_as_one_file() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nword\n" * (MAX_PARTS + 50)
    mail = parse(raw + b"--b\n\nthe last words\n--b--\n")
    assert any("Only" in trouble for trouble in mail.troubles)
    assert b"the last words" in mail.attachments[-1].content


def test_a_charset_that_is_a_decompressor_is_not_run() -> None:
    mail = parse(b"Content-Type: text/plain; charset=zlib\n\nwords\n")
    assert "words" in mail.text
    assert "not known" in mail.troubles[0]


def _seconds(work: Callable[[str], object], text: str) -> float:
    times = []
    gc.disable()  # it looks through everything the other tests left behind
    try:
        for _ in range(5):  # the processor's own time: what else the machine does is left out
            started = time.process_time()
            work(text)
            times.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(times)


def _parse_header(text: str) -> object:
    return parse(f"Subject: {text}\nFrom: {text}\nTo: {text}\nDate: {text}\n\nx".encode())


def _parse_parameters(text: str) -> object:
    return parse(f"Content-Type: text/plain; {text}\nContent-Disposition: {text}\n\nx".encode())


def _parse_body(text: str) -> object:
    return parse(b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode())


def _parse_html(text: str) -> object:
    return html_text.text_of(text)


def _classify(text: str) -> object:
    return classify(parse(f"Subject: x\n\n{text}".encode()), language="fr")


def _classify_german(text: str) -> object:
    return classify(parse(f"\n{text}".encode()), language="de")


def _classify_portuguese(text: str) -> object:
    return classify(parse(f"\n{text}".encode()), language="pt")


ATTACKS = [
    (split_quoted, "On "),
    (split_quoted, ">"),
    (split_quoted, ">\n"),
    (split_quoted, "On x\n"),
    (split_quoted, "From: x\n"),
    (split_quoted, "-----"),
    (_parse_header, "=?a?q?"),
    (_parse_header, "=?utf-8?b?aa?= "),
    (_parse_header, '"('),
    (_parse_header, "a@b.c, "),
    (_parse_header, "<a@"),
    (_parse_parameters, ";a="),
    (_parse_parameters, '";'),
    (_parse_parameters, "; filename*1*=x"),
    (_parse_body, "begin 644 x\n"),
    (_parse_body, "end\nbegin 644 x\nM\n"),
    (_parse_html, "<a "),
    (_parse_html, "<!--"),
    (_parse_html, "<![CDATA["),
    (_parse_html, "<a'\"<a\"'"),
    (_parse_html, "<style>"),
    (_parse_html, "</p><blockquote>"),
    (_parse_html, "<blockquote>x"),
    (_parse_html, "<script></script "),
    (_classify, "On "),
    (_classify, "extend the deadline until "),
    (_classify, "not extend "),
    (_classify, "item 1 2 3 and 4 "),
    (_classify, "$1,000,"),
    (_classify, "section 7(1)(c) and 7(1)(d)"),
    (_classify, "5 5 5 jours "),
    (_classify, "4 de de 2026 12 12 2026 "),
    (_classify, "reference number "),
    (_classify, "((((((((("),
    (_classify_german, "§ 3 Nr. 1 und 2 IFG "),
    (_classify_german, "Frist Antrag Frist nicht "),
    (_classify_german, "bis zum 4. Dezember "),
    (_classify_portuguese, "art. 1, n.º 1, da Lei "),
    (_classify_portuguese, "pedido prazo não prorrog "),
    (_classify, "a. "),
    (_classify, "\n1. "),
]


@pytest.mark.parametrize(("work", "attack"), ATTACKS, ids=lambda value: repr(value)[:24])
def test_four_times_the_length_takes_about_four_times_as_long(
    work: Callable[[str], object], attack: str
) -> None:
    small = attack * (40_000 // len(attack))
    # Quadratic work would take sixteen times as long; 9 leaves room for a busy machine, and a
    # few milliseconds are noise.
    assert _seconds(work, small * 4) < _seconds(work, small) * 9 + 0.01


@pytest.mark.parametrize("called", ["base64 (mime)", "Base64;", '"base64"'])
def test_a_transfer_encoding_is_read_without_what_programs_write_around_it(called: str) -> None:
    raw = f"From: a@b.example\nContent-Transfer-Encoding: {called}\n\nZ3LDvMOfZQ==".encode()
    assert parse(raw).text == "grüße"


def test_recipients_that_are_too_many_to_be_read_are_said() -> None:
    many = ",\n ".join(f"person{number}@big.example" for number in range(10_000))
    mail = parse(f"From: a@b.example\nTo: {many}\n\nwords".encode())
    assert mail.text == "words"
    assert "'To' is longer" in " ".join(mail.troubles)
