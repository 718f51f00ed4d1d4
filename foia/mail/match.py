"""Find the request a mail belongs to: a ladder from certainty down to suggestions.

Certain are only marks that we gave out: a reply address, our Message-ID, our reference. What a
body writes by itself, or merely where a mail comes from, is a proposal for a person. Nothing is
ever filed under "the most recent request".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from foia.mail import body_references
from foia.mail.parsed import ParsedMail
from foia.mail.reply_address import references_in, tokens_in
from foia.mail.senders import PUBLIC_DOMAINS


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


@dataclass(frozen=True, slots=True)
class Match:
    """Where a mail belongs. `request_ids` is what the rung points at: to file under if
    `is_certain`, to propose if not. `rung` is "reply address", "thread", "our reference",
    "their reference", "sender" or "none"; `suggestions` are weaker guesses.
    """

    request_ids: tuple[int, ...]
    is_certain: bool
    rung: str
    reasons: tuple[str, ...]
    suggestions: tuple[int, ...] = ()


def match(
    mail: ParsedMail,
    directory: Directory,
    *,
    reply_domain: str,
    envelope_to: Sequence[str] = (),
) -> Match:
    """Climb down the ladder until a rung holds.

    `envelope_to` is what a door saw in RCPT TO; headers may hide a blind copy.
    """
    reasons: list[str] = []
    recipients = [*envelope_to, *mail.delivered_to, *mail.to, *mail.cc]
    held: list[tuple[str, list[int]]] = []
    for rung, marks, found in _certain_rungs(mail, directory, recipients, reply_domain):
        if found:
            held.append((rung, found))
            reasons.append(f"The {rung} {_short(marks)} is ours.")
        elif marks:
            reasons.append(f"The {rung} {_short(marks)} is not known here.")
    if not held:
        return _proposal(mail, directory, reasons)
    rung, found = held[0]
    others = {other for _, ids in held[1:] for other in ids} - set(found)
    if others:
        reasons.append("Other marks in this mail point to other requests; see the suggestions.")
    return Match(tuple(found), True, rung, tuple(reasons), tuple(sorted(others)))


def _certain_rungs(
    mail: ParsedMail, directory: Directory, recipients: Sequence[str], reply_domain: str
) -> list[tuple[str, Sequence[str], list[int]]]:
    """The rungs made of our own marks: name, marks seen, requests found."""
    tokens = tokens_in(recipients, reply_domain)
    ids = tuple(dict.fromkeys([*mail.in_reply_to, *mail.references, *mail.returned_ids]))
    codes = references_in(f"{mail.subject}\n{mail.text}")
    return [
        ("reply address", tokens, _each_once(directory.by_token(tokens) if tokens else [])),
        ("thread", ids, _each_once(directory.by_message_ids(ids) if ids else [])),
        ("our reference", codes, _each_once(directory.by_reference(codes) if codes else [])),
    ]


def _proposal(mail: ParsedMail, directory: Directory, reasons: list[str]) -> Match:
    """The rungs below certainty."""
    texts = body_references.candidates(f"{mail.subject}\n{mail.text}")
    if texts and (known := _each_once(directory.by_body_reference(texts))):
        reasons.append(f"The body's own reference {_short(texts)} was learned from earlier mail.")
        return Match(tuple(known), False, "their reference", tuple(reasons))
    domain = mail.from_address.rpartition("@")[2].lower().rstrip(".")
    if not domain:
        reasons.append("The mail names no sender.")
    elif domain in PUBLIC_DOMAINS:
        reasons.append(f"Anybody can write from {domain}; the sender tells nothing.")
    else:
        return _by_sender(domain, _each_once(directory.open_by_sender_domain(domain)), reasons)
    return Match((), False, "none", tuple(reasons))


def _by_sender(domain: str, open_ids: list[int], reasons: list[str]) -> Match:
    if not open_ids:
        reasons.append(f"No open request is addressed to {domain}.")
        return Match((), False, "none", tuple(reasons))
    if len(open_ids) > 1:
        reasons.append(f"{len(open_ids)} open requests are addressed to {domain}.")
        return Match((), False, "none", tuple(reasons), tuple(open_ids))
    reasons.append(f"Exactly one open request is addressed to {domain}.")
    return Match(tuple(open_ids), False, "sender", tuple(reasons))


def _each_once(ids: list[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _short(marks: Sequence[str]) -> str:
    shown = ", ".join(mark[:80] for mark in marks[:3])
    return shown if len(marks) <= 3 else f"{shown} and {len(marks) - 3} more"
