"""Our marks in correspondence: the reply address of a request, and its short reference.

A reply address is `r-<token>@domain`. The token is 24 to 40 letters of `ALPHABET`, drawn by the
caller from `secrets`: at 24 letters 118 bits, so that knowing one address tells nothing of another.
The reference is `OS-` and eight letters of the same alphabet in capitals; letters that are
mistaken for each other (i, l, o, 0, 1) are not in it.
"""

import re
from collections.abc import Iterable

from jurisdictions import DomainError

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

_TOKEN = re.compile(rf"[{ALPHABET}]{{24,40}}", re.ASCII)
_LOCAL = re.compile(rf"r-([{ALPHABET}]{{24,40}})(?:\+[^@]*)?", re.ASCII)
_CODE = re.compile(rf"[{ALPHABET}]{{8}}", re.ASCII)
_REFERENCE = re.compile(rf"(?<![\w-])os-([{ALPHABET}]{{8}})(?![\w-])", re.IGNORECASE)


class ReplyAddressError(DomainError):
    """A token, code or domain that no reply address can be made of."""


def make(token: str, domain: str) -> str:
    """Return the reply address of a token. Raises `ReplyAddressError`."""
    if not _TOKEN.fullmatch(token):
        raise ReplyAddressError(
            f"The reply token {token!r} is not 24 to 40 letters of {ALPHABET}; draw a new one."
        )
    if not domain or "@" in domain or not domain.isascii():
        raise ReplyAddressError(
            f"The reply domain {domain!r} is no plain domain name; set one like reply.example.org."
        )
    return f"r-{token}@{domain.lower()}"


def tokens_in(addresses: Iterable[str], domain: str) -> tuple[str, ...]:
    """The tokens of our reply addresses among `addresses`, each once, in order.

    Capitals, angle brackets and +tags are tolerated; a longer domain, a longer local part or a
    look-alike letter is not our address.
    """
    found: list[str] = []
    for address in addresses:
        bare = address.strip().strip("<>").strip()
        local, at, host = bare.rpartition("@")
        if not at or not bare.isascii() or host.lower() != domain.lower():
            continue
        if ours := _LOCAL.fullmatch(local.lower()):
            found.append(ours[1])
    return tuple(dict.fromkeys(found))


def reference_of(code: str) -> str:
    """Return a request's short reference, like OS-7K2MPQ4X. Raises `ReplyAddressError`."""
    if not _CODE.fullmatch(code.lower()) or not code.isascii():
        raise ReplyAddressError(
            f"The reference code {code!r} is not 8 letters of {ALPHABET}; draw a new one."
        )
    return f"OS-{code.upper()}"


def references_in(text: str) -> tuple[str, ...]:
    """Our references in a text, with or without brackets, each once, in order."""
    found = (match[1] for match in _REFERENCE.finditer(text))
    return tuple(dict.fromkeys(f"OS-{code.upper()}" for code in found if code.isascii()))
