"""The requester is told of a deadline before and after it, once each, and only when it matters."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from foia import docket
from foia.flow import deadlines, outbox, reminders
from foia.letters.compose import AskItem
from foia.models import Deadline, Delivery, Message, RecordsRequest, Reminder, User
from tests.sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(draft: Message, now: datetime) -> RecordsRequest:
    """The Chicago request: sent on Monday 16 November, due on Monday 23 November."""
    request = draft.request
    assert request is not None
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    return request


def look(moment: datetime) -> list[str]:
    """Let the rooms of time look; return every occasion said so far."""
    deadlines.run(now=moment)
    reminders.run(now=moment)
    return [str(reminder.occasion) for reminder in Reminder.objects.order_by("pk")]


def test_each_occasion_is_said_once_however_often_the_room_looks(
    waiting: RecordsRequest, now: datetime
) -> None:
    assert look(now) == []
    assert look(now + timedelta(days=5)) == ["due_soon"]
    assert look(now + timedelta(days=6)) == ["due_soon"]
    assert look(now + timedelta(days=8)) == ["due_soon", "overdue"]
    assert look(now + timedelta(days=9)) == ["due_soon", "overdue"]


def test_a_notice_names_the_day_and_the_section_and_reaches_the_requester(
    waiting: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    moment = now + timedelta(days=5)
    look(moment)
    outbox.run(now=moment)
    (mail,) = sink.taken
    assert mail.recipients == (citizen.email,)
    assert b"Auto-Submitted: auto-generated" in mail.content
    notice = Message.objects.get(kind=Message.Kind.NOTICE)
    assert "November 23, 2026" in notice.body_text
    assert "5 ILCS 140/3" in notice.body_text
    assert waiting.docket.count() == 1, "a notice is no part of the history"
    assert "Nobody has checked" not in notice.body_text


def test_a_notice_of_a_time_limit_that_nobody_checked_says_so(
    waiting: RecordsRequest, citizen: User, now: datetime
) -> None:
    User.objects.filter(pk=citizen.pk).update(language="fr")
    waiting.deadlines.update(is_verified=False)
    reminders.run(now=now + timedelta(days=5))
    notice = Message.objects.get(kind=Message.Kind.NOTICE)
    assert "Personne n'a encore vérifié ce délai" in notice.body_text


def test_after_a_standstill_only_what_is_still_true_is_said(
    waiting: RecordsRequest, now: datetime
) -> None:
    assert look(now + timedelta(days=40)) == ["overdue"]


def test_a_moved_deadline_is_said_anew(waiting: RecordsRequest, now: datetime) -> None:
    look(now + timedelta(days=5))
    moment = now + timedelta(days=5)
    docket.record(request=waiting, kind="extended", at=moment, now=moment)
    assert look(moment) == ["due_soon"]
    assert look(now + timedelta(days=14)) == ["due_soon", "due_soon"]


def test_nothing_is_said_of_a_clock_that_was_met_or_a_request_that_ended(
    waiting: RecordsRequest, now: datetime
) -> None:
    moment = now + timedelta(days=1)
    docket.record(request=waiting, kind="withdrawn", at=moment, now=moment)
    assert look(now + timedelta(days=5)) == []
    assert look(now + timedelta(days=60)) == []


def test_a_requesters_own_window_is_told_ten_days_ahead(
    waiting: RecordsRequest, now: datetime
) -> None:
    moment = now + timedelta(days=1)
    docket.record(request=waiting, kind="denied", at=moment, now=moment)
    appeal = Deadline.objects.get(binds="requester", state="running")
    noon = datetime.combine(appeal.due_on, now.timetz())
    assert look(noon - timedelta(days=11)) == []
    assert look(noon - timedelta(days=10)) == ["appeal_closing"]


def test_nothing_is_mailed_about_a_request_where_asking_is_dangerous(
    draft_to: Callable[..., Message], now: datetime
) -> None:
    request = draft_to("moscow-dit", ask=[AskItem("", "Договор")], language="ru").request
    assert request is not None
    docket.record(request=request, kind="received", at=now, now=now)
    docket.record(request=request, kind="registered", at=now, now=now)
    assert Deadline.objects.filter(request=request).exists()
    for days in (20, 25, 29, 31, 60):
        look(now + timedelta(days=days))
    assert set(Reminder.objects.values_list("state", flat=True)) == {"on_screen"}
    assert not Message.objects.filter(kind=Message.Kind.NOTICE).exists()


def test_nobody_whose_account_is_closed_is_mailed(
    waiting: RecordsRequest, citizen: User, now: datetime
) -> None:
    User.objects.update(is_active=False)
    assert look(now + timedelta(days=5)) == []


def test_a_notice_on_a_sandbox_request_never_reaches_a_real_service(
    waiting: RecordsRequest, sink: Sink, settings: Any, now: datetime
) -> None:
    User.objects.update(email="rosa@city.gov")
    settings.IS_SANDBOX = False
    moment = now + timedelta(days=5)
    look(moment)
    outbox.run(now=moment)
    assert sink.taken == []
    assert Delivery.objects.get().state == Delivery.State.REFUSED


@pytest.mark.django_db(transaction=True)
def test_many_lookers_at_once_say_it_once(waiting: RecordsRequest, now: datetime) -> None:
    def work(_: int) -> None:
        reminders.run(now=now + timedelta(days=5))
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert Reminder.objects.count() == Delivery.objects.count() == 1
    assert Message.objects.filter(kind=Message.Kind.NOTICE).count() == 1


def test_with_nothing_due_a_look_is_one_statement_that_uses_two_indexes(
    waiting: RecordsRequest, now: datetime, django_assert_num_queries: Any
) -> None:
    reminders.run(now=now)
    assert RecordsRequest.objects.get().remind_at == datetime(2026, 11, 21, tzinfo=UTC)
    with django_assert_num_queries(1) as asked:
        assert reminders.run(now=now) == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = str(cursor.fetchall())
        assert "requests_to_remind_of" in plan
        assert "reminders_waiting" in plan


def test_two_thousand_due_at_once_go_out_in_fifteen_statements_a_thousand(
    waiting: RecordsRequest, now: datetime, django_assert_max_num_queries: Any
) -> None:
    moment = now + timedelta(days=5)
    many(waiting, 1999, moment)
    with django_assert_max_num_queries(30):
        reminders.run(now=moment)
    notices = Message.objects.filter(kind=Message.Kind.NOTICE)
    assert notices.count() == 2000 == notices.values("notice_for").distinct().count()
    assert Delivery.objects.filter(message__in=notices).count() == 2000


def many(like: RecordsRequest, count: int, moment: datetime) -> None:
    """Requests of so many other people, with the same clocks as this one."""
    numbers = range(count)
    people = User.objects.bulk_create(User(email=f"p{n}@openshutter.example") for n in numbers)
    facts = {
        field.name: getattr(like, field.name)
        for field in RecordsRequest._meta.fields
        if field.name not in ("id", "uuid", "reference", "reply_token", "requester")
    }
    made = RecordsRequest.objects.bulk_create(
        RecordsRequest(**facts, reference=f"M-{n}", reply_token=f"m{n}", requester=people[n])
        for n in numbers
    )
    (clock,) = like.deadlines.all()
    copied = [
        field.name for field in Deadline._meta.fields if field.name not in ("id", "request", "desk")
    ]
    values = {name: getattr(clock, name) for name in copied}
    Deadline.objects.bulk_create(Deadline(request=one, desk=one.desk, **values) for one in made)
    RecordsRequest.objects.look_again(moment)
