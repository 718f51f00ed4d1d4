"""What is mailed is looked at once more at the last moment; a death anywhere doubles nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from foia import docket, notices
from foia.flow import accounts, deadlines, outbox, reminders, teams
from foia.models import Delivery, Message, RecordsRequest, Reminder, User
from foia.notices.moments import after_quiet, send_at
from tests.killed import dies_before
from tests.sink import Sink
from tests.waves import a_wave, letters_of

pytestmark = pytest.mark.django_db
State = Reminder.State
HAPPENED = ["not_delivered", "dates_moved"]
TOLD = {
    "not_delivered": {"what": "550 no such user"},
    "dates_moved": {"what": "A date", "why": "A holiday"},
}


@pytest.fixture
def waiting(draft: Message, now: datetime) -> RecordsRequest:
    """The Chicago request: sent on Monday 16 November, due on Monday 23 November."""
    request = draft.the_request
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    return request


@pytest.fixture
def joint(citizen: User, waiting: RecordsRequest, now: datetime) -> RecordsRequest:
    """A request of a campaign whose team has a second owner beside the requester."""
    team = teams.team_of(citizen, now=now)
    second = User.objects.create(email="second@openshutter.example")
    team.memberships.create(user=second, role="owner")
    wave = a_wave(citizen, now=now, team=team)
    waiting.campaign = wave.campaign
    waiting.save(update_fields=["campaign"])
    return waiting


def happened(kind: str, request: RecordsRequest, now: datetime) -> Message:
    message = notices.write(kind, request=request, name="once", now=now, **TOLD[kind])
    assert message
    return message


@pytest.mark.parametrize("kind", HAPPENED)
def test_what_happened_is_mailed_to_who_is_there(
    kind: str, joint: RecordsRequest, sink: Sink, now: datetime
) -> None:
    happened(kind, joint, now)
    outbox.run(now=now)
    assert len(sink.taken) == 1


@pytest.mark.parametrize("kind", HAPPENED)
@pytest.mark.parametrize(
    "ends",
    [
        lambda one, now: teams.leave(membership=one),
        lambda one, now: teams.set_role(membership=one, role="viewer"),
        lambda one, now: accounts.close(person=one.user, now=now),
        lambda one, now: User.objects.filter(pk=one.user_id).update(is_active=False),
        lambda one, now: accounts.end_notices(person=one.user),
        lambda one, now: accounts.choose(person=one.user, muted=HAPPENED),
    ],
    ids=["left", "only looks", "closed", "shut", "ended", "muted"],
)
def test_what_happened_is_not_mailed_to_who_is_gone_or_wants_none_by_then(
    kind: str, ends: Callable[..., Any], joint: RecordsRequest, sink: Sink, now: datetime
) -> None:
    happened(kind, joint, now)
    assert joint.campaign
    ends(joint.campaign.team.memberships.get(user=joint.requester), now)
    outbox.run(now=now)
    outbox.run(now=now + timedelta(days=1))
    assert sink.taken == []
    assert not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def test_a_collected_mail_in_line_does_not_leave_once_the_account_is_closed(
    joint: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    assert joint.campaign
    team = joint.campaign.team
    teams.set_role(membership=team.memberships.get(user=citizen), role="organizer")
    letters_of(a_wave(citizen, now=now, team=team), 2, now=now)
    Delivery.objects.all().update(state=Delivery.State.HANDED_OVER)
    RecordsRequest.objects.update(campaign=None)
    docket.record_all(
        [
            docket.Happened(one, "sent", now, {"channel": "email"})
            for one in RecordsRequest.objects.exclude(pk=joint.pk)
        ],
        now=now,
    )
    moment = now + timedelta(days=5)
    deadlines.run(now=moment)
    reminders.run(now=moment)
    assert Message.objects.get(kind="notice").request is None, "it tells of several"
    accounts.close(person=citizen, now=moment)
    outbox.run(now=moment)
    assert sink.taken == []


def test_a_notice_goes_to_the_address_that_its_person_has_by_then(
    waiting: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    happened("not_delivered", waiting, now)
    User.objects.filter(pk=citizen.pk).update(email="new@openshutter.example")
    outbox.run(now=now)
    assert [mail.recipients for mail in sink.taken] == [("new@openshutter.example",)]


def test_what_happened_at_night_is_mailed_in_the_morning(
    waiting: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    accounts.choose(person=citizen, quiet_from=0, quiet_until=23, time_zone="UTC")
    waiting.requester.refresh_from_db()
    happened("not_delivered", waiting, now)
    outbox.run(now=now)
    assert sink.taken == []
    outbox.run(now=now.replace(hour=23))
    assert len(sink.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_killed_before_any_statement_each_is_told_once_and_mailed_at_most_once(
    waiting: RecordsRequest, sink: Sink, now: datetime
) -> None:
    moment = now + timedelta(days=5)
    deadlines.run(now=moment)
    unclear = 0
    for nth in count(1):
        has_died = dies_before(nth, moment, reminders.run, outbox.run)
        later = moment + timedelta(minutes=70)
        reminders.run(now=later)  # what was not written is caught up
        outbox.run(now=later)
        told = Reminder.objects.get()
        assert told.state == State.MAILED, nth
        delivery = Delivery.objects.get(message=told.message)
        unclear += delivery.state == Delivery.State.UNCLEAR
        if delivery.state == Delivery.State.HANDED_OVER:
            assert len(sink.taken) == 1, nth
        assert len(sink.taken) <= 1, nth
        sink.taken.clear()
        told.delete()
        Delivery.objects.all().delete()
        RecordsRequest.objects.look_again(moment)
        User.objects.update(noticed_at=None)
        if not has_died:
            break
    assert nth > 30
    assert unclear <= 4


@pytest.mark.django_db(transaction=True)
def test_a_notice_withdrawn_before_a_death_never_leaves(
    waiting: RecordsRequest, sink: Sink, now: datetime
) -> None:
    moment = now + timedelta(days=5)
    for nth in count(1):
        deadlines.run(now=moment)
        RecordsRequest.objects.look_again(moment)
        reminders.run(now=moment)
        User.objects.update(notices="never")
        has_died = dies_before(nth, moment, outbox.run)
        outbox.run(now=moment + timedelta(minutes=70))
        assert sink.taken == [], nth
        User.objects.update(notices="now", noticed_at=None)
        Reminder.objects.all().delete()
        Delivery.objects.all().delete()
        if not has_died:
            break
    assert nth > 8


def there(zone: str, *when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("zone", "quiet", "at", "until"),
    [
        # In Chicago 2026-03-08 lacks the hour from 2 to 3; 2026-11-01 has that from 1 to 2 twice.
        ("America/Chicago", (22, 2), (2026, 3, 8, 1, 30), (2026, 3, 8, 3, 0)),
        ("America/Chicago", (22, 7), (2026, 3, 7, 23, 0), (2026, 3, 8, 7, 0)),
        ("America/Chicago", (22, 2), (2026, 11, 1, 1, 30), (2026, 11, 1, 2, 0)),
        # In Cairo 2026-04-24 begins at one o'clock.
        ("Africa/Cairo", (20, 0), (2026, 4, 23, 21, 0), (2026, 4, 24, 1, 0)),
    ],
)
def test_quiet_hours_end_at_their_hour_when_the_clocks_change(
    zone: str, quiet: tuple[int, int], at: tuple[int, ...], until: tuple[int, ...]
) -> None:
    person = User(time_zone=zone, quiet_from=quiet[0], quiet_until=quiet[1])
    ends = after_quiet(person, there(zone, *at))
    assert ends.timestamp() == there(zone, *until).timestamp()
    assert after_quiet(person, ends) == ends, "and what waited until then goes"


def test_a_second_hour_of_the_same_name_is_quiet_too() -> None:
    zone = "America/Chicago"
    person = User(time_zone=zone, quiet_from=22, quiet_until=2)
    second = there(zone, 2026, 11, 1, 1, 30, fold=1)
    assert after_quiet(person, second) == there(zone, 2026, 11, 1, 2, 0)


@pytest.mark.parametrize("hour", range(24))
def test_a_daily_mail_goes_once_a_day_in_a_week_in_which_the_clocks_change(hour: int) -> None:
    zone = ZoneInfo("America/Chicago")
    person = User(time_zone=zone.key, notices="daily", notices_hour=hour)
    for first in (datetime(2026, 3, 5, 0, 0, tzinfo=zone), datetime(2026, 10, 29, tzinfo=zone)):
        at, days = first, []
        for _ in range(7):
            at = send_at(person, at)
            days.append(at.astimezone(zone).date())
        assert len(set(days)) == 7
        assert (days[-1] - days[0]).days == 6
