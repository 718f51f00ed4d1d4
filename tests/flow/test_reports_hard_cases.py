"""Reports that come too early, or of a letter of which nobody knew whether it left."""

from datetime import datetime, timedelta

import pytest

from foia import docket
from foia.flow import outbox, read, reports
from foia.models import Delivery, DeliveryReport, DocketEntry, Message, User
from tests import sink as service
from tests.flow.test_reports import told
from tests.flow.test_returned import receive, returned
from tests.sink import Sink

pytestmark = pytest.mark.django_db
Fate, State = Delivery.Fate, Delivery.State


@pytest.fixture
def unclear(approved: Message, sink: Sink, now: datetime) -> Message:
    """A letter that the service took and hung up on; nobody knows."""
    sink.mode = service.CLOSE_BEFORE_ANSWER
    outbox.run(now=now)
    sink.mode = service.ACCEPT
    assert approved.deliveries.get().state == State.UNCLEAR
    return approved


def test_an_unclear_letter_that_came_back_for_now_is_tried_again(
    unclear: Message, sink: Sink, now: datetime
) -> None:
    told(unclear, "bounced_soft", "452 4.2.2 mailbox full")
    reports.run(now=now + timedelta(minutes=5))
    outbox.run(now=now + timedelta(hours=2))
    assert len(sink.taken) == 2
    states = unclear.deliveries.order_by("attempt").values_list("state", "fate")
    assert list(states) == [(State.HANDED_OVER, Fate.BOUNCED_SOFT), (State.HANDED_OVER, "")]
    assert [entry.kind for entry in docket.standing(unclear.the_request)] == ["sent"]


def test_a_returned_mail_is_believed_of_a_letter_whose_hand_over_was_cut(
    unclear: Message, now: datetime
) -> None:
    content = returned(unclear.the_request, names=unclear.message_id, status="5.1.1")
    mail = receive(content, now + timedelta(minutes=5))
    assert mail.reading.state == "sure"
    delivery = unclear.deliveries.get()
    assert (delivery.state, delivery.fate) == (State.HANDED_OVER, Fate.BOUNCED_HARD)
    assert not DocketEntry.objects.exists()


def test_a_returned_mail_that_outruns_the_docket_waits_for_it(
    approved: Message, sink: Sink, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    approved.deliveries.update(
        state=State.HANDED_OVER, started_at=now, finished_at=now, taken_until_at=later
    )
    content = returned(approved.the_request, names=approved.message_id, status="5.1.1")
    assert receive(content, now).reading.state == "sure"
    assert DeliveryReport.objects.get().state == "waiting"
    outbox.run(now=later)
    reports.run(now=later)
    assert approved.deliveries.get().fate == Fate.BOUNCED_HARD
    assert [e.kind for e in approved.the_request.docket.order_by("seq")] == ["sent", "void"]


def test_a_person_can_say_that_a_cut_off_letter_came_back(
    unclear: Message, citizen: User, now: datetime
) -> None:
    content = returned(unclear.the_request, names="<x@elsewhere.example>", status="5.1.1")
    later = now + timedelta(minutes=5)
    mail = receive(content, later)
    assert mail.reading.state == "asked"
    read.confirm(reading=mail.reading, kind="bounce", by=citizen, now=later)
    reports.run(now=later)
    assert unclear.deliveries.get().fate == Fate.BOUNCED_HARD


def test_a_forged_return_of_a_letter_that_never_began_is_a_question(
    approved: Message, now: datetime
) -> None:
    content = returned(approved.the_request, names=approved.message_id, status="5.1.1")
    assert receive(content, now).reading.state == "asked"
    assert not DeliveryReport.objects.exists()
