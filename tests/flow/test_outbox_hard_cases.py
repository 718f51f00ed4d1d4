"""Hard cases of sending: answers that are none, leases that run out, dockets that break."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from foia import samples
from foia.flow import outbox
from foia.flow.outbox.picking import release, take
from foia.flow.outbox.ready import made_ready
from foia.models import Delivery, DocketEntry, Message, User
from tests.sink import Sink, Taken
from tests.waves import a_wave, letters_of

State = Delivery.State


@pytest.fixture
def person(citizen: User) -> User:
    samples.load()
    return citizen


@pytest.mark.parametrize("answer", ["what is this", "354 Go on", "150 Wait"])
def test_an_answer_after_the_mail_that_is_none_is_held_and_not_sent_again(
    approved: Message, sink: Sink, now: datetime, answer: str
) -> None:
    sink.answer = answer
    for minutes in range(0, 30, 5):
        outbox.run(now=now + timedelta(minutes=minutes))
    assert len(sink.taken) == 1
    assert approved.deliveries.get().state == State.UNCLEAR


@pytest.mark.django_db(transaction=True)
def test_a_hand_over_that_outlasts_its_lease_and_goes_well_is_in_the_docket(
    approved: Message, sink: Sink, now: datetime
) -> None:
    def suspended(mail: Taken) -> None:
        outbox.hold_cut_off(now=now + timedelta(hours=1))
        connection.close()

    sink.on_mail = suspended
    outbox.run(now=now)
    delivery = approved.deliveries.get()
    assert (delivery.state, delivery.taken_until_at) == (State.HANDED_OVER, None)
    assert DocketEntry.objects.get().kind == "sent"


def test_one_docket_that_breaks_leaves_the_others_alone(
    person: User, sink: Sink, now: datetime
) -> None:
    wave = a_wave(person, now=now)
    broken, *others = letters_of(wave, 4, now=now)
    DocketEntry.objects.create(
        request=broken.the_request, seq=1, kind="sent", at=now, recorded_at=now, details=[7]
    )
    for minutes in range(3):
        outbox.run(now=now + timedelta(minutes=2 * minutes))
    assert len(sink.taken) == 4
    sent = DocketEntry.objects.filter(kind="sent", message__in=others)
    assert sent.count() == 3


def test_a_worker_that_slept_past_its_turn_keeps_no_other_bytes_than_those_that_left(
    person: User, sink: Sink, now: datetime
) -> None:
    letter = letters_of(a_wave(person, now=now), 1, now=now)[0]
    slept = take(now=now, most=1)
    later = now + timedelta(minutes=2)
    outbox.run(now=later)
    assert made_ready(slept, now=now) == []
    release(slept)
    letter.refresh_from_db()
    assert letter.raw is not None
    assert letter.raw.size == len(sink.taken[0].content)


def test_a_hand_over_that_ended_well_after_all_is_not_settled_by_anybody(
    approved: Message, citizen: User, now: datetime
) -> None:
    approved.deliveries.update(
        state=State.UNCLEAR, started_at=now, finished_at=now, taken_until_at=now
    )
    with pytest.raises(outbox.DeliveryError, match="settled already"):
        outbox.settle(delivery=approved.deliveries.get(), was_sent=False, by=citizen, now=now)
    outbox.run(now=now + timedelta(minutes=2))
    assert approved.deliveries.get().state == State.HANDED_OVER
    assert DocketEntry.objects.filter(kind="sent", message=approved).count() == 1
