"""What a command names by words: an account, one of its requests, one of its campaigns."""

import json
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
