"""Whom a letter is from: the name of whoever signed it, at the request's own reply address."""

from foia.mail import reply_address
from foia.models import RecordsRequest


def sender_of(request: RecordsRequest, *, domain: str) -> str:
    """Return the From address of a request's letters, at the mail domain of this installation."""
    return sent_by(request.signed_name, reply_address.make(request.reply_token, domain))


def sent_by(name: str, address: str) -> str:
    """Return a name and an address as one; the name cannot break out of its quotes."""
    quoted = "".join(" " if ord(c) < 32 else c for c in name).replace("\\", "").replace('"', "'")
    return f'"{quoted.strip()}" <{address}>'
