"""Reminders of campaigns: one mail for many bodies, and none to who left the team."""

from datetime import date, datetime, timedelta

import pytest

from foia import samples
from foia.flow import reminders
from foia.models import Deadline, Membership, Message, RecordsRequest, User, Wave
from tests.waves import a_wave, letters_of

DUE = date(2026, 11, 17)


@pytest.fixture
def wave(citizen: User, now: datetime) -> Wave:
    """Thirty letters of a campaign whose answers are due on two days."""
    samples.load()
    wave = a_wave(citizen, now=now)
    Membership.objects.create(team=wave.campaign.team, user=citizen, role="owner")
    letters_of(wave, 30, now=now)
    for number, request in enumerate(RecordsRequest.objects.filter(campaign=wave.campaign)):
        Deadline.objects.create(
            request=request,
            term="response",
            label="Answer",
            cite="5 ILCS 140/3(d)",
            binds="agency",
            due_on=DUE + timedelta(days=number % 2),
            state="running",
            position=0,
            is_hard=True,
            is_verified=True,
            is_presumed=False,
        )
    return wave


def notices() -> int:
    return Message.objects.filter(kind=Message.Kind.NOTICE).count()


def test_a_campaign_tells_of_a_day_once_and_of_the_next_a_day_later(
    wave: Wave, now: datetime
) -> None:
    morning = datetime(2026, 11, 16, 12, tzinfo=now.tzinfo)
    told = []
    for hours in (0, 1, 25, 26, 49):
        reminders.run(now=morning + timedelta(hours=hours))
        told.append(notices())
    assert told == [1, 1, 2, 2, 2]


def test_who_left_the_team_hears_nothing_of_its_campaign(wave: Wave, now: datetime) -> None:
    wave.campaign.team.memberships.all().delete()
    reminders.run(now=datetime(2026, 11, 16, 12, tzinfo=now.tzinfo))
    assert notices() == 0
