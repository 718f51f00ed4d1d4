"""Reminders of campaigns: one mail for many bodies, to who sends for the team and is there."""

from datetime import date, datetime, timedelta

import pytest

from foia import samples
from foia.flow import outbox, reminders
from foia.models import (
    Assignment,
    Deadline,
    Delivery,
    Membership,
    Message,
    RecordsRequest,
    Reminder,
    User,
    Wave,
)
from tests.sink import Sink
from tests.waves import a_wave, letters_of

DUE = date(2026, 11, 17)


@pytest.fixture
def morning(now: datetime) -> datetime:
    return datetime(2026, 11, 16, 12, tzinfo=now.tzinfo)


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
    RecordsRequest.objects.update(remind_at=now, jurisdiction_code="us-il")
    Delivery.objects.all().update(state=Delivery.State.HANDED_OVER)
    return wave


def notices() -> list[Message]:
    return list(Message.objects.filter(kind=Message.Kind.NOTICE).order_by("pk"))


def member(wave: Wave, name: str, role: str) -> User:
    user = User.objects.create_user(f"{name}@openshutter.example")
    Membership.objects.create(team=wave.campaign.team, user=user, role=role)
    return user


def test_a_campaign_is_told_in_one_mail_with_the_number_of_bodies_of_each_day(
    wave: Wave, morning: datetime
) -> None:
    for hours in (0, 1, 25):
        reminders.run(now=morning + timedelta(hours=hours))
    (mail,) = notices()
    assert mail.body_text.count("(bodies: 15)") == 2
    assert "November 17, 2026" in mail.body_text
    assert "November 18, 2026" in mail.body_text
    assert mail.body_text.count(f"/campaigns/{wave.campaign.uuid}/answers/") == 2
    assert Reminder.objects.count() == 2


def test_what_comes_later_the_same_day_waits_a_day(wave: Wave, morning: datetime) -> None:
    reminders.run(now=morning)
    Deadline.objects.filter(due_on=DUE).update(state="missed")
    RecordsRequest.objects.look_again(morning)
    reminders.run(now=morning + timedelta(hours=2))
    assert len(notices()) == 1
    reminders.run(now=morning + timedelta(days=1))
    assert [mail.step for mail in notices()] == ["collected", "overdue"]
    assert notices()[1].subject.startswith("Overdue since November 17, 2026")


def test_who_sends_for_the_team_is_told_and_who_only_looks_is_not(
    wave: Wave, citizen: User, morning: datetime
) -> None:
    organizer = member(wave, "olga", "organizer")
    member(wave, "vera", "viewer")
    member(wave, "rene", "responder")
    reminders.run(now=morning)
    assert {mail.notice_for for mail in notices()} == {citizen, organizer}


def test_who_left_the_team_hears_nothing_of_its_campaign(wave: Wave, morning: datetime) -> None:
    wave.campaign.team.memberships.all().delete()
    reminders.run(now=morning)
    assert notices() == []


def test_who_leaves_between_the_writing_and_the_sending_hears_nothing(
    wave: Wave, morning: datetime, sink: Sink
) -> None:
    reminders.run(now=morning)
    wave.campaign.team.memberships.all().delete()
    outbox.run(now=morning)
    assert sink.taken == []


def test_who_looks_after_a_request_by_name_is_told_of_it_alone(
    wave: Wave, citizen: User, morning: datetime
) -> None:
    rene = member(wave, "rene", "responder")
    request = RecordsRequest.objects.filter(campaign=wave.campaign)[0]
    Assignment.objects.create(request=request, assignee=rene, by=citizen, at=morning)
    reminders.run(now=morning)
    (own,) = (mail for mail in notices() if mail.notice_for == rene)
    assert own.request == request
    assert f"/requests/{request.uuid}/" in own.body_text


def test_each_is_told_by_their_own_settings(wave: Wave, citizen: User, morning: datetime) -> None:
    weekly, silent = member(wave, "wim", "organizer"), member(wave, "nora", "organizer")
    User.objects.filter(pk=weekly.pk).update(notices="weekly", time_zone="Europe/Paris")
    User.objects.filter(pk=silent.pk).update(notices="never")
    reminders.run(now=morning)
    assert {mail.notice_for for mail in notices()} == {citizen}
    states = dict(Reminder.objects.filter(due_on=DUE).values_list("person__email", "state"))
    assert states[weekly.email] == "waiting"
    assert states[silent.email] == "on_screen"
