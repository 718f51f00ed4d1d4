"""Reminders come when a person wants them, say only what is still true, and can be ended."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from foia import docket, notices
from foia.flow import deadlines, outbox, reminders
from foia.models import (
    Delivery,
    Message,
    Publication,
    RecordsRequest,
    Reminder,
    User,
    Visit,
)
from foia.notices.moments import send_at
from tests.sink import Sink
from tests.web.conftest import mail, receive

pytestmark = pytest.mark.django_db
FIVE_DAYS = timedelta(days=5)


@pytest.fixture
def waiting(draft: Message, now: datetime) -> RecordsRequest:
    """The Chicago request: sent on Monday 16 November, due on Monday 23 November."""
    request = draft.the_request
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    return request


def look(moment: datetime) -> list[Message]:
    """Let the rooms of time look; return every notice so far."""
    deadlines.run(now=moment)
    reminders.run(now=moment)
    return list(Message.objects.filter(kind=Message.Kind.NOTICE).order_by("pk"))


def person(**wishes: object) -> User:
    return User(**{"time_zone": "America/Chicago"} | wishes)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("wishes", "now", "then"),
    [
        ({}, local(16, 3), local(16, 3)),
        ({"quiet_from": 22, "quiet_until": 7}, local(16, 3), local(16, 7)),
        ({"quiet_from": 22, "quiet_until": 7}, local(16, 23, 30), local(17, 7)),
        ({"quiet_from": 22, "quiet_until": 7}, local(16, 7), local(16, 7)),
        ({"quiet_from": 12, "quiet_until": 14}, local(16, 13, 59), local(16, 14)),
        ({"noticed_at": local(16, 9)}, local(16, 9, 20), local(16, 10)),
        ({"notices": "daily"}, local(16, 7), local(16, 8)),
        ({"notices": "daily"}, local(16, 8), local(17, 8)),
        ({"notices": "daily", "notices_hour": 0}, local(16, 8), local(17, 0)),
        ({"notices": "weekly"}, local(16, 9), local(23, 8)),  # a Monday, after eight
        ({"notices": "weekly"}, local(17, 7), local(23, 8)),
        ({"notices": "daily"}, local(31, 9, month=10), local(1, 8)),  # the clocks go back
        ({"time_zone": "Nowhere/None"}, local(16, 3), local(16, 3)),
    ],
)
def test_a_mail_goes_when_its_person_wants_it(
    wishes: dict[str, object], now: datetime, then: datetime
) -> None:
    assert send_at(person(**wishes), now) == then


def test_news_of_campaigns_come_once_a_day_at_most() -> None:
    told = person(noticed_at=local(16, 9))
    assert send_at(told, local(16, 12), of_campaign=True) == local(17, 9)


def test_what_is_due_for_one_person_at_one_moment_is_one_mail(
    waiting: RecordsRequest, citizen: User, now: datetime
) -> None:
    User.objects.update(notices="daily", time_zone="America/Chicago", language="es")
    Publication.objects.create(
        request=waiting,
        state=Publication.State.EMBARGOED,
        embargo_until_on=date(2026, 11, 25),
        asked_by=citizen,
        asked_at=now,
    )
    assert look(now + FIVE_DAYS) == []
    (told,) = look(local(22, 8))
    assert told.subject == "Sus solicitudes: 2 asuntos por mirar"
    assert "23 de noviembre de 2026" in told.body_text
    assert "25 de noviembre de 2026" in told.body_text
    assert "5 ILCS 140/3" in told.body_text
    assert set(Reminder.objects.values_list("occasion", flat=True)) == {
        "due_soon",
        "embargo_ending",
    }


def test_one_thing_says_what_when_under_which_section_and_carries_its_link(
    waiting: RecordsRequest, now: datetime
) -> None:
    (told,) = look(now + FIVE_DAYS)
    assert told.subject.startswith("Answer due on November 23, 2026: ")
    text = " ".join(told.body_text.split())
    assert "5 ILCS 140/3" in text
    assert text.count("/requests/") == 1
    assert f"/requests/{waiting.uuid}/" in text
    assert waiting.reference in text


def test_what_waited_through_a_downtime_is_not_mailed_in_quiet_hours(
    waiting: RecordsRequest, now: datetime
) -> None:
    User.objects.update(notices="daily", time_zone="America/Chicago", quiet_from=22, quiet_until=7)
    assert look(now + FIVE_DAYS) == []  # it waits for eight o'clock, and nothing runs then
    assert look(local(23, 3)) == []
    assert len(look(local(23, 7))) == 1


def test_what_was_answered_before_the_collected_mail_goes_is_not_told(
    waiting: RecordsRequest, now: datetime
) -> None:
    User.objects.update(notices="weekly")
    look(now + FIVE_DAYS)
    moment = now + timedelta(days=6)
    docket.record(request=waiting, kind="withdrawn", at=moment, now=moment)
    assert look(now + timedelta(days=8)) == []
    assert Reminder.objects.get().state == "dropped"


def test_a_notice_that_waits_for_the_mail_service_is_looked_at_once_more(
    waiting: RecordsRequest, now: datetime, sink: Sink
) -> None:
    moment = now + FIVE_DAYS
    look(moment)
    docket.record(request=waiting, kind="withdrawn", at=moment, now=moment)
    outbox.run(now=moment)
    assert sink.taken == []
    assert Delivery.objects.get(message__kind="notice").state == "refused"
    assert Reminder.objects.get().state == "dropped"


def test_of_a_collected_mail_what_is_still_true_is_told_in_another(
    waiting: RecordsRequest, citizen: User, now: datetime, sink: Sink
) -> None:
    embargo = Publication.objects.create(
        request=waiting,
        state=Publication.State.EMBARGOED,
        embargo_until_on=date(2026, 11, 25),
        asked_by=citizen,
        asked_at=now,
    )
    moment = now + FIVE_DAYS
    look(moment)
    embargo.delete()
    outbox.run(now=moment)
    assert sink.taken == []
    again = moment + timedelta(hours=1)
    assert len(look(again)) == 2
    outbox.run(now=again)
    (mailed,) = sink.taken
    assert b"November 23, 2026" in mailed.content
    assert b"November 25" not in mailed.content


def test_a_reply_that_nobody_read_is_told_after_two_days(
    waiting: RecordsRequest, now: datetime
) -> None:
    receive(mail(waiting, "We are looking into the matter you raised."), now)
    assert look(now + timedelta(days=1)) == []
    (told,) = look(now + timedelta(days=2))
    assert told.subject.startswith("A reply waits to be read since November 16, 2026")


def test_a_reply_that_somebody_looked_at_is_not_told(
    waiting: RecordsRequest, citizen: User, now: datetime
) -> None:
    receive(mail(waiting, "We are looking into the matter you raised."), now)
    RecordsRequest.objects.look_again(now)
    Visit.objects.create(user=citizen, request=waiting, at=now + timedelta(hours=1))
    assert look(now + timedelta(days=2)) == []


def test_an_automatic_answer_is_no_unread_reply_and_stops_no_clock(
    waiting: RecordsRequest, now: datetime
) -> None:
    content = mail(waiting, "I am out of the office until Monday.", subject="Automatic reply")
    receive(content.replace(b"MIME-Version", b"Auto-Submitted: auto-replied\nMIME-Version"), now)
    RecordsRequest.objects.look_again(now)
    assert [told.step for told in look(now + FIVE_DAYS)] == ["due_soon"]


def test_a_body_is_not_called_late_while_its_reply_waits_for_a_persons_word(
    waiting: RecordsRequest, citizen: User, now: datetime
) -> None:
    receive(mail(waiting, "We are looking into the matter you raised."), now)
    Visit.objects.create(user=citizen, request=waiting, at=now + timedelta(days=30))
    assert look(now + timedelta(days=9)) == []
    waiting.messages.get(direction="in").reading.delete()
    assert [told.step for told in look(now + timedelta(days=10))] == ["overdue"]


def test_a_muted_occasion_stands_on_the_screen_alone(
    waiting: RecordsRequest, now: datetime
) -> None:
    User.objects.update(muted=["due_soon"])
    assert look(now + FIVE_DAYS) == []
    assert Reminder.objects.get().state == "on_screen"
    assert [told.step for told in look(now + timedelta(days=8))] == ["overdue"]


def test_a_mail_can_be_ended_by_one_click_and_says_how(
    waiting: RecordsRequest, citizen: User, now: datetime, sink: Sink
) -> None:
    look(now + FIVE_DAYS)
    outbox.run(now=now + FIVE_DAYS)
    (mailed,) = sink.taken
    stop = notices.stop_url(citizen.pk)
    head, _, body = mailed.content.replace(b"\r\n ", b" ").partition(b"\r\n\r\n")
    assert f"List-Unsubscribe: <{stop}>".encode() in head
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert stop.encode() in body.replace(b"=\r\n", b"")
    assert notices.person_of(stop.rstrip("/").rpartition("/")[2]) == citizen


def test_who_ended_notices_meanwhile_gets_none(
    waiting: RecordsRequest, now: datetime, sink: Sink
) -> None:
    look(now + FIVE_DAYS)
    User.objects.update(notices="never")
    outbox.run(now=now + FIVE_DAYS)
    assert sink.taken == []
    assert Reminder.objects.get().state == "on_screen"


def test_a_token_that_was_changed_is_nobodys(citizen: User) -> None:
    token = notices.stop_url(citizen.pk).rstrip("/").rpartition("/")[2]
    with pytest.raises(notices.UnknownToken):
        notices.person_of(token.replace(str(citizen.pk), "999", 1))


def test_a_day_moved_by_the_clock_is_told_in_utc_days(
    waiting: RecordsRequest, now: datetime
) -> None:
    look(now)
    assert RecordsRequest.objects.get().remind_at == datetime(2026, 11, 21, tzinfo=UTC)
