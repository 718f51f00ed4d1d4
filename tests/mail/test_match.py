"""The ladder files what is certain, proposes the rest, and never guesses the latest request."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from foia.mail import reply_address
from foia.mail.match import match
from foia.mail.parse import ParsedMail, parse

TOKEN = "abcdefghjkmnpqrstuvwxyz2"
OTHER = "zzzzzzzzzzzzzzzzzzzzzzzz"
DOMAIN = "reply.example"


@dataclass
class Record:
    """A directory in memory, with the same answers a database would give."""

    tokens: dict[str, int] = field(default_factory=lambda: {TOKEN: 1, OTHER: 2})
    sent: dict[str, int] = field(default_factory=lambda: {"<sent@reply.example>": 3})
    references: dict[str, int] = field(default_factory=lambda: {"OS-7K2MPQ4X": 4})
    learned: dict[str, int] = field(default_factory=lambda: {"P508333-072319": 5})
    domains: dict[str, list[int]] = field(
        default_factory=lambda: {"one.example": [6], "two.example": [7, 8], "gmail.com": [9]}
    )

    def by_token(self, tokens: Sequence[str]) -> list[int]:
        return [self.tokens[each] for each in tokens if each in self.tokens]

    def by_message_ids(self, ids: Sequence[str]) -> list[int]:
        return [self.sent[each] for each in ids if each in self.sent]

    def by_reference(self, codes: Sequence[str]) -> list[int]:
        return [self.references[each] for each in codes if each in self.references]

    def by_body_reference(self, texts: Sequence[str]) -> list[int]:
        return [self.learned[each] for each in texts if each in self.learned]

    def open_by_sender_domain(self, domain: str) -> list[int]:
        return self.domains.get(domain, [])

    def is_known_sender(self, request_id: int, address: str) -> bool:
        return address == f"clerk@body-{request_id}.example"


def _mail(head: str, body: str = "x") -> ParsedMail:
    return parse(f"{head}\n\n{body}\n".encode())


@pytest.mark.parametrize(
    ("mail", "rung", "ids", "is_certain"),
    [
        (_mail(f"To: R-{TOKEN.upper()}@Reply.Example"), "reply address", (1,), True),
        (_mail(f"Delivered-To: <r-{TOKEN}+x@reply.example>"), "reply address", (1,), True),
        (
            _mail(f"To: r-{TOKEN}@reply.example\nCc: r-{OTHER}@reply.example"),
            "reply address",
            (1, 2),
            True,
        ),
        (_mail("In-Reply-To: <sent@reply.example>"), "thread", (3,), True),
        (_mail("References: <a@b>\n <sent@reply.example>"), "thread", (3,), True),
        (_mail("Subject: Re: request [os-7k2mpq4x]"), "our reference", (4,), True),
        (_mail("Subject: x", "> Our reference: OS-7K2MPQ4X"), "our reference", (4,), True),
        (_mail("Subject: FOIA P508333-072319"), "their reference", (5,), False),
        (_mail("From: clerk@one.example"), "sender", (6,), False),
        (_mail("From: clerk@two.example"), "none", (), False),
        (_mail("From: clerk@gmail.com"), "none", (), False),
        (_mail("Subject: nobody"), "none", (), False),
    ],
)
def test_each_rung_holds_what_it_should(
    mail: ParsedMail, rung: str, ids: tuple[int, ...], is_certain: bool
) -> None:
    found = match(mail, Record(), reply_domain=DOMAIN)
    assert (found.rung, found.request_ids, found.is_certain) == (rung, ids, is_certain)
    assert found.reasons


def test_several_open_requests_at_a_domain_are_suggestions_only() -> None:
    found = match(_mail("From: clerk@two.example"), Record(), reply_domain=DOMAIN)
    assert found.suggestions == (7, 8)


def test_the_envelope_finds_a_blind_copy() -> None:
    envelope = [f"r-{TOKEN}@{DOMAIN}"]
    found = match(_mail("To: x@y.example"), Record(), reply_domain=DOMAIN, envelope_to=envelope)
    assert found.request_ids == (1,)


def test_a_mark_that_points_elsewhere_is_said_and_suggested() -> None:
    mail = _mail(f"To: r-{TOKEN}@{DOMAIN}\nIn-Reply-To: <sent@reply.example>")
    found = match(mail, Record(), reply_domain=DOMAIN)
    assert (found.request_ids, found.suggestions) == ((1,), (3,))
    assert found.reasons[-1]["code"] == "others"


def test_a_dead_reply_address_is_said_and_files_nothing() -> None:
    mail = _mail(f"To: r-{'y' * 24}@{DOMAIN}\nFrom: a@gmail.com")
    found = match(mail, Record(), reply_domain=DOMAIN)
    assert found.request_ids == ()
    assert found.reasons[0]["code"] == "unknown"


def test_a_bounce_finds_its_request_by_the_mail_it_returns() -> None:
    raw = (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
        "Message-ID: <sent@reply.example>\n\nx\n--b--"
    )
    assert match(parse(raw.encode()), Record(), reply_domain=DOMAIN).request_ids == (3,)


@pytest.mark.parametrize(
    "address",
    [
        f"r-{TOKEN}@reply.example.evil.example",
        f"r-{TOKEN}@evil-reply.example",
        f"xr-{TOKEN}@reply.example",
        f"r-{TOKEN[:-1]}@reply.example",
        f"r-{TOKEN[:-1]}0@reply.example",
        f"r-{TOKEN.replace('a', 'а')}@reply.example",  # a Cyrillic letter
        f"r-{TOKEN.replace('k', chr(0x212A))}@reply.example",  # the Kelvin sign
        f"r-{TOKEN}@reply.example@other.example",
        f"r-{TOKEN}",
        "",
    ],
)
def test_look_alike_addresses_are_not_ours(address: str) -> None:
    assert reply_address.tokens_in([address], DOMAIN) == ()


def test_an_address_is_read_back_as_it_was_made() -> None:
    made = reply_address.make(TOKEN, "Reply.Example")
    assert reply_address.tokens_in([f" <{made.upper()}> "], DOMAIN) == (TOKEN,)


@pytest.mark.parametrize(("token", "domain"), [("short", DOMAIN), (TOKEN, "a@b"), (TOKEN, "")])
def test_an_impossible_address_is_refused_in_one_sentence(token: str, domain: str) -> None:
    with pytest.raises(reply_address.ReplyAddressError, match=r"^The reply .+\.$"):
        reply_address.make(token, domain)


def test_references_are_read_with_and_without_brackets_but_not_inside_words() -> None:
    code = reply_address.reference_of("7k2mpq4x")
    assert code == "OS-7K2MPQ4X"
    assert reply_address.references_in(f"Re: [{code}], {code.lower()}; PHOS-7K2MPQ4X") == (code,)
    assert reply_address.references_in("OS-7K2MPQ4X9 OS-7K2MPQ40") == ()
