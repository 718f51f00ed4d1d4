"""What a campaign's letters may say of who signs: under each law what it names, and no more.

`Campaign.identity`: {detail: words, standing: {code of a law: id of the sentence}}. How a person is
entitled to ask is told law by law: a citizen of one place is none of every other.
"""

from collections.abc import Iterable

from msgspec import convert

from foia.letters.identity import is_unanswered, must_give
from foia.letters.letter import Details, Requester
from foia.models import Campaign

STANDING = "standing"
#: Each request of a campaign has a reply address of its own.
REPLY_ADDRESS = "reply@openshutter.invalid"


def identity_for(campaign: Campaign, code: str) -> dict[str, str]:
    """Return the details that a letter under this law takes along, by their names."""
    told = campaign.identity
    said = told | {STANDING: told.get(STANDING, {}).get(code, "")}
    return {name: said[name] for name in must_give(code) if said.get(name)}


def unanswered(campaign: Campaign, codes: Iterable[str]) -> list[str]:
    """Return those of the laws that ask for something of the requester which nobody told."""
    return [code for code in codes if is_unanswered(_requester(campaign, code), code)]


def _requester(campaign: Campaign, code: str) -> Requester:
    return Requester(
        name=campaign.signed_name,
        email=REPLY_ADDRESS,
        postal_address=campaign.signed_address,
        organization=campaign.signed_organization,
        details=convert(identity_for(campaign, code), Details),
    )
