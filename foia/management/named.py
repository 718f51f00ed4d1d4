"""What a command names by words: an account, one of its requests, one of its campaigns."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from foia import access
from foia.models import Campaign, Membership, RecordsRequest, User


def person_named(email: str) -> User:
    """Return the account with this address; CommandError if there is none."""
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"There is no account {email!r}; name one by its e-mail address.")
    return person


def request_named(by: User, reference: str, *roles: Membership.Role) -> RecordsRequest:
    """Return a request that this person may see, or act on in one of these roles."""
    wanted = reference.strip().strip("[]").upper()
    found = access.requests_for(by, *roles).filter(reference=wanted)
    request = found.select_related("agency", "campaign__team").first()
    if request is None:
        raise CommandError(f"{by.email} has no request {wanted!r} to do this with; check it.")
    return request


def campaign_named(by: User, name: str, *roles: Membership.Role) -> Campaign:
    """Return a campaign that this person may see, or act in with one of these roles."""
    campaign = access.campaigns_for(by, *roles).filter(name=name).first()
    if campaign is None:
        raise CommandError(f"{by.email} has no campaign {name!r} to do this in; check its name.")
    return campaign


def tell(out: OutputWrapper, rows: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print rows for people, one a line, or for programs, as one list."""
    if as_json:
        out.write(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        out.write("\t".join("" if value is None else str(value) for value in row.values()))


def say(out: OutputWrapper, sentence: str, *, as_json: bool, **facts: Any) -> None:
    """Print what was done: a sentence for people, or for programs the facts that it tells."""
    out.write(json.dumps(facts, ensure_ascii=False, default=str) if as_json else sentence)


def number(text: str) -> int:
    """Return a number from 0 that an option was given."""
    if not text.isdecimal() or len(text) > 9:
        raise ArgumentTypeError(f"{text!r} is no whole number from 0")
    return int(text)
