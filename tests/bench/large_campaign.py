"""A campaign of very many bodies, some answered: rows that its pages are timed with."""

from datetime import datetime

from foia.models import (
    CampaignBody,
    Finding,
    Membership,
    Message,
    Reading,
    RecordsRequest,
    Team,
    User,
    Wave,
)
from foia.web.grid import STAGES
from tests.waves import a_wave, letters_of

KINDS = ("usage_policy", "contract", "audit_logs")
STATES = ("withheld", "obtained", "confirmed_absent")


def a_large_wave(person: User, bodies: int, *, now: datetime) -> Wave:
    """Return a wave being sent to so many bodies, with findings and some questions."""
    team = Team.objects.create(name="Coalition", created_at=now)
    Membership.objects.create(team=team, user=person, role="owner")
    wave = a_wave(person, now=now, team=team)
    wave.campaign.ask = [{"category": kind, "texts": {}} for kind in KINDS]
    wave.campaign.save()
    letters = letters_of(wave, bodies, now=now)
    _ask(wave, letters)
    _stand(letters, now)
    _find(letters, now)
    return wave


def _ask(wave: Wave, letters: list[Message]) -> None:
    CampaignBody.objects.bulk_create(
        CampaignBody(campaign=wave.campaign, agency_id=letter.the_request.agency_id)
        for letter in letters
    )


def _stand(letters: list[Message], now: datetime) -> None:
    """Spread the requests over all stages."""
    for place, stage in enumerate(STAGES):
        there = [letter.request_id for letter in letters[place :: len(STAGES)]]
        for first in range(0, len(there), 500):
            meant = RecordsRequest.objects.filter(pk__in=there[first : first + 500])
            meant.update(stage=stage, next_due_on=now.date())


def _find(letters: list[Message], now: datetime) -> None:
    Finding.objects.bulk_create(
        (
            Finding(
                request_id=letter.request_id,
                category=kind,
                state=STATES[(place + column) % len(STATES)],
                found_at=now,
            )
            for place, letter in enumerate(letters)
            for column, kind in enumerate(KINDS)
        ),
        batch_size=5000,
    )
    Reading.objects.bulk_create(
        Reading(message=letter, kind="unknown", confidence=0.4, state="asked", read_at=now)
        for letter in letters[::100]
    )
