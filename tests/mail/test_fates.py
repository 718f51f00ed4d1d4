"""What became of a mail: from delivery reports and the words of mail servers."""

import pytest

from foia.mail.fates import Fate, blames_address, fates_of, is_passing
from foia.mail.parse import parse

OURS = "<os-7k2mpq4x.abc@reply.openshutter.example>"


def returned(action: str, status: str, returned_part: str = "message/rfc822") -> bytes:
    """Return a delivery report (RFC 3464) about our mail."""
    return (
        "From: MAILER-DAEMON@mx.example\nTo: r-x@reply.openshutter.example\nSubject: Returned\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; foia@city.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 no such user\n\n"
        f"--b\nContent-Type: {returned_part}\n\nMessage-ID: {OURS}\nSubject: x\n\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", Fate.BOUNCED_HARD),
        ("failed", "4.4.7", Fate.BOUNCED_SOFT),
        ("failed", "", Fate.BOUNCED_HARD),
        ("delayed", "4.4.1", Fate.DEFERRED),
        ("delivered", "2.1.5", Fate.DELIVERED),
        ("relayed", "2.0.0", Fate.ACCEPTED),
        ("", "5.1.1", Fate.BOUNCED_HARD),
        ("", "4.2.0", Fate.DEFERRED),
    ],
)
def test_a_report_names_a_fate(action: str, status: str, fate: Fate) -> None:
    (told,) = fates_of(parse(returned(action, status)))
    assert (told.fate, told.message_ids) == (fate, (OURS,))
    assert told.recipient == "foia@city.example"


def test_returned_headers_alone_name_the_letter_too() -> None:
    (told,) = fates_of(parse(returned("failed", "5.1.1", "text/rfc822-headers")))
    assert told.message_ids == (OURS,)


def test_an_action_nobody_knows_says_nothing() -> None:
    assert fates_of(parse(returned("wished", "5.1.1"))) == ()


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        ("4.4.7 message expired", True),
        ("451 try again", True),
        ("550 5.1.1 no such user at 4.2.2.1", False),
        ("smtp; 450 4.2.0 greylisted", True),
        ("550 no", False),
        ("", False),
        ("mx 10.4.5.6 said no", False),
    ],
)
def test_a_trouble_that_passes_is_known_by_its_code(words: str, passes: bool) -> None:
    assert is_passing(words) is passes


@pytest.mark.parametrize(
    ("words", "blames"),
    [
        ("5.1.1 no such user", True),
        ("5.1.10 null MX", True),
        ("5.2.1 mailbox disabled", True),
        ("5.2.2 mailbox full", False),
        ("5.1.8 bad sender", False),
        ("5.3.4 too big", False),
        ("5.7.1 blocked by policy", False),
        ("4.4.7 expired", False),
        ("bounced", True),
        ("blocked · listed somewhere", False),
        ("spam", False),
    ],
)
def test_only_faults_of_the_address_are_blamed_on_it(words: str, blames: bool) -> None:
    assert blames_address(words) is blames


def test_a_report_that_returns_nothing_names_what_it_answers() -> None:
    mail = returned("failed", "5.1.1").replace(f"Message-ID: {OURS}\n".encode(), b"")
    answering = mail.replace(b"Subject: Returned\n", f"In-Reply-To: {OURS}\n".encode(), 1)
    (told,) = fates_of(parse(answering))
    assert told.message_ids == (OURS,)
