"""Find the request a mail belongs to: a ladder from certainty down to suggestions.

Certain are only marks that we gave out: a reply address, our Message-ID, our reference. A body's
own number is certain only where a mail server that we trust vouches for a sender the body is
known by. Where a mail merely comes from is a proposal for a person. Nothing is ever filed under
"the most recent request".
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from foia.mail import body_references
from foia.mail.parsed import ParsedMail
from foia.mail.reply_address import references_in, tokens_in
from foia.mail.senders import PUBLIC_DOMAINS

#: How many of a mail's marks are looked at; nothing honest has more.
MOST_MARKS = 100
#: Why a mail is where it is: a code with what it speaks of, put into words where it is shown.
Reason = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a mail may place it: `ids` are Message-IDs it answers or returns, `numbers` may be
    the body's own, `sender` is an address. `is_vouched`: a server that we trust vouches for it.
    """

    tokens: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    sender: str = ""
    is_vouched: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Marks":
        """Read marks from where they were kept; what is missing there is empty."""
        named = {name: plain.get(name, ()) for name in ("tokens", "ids", "codes", "numbers")}
        return cls(
            **{name: tuple(found) for name, found in named.items()},
            sender=str(plain.get("sender", "")),
            is_vouched=bool(plain.get("is_vouched")),
        )

    def plain(self) -> dict[str, Any]:
        """Return the marks as JSON keeps them."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def domain(self) -> str:
        """The sender's domain, "" without one."""
        return self.sender.rpartition("@")[2].lower().rstrip(".") if "@" in self.sender else ""


class Directory(Protocol):
    """What the record knows; each answer is a list of request ids, empty if none is known."""

    def by_token(self, tokens: Sequence[str]) -> list[int]:
        """Requests whose reply address has one of these tokens."""

    def by_message_ids(self, ids: Sequence[str]) -> list[int]:
        """Requests in which we sent a mail with one of these Message-IDs."""

    def by_reference(self, codes: Sequence[str]) -> list[int]:
        """Requests with one of these references, like OS-7K2MPQ4X."""

    def by_body_reference(self, texts: Sequence[str]) -> list[int]:
        """Requests for which a body's own reference, learned earlier, is one of these."""

    def open_by_sender_domain(self, domain: str) -> list[int]:
        """Open requests to a body whose mail comes from this domain."""

    def is_known_sender(self, request_id: int, address: str) -> bool:
        """Say whether the body of this request is known by this address or its domain."""


@dataclass(frozen=True)
class Match:
    """Where a mail belongs. `request_ids` is what the rung points at: to file under if
    `is_certain`, to propose if not. `rung` is "reply address", "thread", "our reference",
    "their reference", "sender" or "none"; `suggestions` are weaker guesses.
    """

    request_ids: tuple[int, ...]
    is_certain: bool
    rung: str
    reasons: tuple[Reason, ...]
    suggestions: tuple[int, ...] = ()


def marks_of(
    mail: ParsedMail,
    *,
    reply_domain: str,
    envelope_to: Sequence[str] = (),
    is_vouched: bool = False,
) -> Marks:
    """Return the marks of a mail.

    `envelope_to` is what a door saw in RCPT TO; headers may hide a blind copy.
    """
    recipients = [*envelope_to, *mail.delivered_to, *mail.to, *mail.cc]
    ids = dict.fromkeys([*mail.in_reply_to, *mail.references, *mail.returned_ids])
    words = f"{mail.subject}\n{mail.text}"
    return Marks(
        tokens=tokens_in(recipients, reply_domain)[:MOST_MARKS],
        ids=tuple(ids)[-MOST_MARKS:],
        codes=references_in(words)[:MOST_MARKS],
        numbers=tuple(number[:80] for number in body_references.candidates(words)),
        sender=mail.from_address[:320],
        is_vouched=is_vouched,
    )


def match(
    mail: ParsedMail,
    directory: Directory,
    *,
    reply_domain: str,
    envelope_to: Sequence[str] = (),
) -> Match:
    """Climb down the ladder with one mail; as `place` with its marks."""
    return place(marks_of(mail, reply_domain=reply_domain, envelope_to=envelope_to), directory)


def place(marks: Marks, directory: Directory) -> Match:
    """Climb down the ladder until a rung holds."""
    reasons: list[Reason] = []
    held: list[tuple[str, list[int]]] = []
    for rung, seen, found in _certain_rungs(marks, directory):
        if found:
            held.append((rung, found))
            reasons.append({"code": "ours", "rung": rung, "marks": _short(seen)})
        elif seen:
            reasons.append({"code": "unknown", "rung": rung, "marks": _short(seen)})
    if not held:
        return _by_their_number(marks, directory, reasons)
    rung, found = held[0]
    others = {other for _, ids in held[1:] for other in ids} - set(found)
    if others:
        reasons.append({"code": "others"})
    # One letter to two of our reply addresses belongs to both; two threads or references may not.
    is_certain = len(found) == 1 or rung == "reply address"
    if not is_certain:
        reasons.append({"code": "several", "number": len(found)})
    return Match(tuple(found), is_certain, rung, tuple(reasons), tuple(sorted(others)))


def _certain_rungs(
    marks: Marks, directory: Directory
) -> list[tuple[str, Sequence[str], list[int]]]:
    """The rungs made of our own marks: name, marks seen, requests found."""
    tokens, ids, codes = marks.tokens, marks.ids, marks.codes
    return [
        ("reply address", tokens, _each_once(directory.by_token(tokens) if tokens else [])),
        ("thread", ids, _each_once(directory.by_message_ids(ids) if ids else [])),
        ("our reference", codes, _each_once(directory.by_reference(codes) if codes else [])),
    ]


def _by_their_number(marks: Marks, directory: Directory, reasons: list[Reason]) -> Match:
    """The body's own number: certain where its sender is vouched for, else a proposal."""
    known = _each_once(directory.by_body_reference(marks.numbers)) if marks.numbers else []
    if not known:
        return _by_sender(marks.domain, directory, reasons)
    reasons.append({"code": "their_number", "marks": _short(marks.numbers)})
    is_theirs = len(known) == 1 and directory.is_known_sender(known[0], marks.sender)
    if is_theirs and marks.is_vouched:
        reasons.append({"code": "vouched", "marks": marks.sender})
    is_certain = is_theirs and marks.is_vouched
    return Match(tuple(known), is_certain, "their reference", tuple(reasons))


def _by_sender(domain: str, directory: Directory, reasons: list[Reason]) -> Match:
    """Where it comes from: never more than a proposal."""
    found: list[int] = []
    if not domain:
        reasons.append({"code": "no_sender"})
    elif domain in PUBLIC_DOMAINS:
        reasons.append({"code": "public_domain", "marks": domain})
    else:
        found = _each_once(directory.open_by_sender_domain(domain))
        reasons.append({"code": "at_domain", "marks": domain, "number": len(found)})
    if len(found) == 1:
        return Match(tuple(found), False, "sender", tuple(reasons))
    return Match((), False, "none", tuple(reasons), tuple(found))


def _each_once(ids: list[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _short(marks: Sequence[str]) -> str:
    shown = ", ".join(mark[:80] for mark in marks[:3])
    return shown if len(marks) <= 3 else f"{shown} +{len(marks) - 3}"
