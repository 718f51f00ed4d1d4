"""Verdicts on a sender count only where the server that we trust wrote them, about this sender."""

import pytest

from foia.mail.authentication import verdicts
from foia.mail.parse import parse

OURS = "mx.ours.example"
FROM = "foia@city.example"
PASS = f"{OURS}; dmarc=pass header.from=city.example"


def _told(*lines: str, sender: str = FROM) -> dict[str, str]:
    raw = "\r\n".join([*lines, f"From: {sender}", "", "words"]).encode()
    headers = parse(raw).headers.get("authentication-results", "")
    return verdicts(headers, OURS, sender)


def test_what_the_trusted_server_wrote_counts() -> None:
    assert _told(f"Authentication-Results: {PASS}") == {"dmarc": "pass"}
    several = [f"Authentication-Results: {OURS}; spf=pass", f"Authentication-Results: {PASS}"]
    assert _told(*several, "Received: from x by mx.ours.example") == {
        "spf": "pass",
        "dmarc": "pass",
    }


@pytest.mark.parametrize(
    "lines",
    [
        ["Authentication-Results: mx.evil.example; dmarc=pass"],
        [
            f"Authentication-Results: {OURS}; spf=fail",
            "Received: from evil by mx.ours.example",
            f"Authentication-Results: {PASS}",
        ],
        [f'Authentication-Results: {OURS}; spf=fail smtp.mailfrom="a; dmarc=pass "@evil.example'],
        [f"Authentication-Results: {OURS}; spf=fail (of a (x; dmarc=pass) b; dmarc=pass)"],
        [f"Authentication-Results: {OURS}; dmarc=pass header.from=evil.example"],
        [f"Authentication-Results: x; =?utf-8?q?a=0A{OURS};_dmarc=3Dpass?="],
        [f"Authentication-Results: x.{OURS}; dmarc=pass"],
        [f"X-Authentication-Results: {PASS}"],
    ],
)
def test_what_a_sender_can_write_is_no_pass(lines: list[str]) -> None:
    assert _told(*lines).get("dmarc") != "pass"
