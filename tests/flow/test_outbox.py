"""Each letter leaves once, or waits for a person with what is known of it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.db import connection, transaction

from foia import custody
from foia.flow import outbox
from foia.gateways import blobs, smtp
from foia.models import (
    Attachment,
    Delivery,
    DocketEntry,
    LineTrouble,
    Message,
    RecordsRequest,
    User,
)
from tests import sink as service
from tests.conftest import approve, approved_as
from tests.sink import Sink, listening

State = Delivery.State


def delivery_of(message: Message) -> Delivery:
    """Return the first attempt, as it stands now."""
    return message.deliveries.order_by("attempt")[0]


def test_a_letter_leaves_with_its_own_marks(approved: Message, sink: Sink, now: datetime) -> None:
    assert outbox.run(now=now) == 1
    (mail,) = sink.taken
    headers = message_from_bytes(mail.content, policy=policy.default)
    reply_to = f"r-{approved.request.reply_token}@reply.openshutter.example"
    assert headers["From"] == f"Rosa Resident <{reply_to}>"
    assert headers["Reply-To"] == reply_to
    assert headers["To"] == "foia@chicago-police.example"
    assert headers["Message-ID"] == approved.message_id
    assert headers["Date"].datetime.replace(microsecond=0) == now
    assert approved.request.reference in headers["Subject"]
    assert headers.get_content().split() == approved.body_text.split()


def test_the_kept_bytes_are_the_bytes_on_the_wire(
    approved: Message, sink: Sink, now: datetime
) -> None:
    approved_as(approved, body_text=".dots\n..\nŁódź — ñ\n" + "x" * 1200)
    outbox.run(now=now)
    approved.refresh_from_db()
    assert blobs.read(approved.raw_id or "") == sink.taken[0].content


def test_leaving_is_in_the_docket_once(approved: Message, sink: Sink, now: datetime) -> None:
    outbox.run(now=now)
    outbox.run(now=now + timedelta(hours=1))
    assert [entry.kind for entry in DocketEntry.objects.all()] == ["sent"]
    assert RecordsRequest.objects.get().stage == "awaiting_response"
    assert len(sink.taken) == 1


@pytest.mark.parametrize(
    ("mode", "state", "said"),
    [
        (service.DEFER_RCPT, State.DEFERRED, "450 4.2.0"),
        (service.DEFER_DATA, State.DEFERRED, "451 4.3.0"),
        (service.REFUSE_RCPT, State.REFUSED, "550 5.1.1"),
        (service.REFUSE_DATA, State.REFUSED, "554 5.7.1"),
        (service.CLOSE_IN_DATA, State.UNCLEAR, "line broke"),
        (service.CLOSE_BEFORE_ANSWER, State.UNCLEAR, "line broke"),
    ],
)
@pytest.mark.parametrize("pipelines", [True, False], ids=["all at once", "line by line"])
def test_what_the_service_answers_is_what_the_record_says(
    approved: Message, sink: Sink, now: datetime, mode: str, state: str, said: str, pipelines: bool
) -> None:
    sink.mode, sink.pipelines = mode, pipelines
    outbox.run(now=now)
    delivery = delivery_of(approved)
    assert delivery.state == state
    assert said in delivery.answer
    assert not DocketEntry.objects.exists()


@pytest.mark.parametrize("pipelines", [True, False], ids=["all at once", "line by line"])
def test_a_letter_that_may_not_leave_any_more_is_announced_and_not_sent(
    approved: Message, sink: Sink, now: datetime, pipelines: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink.pipelines = pipelines
    announce = smtp._announce

    def then_stopped(*args: Any) -> list[str]:
        commands = announce(*args)
        Delivery.objects.update(taken_until_at=now + timedelta(hours=1))  # as if another had it now
        return commands

    monkeypatch.setattr(smtp, "_announce", then_stopped)
    outbox.run(now=now)
    assert (sink.taken, delivery_of(approved).started_at) == ([], None)


@pytest.mark.usefixtures("real_smtp")
def test_a_service_that_is_away_rests_the_outbox_and_counts_against_no_letter(
    approved: Message, settings: Any, now: datetime
) -> None:
    moment = now
    rests = []
    for tries in (1, 2, 3):
        outbox.run(now=moment)
        assert outbox.run(now=moment) == 0
        trouble = LineTrouble.objects.get()
        assert trouble.tries == tries
        assert "could not be reached" in trouble.words
        rests.append(round((trouble.not_before_at - trouble.last_at).total_seconds()))
        moment = trouble.not_before_at
    assert rests == [2, 4, 8]
    assert (delivery_of(approved).state, approved.deliveries.count()) == (State.WAITING, 1)
    sink = Sink(port=settings.EMAIL_PORT)
    with listening(sink):
        assert outbox.run(now=moment) == 1
    assert delivery_of(approved).state == State.HANDED_OVER
    assert not LineTrouble.objects.exists()


def test_a_line_that_breaks_for_letter_after_letter_rests_before_all_are_in_doubt(
    draft_to: Callable[..., Message], citizen: User, sink: Sink, now: datetime
) -> None:
    letters = [approve(draft_to("chicago-police-department"), citizen) for _ in range(9)]
    sink.mode = service.CLOSE_BEFORE_ANSWER
    outbox.run(now=now)
    assert outbox.run(now=now) == 0
    states = Counter(delivery_of(letter).state for letter in letters)
    assert states == {State.UNCLEAR: 5, State.WAITING: 4}
    sink.mode = service.ACCEPT
    assert outbox.run(now=now + timedelta(minutes=1)) == 4


def test_a_line_that_is_hung_up_between_letters_leaves_no_letter_in_doubt(
    draft_to: Callable[..., Message], citizen: User, sink: Sink, now: datetime
) -> None:
    letters = [approve(draft_to("chicago-police-department"), citizen) for _ in range(6)]
    sink.letters_a_line = 2
    assert outbox.run(now=now) >= 6
    assert {delivery_of(letter).state for letter in letters} == {State.HANDED_OVER}
    assert len(sink.taken) == 6


def test_a_put_off_letter_is_tried_ever_more_rarely_and_then_given_to_a_person(
    approved: Message, sink: Sink, now: datetime
) -> None:
    sink.mode = service.DEFER_DATA
    moment = now
    for _ in range(outbox.ATTEMPTS):
        assert outbox.run(now=moment) == 1
        assert outbox.run(now=moment) == 0
        moment += timedelta(days=1)
    assert outbox.run(now=moment) == 0
    states = list(approved.deliveries.order_by("attempt").values_list("state", flat=True))
    assert states == [State.DEFERRED] * 7 + [State.REFUSED]
    waits = [
        (second.not_before_at - first.finished_at).total_seconds() / 60
        for first, second in zip(
            approved.deliveries.order_by("attempt"),
            approved.deliveries.order_by("attempt")[1:],
            strict=False,
        )
    ]
    assert waits == [2, 4, 8, 16, 32, 64, 128]


def test_a_letter_that_was_put_off_leaves_later_with_the_same_message_id(
    approved: Message, sink: Sink, now: datetime
) -> None:
    sink.mode = service.DEFER_RCPT
    outbox.run(now=now)
    sink.mode = service.ACCEPT
    outbox.run(now=now + timedelta(minutes=3))
    assert [approved.message_id.encode() in mail.content for mail in sink.taken] == [True]


@pytest.mark.parametrize("was_sent", [True, False])
def test_an_unclear_letter_waits_for_a_person_who_settles_it(
    approved: Message, citizen: User, sink: Sink, now: datetime, was_sent: bool
) -> None:
    sink.mode = service.CLOSE_BEFORE_ANSWER
    outbox.run(now=now)
    sink.mode = service.ACCEPT
    later = now + timedelta(days=2)
    assert outbox.run(now=later) == 0
    unclear = delivery_of(approved)
    outbox.settle(delivery=unclear, was_sent=was_sent, by=citizen, now=later)
    outbox.run(now=later)
    assert len(sink.taken) == (1 if was_sent else 2)
    assert {approved.message_id.encode() in mail.content for mail in sink.taken} == {True}
    entry = DocketEntry.objects.get()
    assert abs(entry.at - (now if was_sent else later)) < timedelta(minutes=1)
    with pytest.raises(outbox.DeliveryError, match="settled already"):
        outbox.settle(delivery=unclear, was_sent=not was_sent, by=citizen, now=later)


@pytest.mark.django_db(transaction=True)
def test_a_hand_over_that_outlasts_its_lease_does_not_undo_what_a_person_settled(
    approved: Message, citizen: User, sink: Sink, now: datetime
) -> None:
    def meanwhile(mail: service.Taken) -> None:
        outbox.hold_cut_off(now=now + timedelta(minutes=10))
        outbox.settle(delivery=delivery_of(approved), was_sent=True, by=citizen, now=now)
        connection.close()

    sink.on_mail = meanwhile
    outbox.run(now=now)
    assert delivery_of(approved).state == State.SETTLED
    assert DocketEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_record_says_handing_over_before_the_mail_is_out(
    approved: Message, sink: Sink, now: datetime
) -> None:
    seen: list[tuple[str, bool]] = []

    def look(mail: service.Taken) -> None:
        kept = Message.objects.get(pk=approved.pk).raw_id
        seen.append((delivery_of(approved).state, kept == blobs.digest_of(mail.content)))
        connection.close()

    sink.on_mail = look
    outbox.run(now=now)
    assert seen == [(State.HANDING_OVER, True)]


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_letter_once(
    draft_to: Callable[..., Message], citizen: User, sink: Sink, now: datetime
) -> None:
    letters = [approve(draft_to("chicago-police-department"), citizen) for _ in range(4)]

    def work(_: int) -> int:
        try:
            return outbox.run(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    assert done == len(sink.taken) == len(letters)
    assert DocketEntry.objects.filter(kind="sent").count() == len(letters)


@pytest.mark.parametrize("is_sandbox", [True, False])
def test_what_was_made_for_one_world_never_leaves_for_the_other(
    approved: Message, sink: Sink, settings: Any, now: datetime, is_sandbox: bool
) -> None:
    approved_as(approved, recipient="foia@city.gov")
    Delivery.objects.update(is_sandbox=is_sandbox)
    settings.IS_SANDBOX = not is_sandbox
    outbox.run(now=now)
    assert sink.taken == []
    assert delivery_of(approved).state == State.REFUSED
    assert "draft it anew" in delivery_of(approved).answer


@pytest.mark.parametrize(
    "recipient",
    [
        "foia@chicago-police.example",
        "FOIA <foia@Sub.Example.ORG.>",
        "foia@localhost",
        "no address at all",
        "foia@",
        "",
    ],
)
def test_a_real_service_is_never_handed_a_sample_address(
    approved: Message, sink: Sink, settings: Any, now: datetime, recipient: str
) -> None:
    approved_as(approved, recipient=recipient)
    Delivery.objects.update(is_sandbox=False)
    settings.IS_SANDBOX = False
    outbox.run(now=now)
    assert sink.taken == []
    assert delivery_of(approved).state == State.REFUSED


def test_two_addresses_in_one_are_refused_not_half_sent(
    approved: Message, sink: Sink, now: datetime
) -> None:
    approved_as(approved, recipient="foia@city.example, clerk@city.example")
    outbox.run(now=now)
    assert sink.taken == []
    assert delivery_of(approved).state == State.REFUSED


def test_a_letter_that_cannot_be_built_holds_up_no_other(
    draft_to: Callable[..., Message], citizen: User, sink: Sink, now: datetime
) -> None:
    broken, whole = (approve(draft_to("chicago-police-department"), citizen) for _ in range(2))
    approved_as(broken, subject="two\nlines")
    assert outbox.run(now=now) == 2
    assert delivery_of(broken).state == State.DEFERRED
    assert delivery_of(whole).state == State.HANDED_OVER


def test_a_long_run_does_not_date_its_last_letter_by_its_first(
    draft_to: Callable[..., Message], citizen: User, sink: Sink, now: datetime
) -> None:
    """Else another worker would take its lease for over while it is still being handed over."""
    letters = [approve(draft_to("chicago-police-department"), citizen) for _ in range(2)]
    outbox.run(now=now)
    started = [delivery_of(letter).started_at or now for letter in letters]
    assert started[0] < started[1]


def test_nothing_due_costs_seven_statements(
    transactional_db: None, now: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7 + 2):  # the transaction's own two are counted on SQLite
        outbox.run(now=now)


def test_a_text_that_nobody_approved_does_not_leave(
    approved: Message, sink: Sink, now: datetime
) -> None:
    Message.objects.filter(pk=approved.pk).update(body_text="Something else altogether.")
    outbox.run(now=now)
    delivery = Delivery.objects.get(message=approved)
    assert delivery.state == Delivery.State.REFUSED
    assert "not the text that was approved" in delivery.answer
    assert sink.taken == []


def test_nothing_leaves_for_a_place_where_asking_is_dangerous(
    approved: Message, sink: Sink, now: datetime
) -> None:
    """However it came to be approved: the outbox asks again."""
    RecordsRequest.objects.filter(pk=approved.request_id).update(jurisdiction_code="ru")
    outbox.run(now=now)
    delivery = Delivery.objects.get(message=approved)
    assert (delivery.state, sink.taken) == (Delivery.State.REFUSED, [])
    assert "dangerous" in delivery.answer


def test_enclosed_files_leave_as_they_were_approved(
    approved: Message, sink: Sink, now: datetime
) -> None:
    with transaction.atomic():
        blob = custody.keep(b"a,b\n1,2\r\n\xff", subject="list.csv", now=now)
    Attachment.objects.create(
        message=approved,
        position=10,
        blob=blob,
        name="Liste – été.csv",
        content_type="text/csv",
        role=Attachment.Role.ENCLOSED,
    )
    outbox.run(now=now)
    assert "not the text that was approved" in delivery_of(approved).answer
    approved.approved_digest = approved.content_digest([blob.pk])
    approved.save()
    Delivery.objects.update(state=State.WAITING)
    outbox.run(now=now)
    mail = message_from_bytes(sink.taken[0].content, policy=policy.default)
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("Liste – été.csv", "text/csv")
    assert file.get_payload(decode=True) == blobs.read(blob.pk)
    assert mail.get_body().get_content().split() == approved.body_text.split()


def test_a_letter_says_which_mail_it_answers(approved: Message, sink: Sink, now: datetime) -> None:
    approved_as(approved, in_reply_to="<their@mail.example>")
    outbox.run(now=now)
    headers = message_from_bytes(sink.taken[0].content, policy=policy.default)
    assert headers["In-Reply-To"] == headers["References"] == "<their@mail.example>"
