"""Letters of waves leave fair, at their pace, on their day, and no longer than they are let."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from django.db import connection

from foia import samples
from foia.flow import outbox
from foia.flow.outbox.picking import in_turns, take
from foia.flow.outbox.round import BATCH
from foia.models import (
    Delivery,
    DocketEntry,
    Message,
    RecordsRequest,
    User,
    Wave,
    WaveAct,
)
from tests import sink as service
from tests.sink import Sink, Taken
from tests.waves import a_wave, letters_of

State = Delivery.State


@pytest.fixture
def person(citizen: User) -> User:
    samples.load()
    return citizen


def states(wave: Wave) -> Counter[str]:
    return Counter(wave.deliveries.values_list("state", flat=True))


def test_a_wave_leaves_is_entered_and_is_done(person: User, sink: Sink, now: datetime) -> None:
    wave = a_wave(person, now=now)
    letters = letters_of(wave, 7, now=now)
    assert outbox.run(now=now) == 7
    assert {mail.recipients[0] for mail in sink.taken} == {one.recipient for one in letters}
    assert states(wave) == {State.HANDED_OVER: 7}
    assert DocketEntry.objects.filter(kind="sent").count() == 7
    assert not Message.objects.filter(wave=wave, at=None).exists()
    assert set(RecordsRequest.objects.values_list("stage", flat=True)) == {"awaiting_response"}
    wave.refresh_from_db()
    assert (wave.state, WaveAct.objects.get().act) == (Wave.State.DONE, "done")


def test_a_hundred_letters_cost_few_statements(
    person: User, sink: Sink, now: datetime, django_assert_max_num_queries: Any
) -> None:
    letters_of(a_wave(person, now=now), BATCH, now=now)
    with django_assert_max_num_queries(BATCH + 70):
        assert outbox.run(now=now) == BATCH


@pytest.mark.parametrize("state", [Wave.State.PAUSED, Wave.State.STOPPED, Wave.State.READY])
def test_a_wave_that_is_not_being_sent_keeps_its_letters(
    person: User, sink: Sink, now: datetime, state: str
) -> None:
    wave = a_wave(person, now=now, state=state)
    letters_of(wave, 2, now=now)
    assert outbox.run(now=now) == 0
    assert states(wave) == {State.WAITING: 2}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("halt", [Wave.State.PAUSED, Wave.State.STOPPED])
def test_a_stop_button_stops_within_one_letter(
    person: User, sink: Sink, now: datetime, halt: str
) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 10, now=now)

    def press(mail: Taken) -> None:
        if len(sink.taken) == 3:
            Wave.objects.update(state=halt)
        connection.close()

    sink.on_mail = press
    outbox.run(now=now)
    assert len(sink.taken) == 3
    assert states(wave) == {State.HANDED_OVER: 3, State.WAITING: 7}
    assert not wave.deliveries.filter(state=State.WAITING, taken_until_at__isnull=False).exists()
    Wave.objects.update(state=Wave.State.SENDING)
    outbox.run(now=now)
    assert len(sink.taken) == 10


def test_a_letter_never_leaves_after_its_day(person: User, sink: Sink, now: datetime) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 2, now=now)
    late = wave.deliveries.order_by("pk")[0]
    Delivery.objects.filter(pk=late.pk).update(not_after_at=now)
    assert outbox.run(now=now) == 1
    assert states(wave) == {State.WAITING: 1, State.HANDED_OVER: 1}
    wave.refresh_from_db()
    assert wave.state == Wave.State.DONE  # what is outdated waits for a person, not for time


def test_a_letter_does_not_leave_before_its_hour(person: User, sink: Sink, now: datetime) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 1, now=now + timedelta(hours=1))
    assert outbox.run(now=now) == 0
    wave.refresh_from_db()
    assert wave.state == Wave.State.SENDING
    assert outbox.run(now=now + timedelta(hours=1)) == 1


@pytest.mark.parametrize("per_minute", [1, 7, 60, 130])
def test_no_minute_sees_more_letters_than_the_pace(
    person: User, sink: Sink, now: datetime, per_minute: int
) -> None:
    wave = a_wave(person, now=now, per_minute=per_minute)
    letters_of(wave, 200, now=now)
    for second in range(0, 130, 2):
        outbox.run(now=now + timedelta(seconds=second))
    begun = sorted(wave.deliveries.exclude(started_at=None).values_list("started_at", flat=True))
    most = max(
        sum(first <= other < first + timedelta(minutes=1) for other in begun) for first in begun
    )
    assert most <= per_minute
    assert len(begun) >= min(200, 2 * per_minute * 0.75)


def test_a_changed_pace_counts_at_once(person: User, sink: Sink, now: datetime) -> None:
    wave = a_wave(person, now=now, per_minute=1)
    letters_of(wave, 30, now=now)
    assert outbox.run(now=now) == 1
    Wave.objects.update(per_minute=600)
    assert outbox.run(now=now + timedelta(seconds=1)) == 29
    Wave.objects.update(per_minute=0)
    letters_of(wave, 1, now=now)
    assert outbox.run(now=now + timedelta(hours=1)) == 0


def test_a_domain_gets_no_more_an_hour_than_it_is_allowed(
    person: User, sink: Sink, now: datetime
) -> None:
    wave = a_wave(person, now=now, per_domain_hour=3)
    letters_of(wave, 150, now=now, domains=1)
    letters_of(wave, 4, now=now)
    outbox.run(now=now)
    to = Counter(mail.recipients[0].partition("@")[2] for mail in sink.taken)
    assert to.pop("body0.example") <= 4  # three, and the one of the four that is its own
    assert sum(to.values()) == 3
    assert outbox.run(now=now + timedelta(minutes=59)) == 0
    assert outbox.run(now=now + timedelta(minutes=61)) == 3


def test_two_teams_share_the_line_and_single_letters_go_first(
    approved: Message, person: User, sink: Sink, now: datetime
) -> None:
    big, small = a_wave(person, now=now), a_wave(person, now=now)
    other = a_wave(person, now=now, team=big.campaign.team)
    for wave in (big, other, small):
        letters_of(wave, 60, now=now)
    taken = take(now=now, most=41)
    assert taken.pks[0] == approved.deliveries.get().pk
    waves = Counter(Delivery.objects.filter(pk__in=taken.pks).values_list("wave", flat=True))
    assert waves == {None: 1, big.pk: 10, other.pk: 10, small.pk: 20}


def test_turns_go_round_until_all_are_empty() -> None:
    assert list(in_turns(["ace", "", "bd"])) == ["a", "b", "c", "d", "e"]
    assert list(islice(in_turns([in_turns(["ab", "xy"]), "12"]), 3)) == ["a", "1", "x"]


def test_what_one_worker_has_reserved_another_leaves_alone(
    person: User, sink: Sink, now: datetime
) -> None:
    letters_of(a_wave(person, now=now, per_minute=100), 6, now=now)
    first = take(now=now, most=4)
    assert not set(first.pks) & set(take(now=now, most=4).pks)
    assert outbox.run(now=now + timedelta(seconds=30)) == 0
    assert outbox.run(now=now + timedelta(minutes=2)) == 6  # whoever reserved them is gone


def test_a_refused_letter_holds_back_itself_alone(person: User, sink: Sink, now: datetime) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 5, now=now)
    sink.refused = frozenset({"records@body2.example"})
    assert outbox.run(now=now) == 5
    assert states(wave) == {State.HANDED_OVER: 4, State.REFUSED: 1}


def test_a_letter_put_off_tries_again_within_its_day_in_its_wave(
    person: User, sink: Sink, now: datetime
) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 1, now=now)
    sink.mode = service.DEFER_DATA
    outbox.run(now=now)
    again = wave.deliveries.get(attempt=2)
    first = wave.deliveries.get(attempt=1)
    assert (again.domain, again.not_after_at) == (first.domain, first.not_after_at)
    wave.refresh_from_db()
    assert wave.state == Wave.State.SENDING
    sink.mode = service.ACCEPT
    outbox.run(now=now + timedelta(minutes=3))
    assert DocketEntry.objects.filter(kind="sent").count() == 1


def test_what_left_is_entered_though_its_worker_died_before(
    person: User, sink: Sink, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = a_wave(person, now=now)
    letters_of(wave, 3, now=now)
    with monkeypatch.context() as patched:
        patched.setattr("foia.flow.outbox.leaving.enter_batch", lambda *_, **__: None)
        patched.setattr("foia.flow.outbox.round.release", lambda _: None)
        outbox.run(now=now)
    assert not DocketEntry.objects.exists()
    outbox.run(now=now + timedelta(seconds=30))
    assert not DocketEntry.objects.exists()  # it may still be at work
    outbox.run(now=now + timedelta(minutes=2))
    assert DocketEntry.objects.filter(kind="sent").count() == len(sink.taken) == 3
    entry = DocketEntry.objects.order_by("pk")[0]
    assert abs(entry.at - now) < timedelta(seconds=20)
