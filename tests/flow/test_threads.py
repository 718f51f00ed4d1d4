"""Later letters answer in the thread of the body they go to, and open one where there is none."""

from datetime import datetime, timedelta
from email import message_from_bytes

import pytest

from foia import docket, drafts
from foia.flow import compose, outbox
from foia.flow.compose import Said
from foia.models import Message, RecordsRequest, User
from tests.conftest import approve
from tests.sink import Sink
from tests.web.conftest import mail, receive

COUNSELOR = "review@counselor.example"


def approved_later(request: RecordsRequest, kind: str, by: User, at: datetime) -> Message:
    remedy = "pac" if kind == "appeal" else ""
    draft = compose.follow_up(request=request, kind=kind, remedy=remedy, now=at)
    if kind == "appeal":
        compose.revise(message=draft, said=Said(recipient=COUNSELOR, channel="email"))
    return approve(Message.objects.get(pk=draft.pk), by, at)


@pytest.fixture
def late(now: datetime) -> datetime:
    return now + timedelta(days=11)


def test_the_first_letter_opens_the_thread(sent: RecordsRequest) -> None:
    assert sent.messages.get().in_reply_to == ""


def test_a_reminder_to_a_silent_body_answers_our_first_letter(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    first = sent.messages.get()
    assert approved_later(sent, "overdue", citizen, late).in_reply_to == first.message_id


def test_on_the_wire_a_reminder_names_the_mail_it_answers_and_a_first_letter_none(
    sent: RecordsRequest, citizen: User, sink: Sink, late: datetime
) -> None:
    receive(mail(sent, "We look into it.", message_id="<1@agency.example>"), late)
    approved_later(sent, "overdue", citizen, late)
    outbox.run(now=late)
    first, reminder = (message_from_bytes(taken.content) for taken in sink.taken)
    assert (first["In-Reply-To"], first["References"]) == (None, None)
    assert reminder["In-Reply-To"] == reminder["References"] == "<1@agency.example>"


def test_a_reminder_answers_the_last_mail_of_the_body_whoever_wrote_it_there(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    receive(mail(sent, "We look into it.", message_id="<1@agency.example>"), late)
    receive(mail(sent, "We still look into it.", message_id="<2@portal.example>"), late)
    assert approved_later(sent, "overdue", citizen, late).in_reply_to == "<2@portal.example>"


def test_a_mail_that_came_back_and_one_without_a_sound_id_are_answered_by_nobody(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    first = sent.messages.get()
    bounced = receive(mail(sent, "Undelivered.", message_id="<1@agency.example>"), late)
    bounced.reading.kind = "bounce"
    bounced.reading.save()
    broken = receive(mail(sent, "We look into it.", message_id="<2@agency.example>"), late)
    Message.objects.filter(pk=broken.pk).update(message_id="<2 \nBcc: x@y>")
    assert approved_later(sent, "overdue", citizen, late).in_reply_to == first.message_id


def test_an_appeal_elsewhere_opens_its_own_thread_and_stays_in_it(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    docket.record(request=sent, kind="denied", at=now, now=now)
    receive(mail(sent, "We refused.", message_id="<1@agency.example>"), now)
    appeal = approved_later(sent, "appeal", citizen, now)
    assert appeal.in_reply_to == ""
    Message.objects.filter(pk=appeal.pk).update(at=now)
    assert drafts.in_reply_to(Message(request=sent), recipient=COUNSELOR) == appeal.message_id
    answer = mail(sent, "We opened your case.", message_id="<7@counselor.example>")
    answer = answer.replace(b"foia@chicago-police.example", b"clerk@counselor.example")
    receive(answer, now + timedelta(hours=1))
    assert drafts.in_reply_to(Message(request=sent), recipient=COUNSELOR) == "<7@counselor.example>"
    to_the_body = drafts.in_reply_to(Message(request=sent), recipient="foia@chicago-police.example")
    assert to_the_body == "<1@agency.example>"
