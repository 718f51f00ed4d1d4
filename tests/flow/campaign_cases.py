"""What the tests of campaigns begin with: a team, bodies of many laws, and a campaign that asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from foia.flow import campaigns
from foia.flow.campaigns.office import Place, window
from foia.models import Agency, Campaign, Contact, Membership, Message, Team, User, Wave

ASK = [
    {"category": "usage_policy", "texts": {}},
    {"category": "contract", "texts": {"en": "The contract for $system at $station."}},
]
OWN = {"en": {"opening": "We ask about $station, and write to $agency.", "signature": "Coalition"}}
#: Laws in several languages; each body is written to by e-mail unless its law says another way.
CODES = ("us-il", "us-ca", "gb", "mx", "fr", "de", "pl", "us-il", "gb", "us-ny")


def team_of(*people: User, now: datetime, role: str = "owner") -> Team:
    team = Team.objects.create(name=f"Team of {people[0]}", created_at=now)
    for person in people:
        Membership.objects.create(team=team, user=person, role=role)
    return team


def bodies(codes: Sequence[str], *, channel: str = "email") -> list[Agency]:
    """Make one body for each law; names, offices and addresses differ in length."""
    made = []
    for number, code in enumerate(codes, start=Agency.objects.count()):
        body = Agency.objects.create(
            slug=f"body-{number}",
            name=f"Body {'of a rather long name ' * (number % 4)}No. {number}, {code}",
            place="x",
            jurisdiction_code=code,
            records_office="Records Office" if number % 3 else "",
        )
        address = f"foia@body{number}.example" if channel == "email" else f"{number} Long Road, x"
        Contact.objects.create(agency=body, channel=channel, address=address)
        made.append(body)
    return made


def campaign_of(
    person: User, now: datetime, agencies: Sequence[Agency] = (), **fields: Any
) -> Campaign:
    """Start a campaign of a team of one, which asks these bodies; each has its station."""
    facts: dict[str, Any] = {
        "team": team_of(person, now=now),
        "requester": person,
        "name": "Face search",
        "technology": "frt_search",
        "ask": ASK,
        "own": OWN,
        "signed_name": "Rosa Resident",
        "signed_address": "1 Example Street\nChicago",
        "now": now,
    }
    campaign = campaigns.start(**(facts | fields))
    campaigns.add_bodies(
        campaign=campaign, agencies=Agency.objects.filter(pk__in=[a.pk for a in agencies])
    )
    rows = {
        body.pk: {"station": f"Station {body.pk} in the {'very ' * (body.pk % 9)}far north"}
        for body in campaign.bodies.all()
    }
    campaigns.set_fields(campaign=campaign, rows=rows)
    return campaign


def prepared(campaign: Campaign, by: User, now: datetime, **fields: Any) -> Wave:
    """Have a wave's letters written; return it as it stands then."""
    wave = campaigns.new_wave(campaign=campaign, by=by, now=now, **fields)
    campaigns.run(now=now)
    return Wave.objects.get(pk=wave.pk)


def released(campaign: Campaign, by: User, now: datetime, **fields: Any) -> Wave:
    """Have a wave written, approved and put in line."""
    wave = prepared(campaign, by, now, **fields)
    campaigns.approve(wave=wave, digest=wave.digest, by=by, now=now)
    campaigns.run(now=now)
    return Wave.objects.get(pk=wave.pk)


def last_moment(letter: Message) -> datetime:
    """Return the moment that a letter was composed for: the end of its day's window."""
    assert letter.dated_on is not None
    place = Place(letter.the_request.jurisdiction_code)
    return window(place, letter.dated_on, keeps_office_hours=True).last_at
