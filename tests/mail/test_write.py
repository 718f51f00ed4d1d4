"""A plain mail written without a library is read by one as it was meant."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foia.mail.write import FOLDED_AT, LONGEST_LINE, plain_mail

SENDER = '"Rosa Resident of a rather long name" <r-0123456789abcdef0123456789@reply.example>'
HEADERS = [("Subject", "A request"), ("From", SENDER), ("Message-ID", "<1@example>")]


def read(raw: bytes) -> tuple[dict[str, str], str]:
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.defects == []
    return dict(mail.items()), mail.get_content()


def test_headers_and_text_come_out_as_they_went_in() -> None:
    headers, text = read(plain_mail(HEADERS, "Dear clerk,\n\n.dots — Łódź\nFrom here\n") or b"")
    assert headers["From"] == SENDER.replace('"', "")
    assert headers["Content-Transfer-Encoding"] == "8bit"
    assert text.splitlines() == ["Dear clerk,", "", ".dots — Łódź", "From here"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Subject", "Łódź")], "x"),
        ([("Subject", "two\nlines")], "x"),
        ([("Subject", "one\r\nBcc: you@example.org")], "x"),
        (HEADERS, "x" * (LONGEST_LINE + 1)),
        (HEADERS, "a\0b"),
    ],
)
def test_what_needs_encoding_is_left_to_the_library(
    headers: list[tuple[str, str]], body: str
) -> None:
    assert plain_mail(headers, body) is None


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=300)


@given(subject=WORDS.map(str.strip).filter(bool), body=st.text(max_size=500))
def test_any_mail_is_read_back_or_left_to_the_library(subject: str, body: str) -> None:
    raw = plain_mail([("Subject", subject)], body)
    if raw is None:
        return
    head, _, rest = raw.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert all(len(line) <= FOLDED_AT or b" " not in line.lstrip()[9:] for line in lines)
    assert b"".join(lines[3:]).decode() == f"Subject: {subject}"
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    wanted = body.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    assert rest.decode() == wanted.replace("\n", "\r\n") + "\r\n"
