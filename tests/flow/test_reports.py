"""What became of a letter: a clock that never started, another attempt, or nothing to do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import custody, docket
from foia.flow import outbox, reports
from foia.models import (
    Contact,
    Delivery,
    DeliveryReport,
    Membership,
    Message,
    RecordsRequest,
    Team,
    User,
    Wave,
)
from tests.conftest import NOW, approve
from tests.sink import Sink
from tests.waves import a_wave, letters_of

pytestmark = pytest.mark.django_db
Fate, State = Delivery.Fate, Delivery.State
HARD = "550 5.1.1 no such user"
LATER = NOW + timedelta(minutes=5)


def told(message: Message, kind: str, words: str = "", **fields: Any) -> None:
    """Keep a report of this letter, as a mail service gives it."""
    facts: dict[str, Any] = {
        "source": "Mailgun",
        "event_id": f"{message.pk}.{kind}.{words}",
        "kind": kind,
        "mail_ids": [message.message_id],
        "recipient": "foia@chicago-police.example",
        "words": words,
        "at": LATER,
        "now": LATER,
    }
    DeliveryReport.objects.keep(**(facts | fields))


def letter(request: RecordsRequest) -> Message:
    return request.messages.get(kind=Message.Kind.LETTER)


def delivery(request: RecordsRequest) -> Delivery:
    """The last attempt of the request's letter."""
    return letter(request).deliveries.order_by("-attempt")[0]


@pytest.fixture
def team(citizen: User, now: datetime) -> Team:
    """The citizen's team of one."""
    team = Team.objects.create(name="Rosa", created_at=now)
    Membership.objects.create(team=team, user=citizen, role=Membership.Role.OWNER)
    return team


def test_a_letter_that_was_delivered_says_so_and_its_clock_runs_on(sent: RecordsRequest) -> None:
    told(letter(sent), "accepted")
    told(letter(sent), "delivered")
    assert reports.run(now=LATER) == 2
    assert delivery(sent).fate == Fate.DELIVERED
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]


def test_a_hard_bounce_means_that_the_clock_never_started(sent: RecordsRequest) -> None:
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    sent.refresh_from_db()
    assert delivery(sent).fate == Fate.BOUNCED_HARD
    assert list(docket.standing(sent)) == []
    assert (sent.stage, sent.next_due_on, letter(sent).at) == ("not_sent", None, None)
    void = sent.docket.get(kind="void")
    assert HARD in void.details["reason"]
    assert list(custody.breaks()) == []


def test_the_requester_is_told_once(sent: RecordsRequest) -> None:
    for number in range(3):
        told(letter(sent), "bounced_hard", HARD, event_id=str(number))
        reports.run(now=LATER)
    notice = Message.objects.get(kind=Message.Kind.NOTICE)
    assert (notice.step, notice.recipient) == ("not_delivered", "rosa@openshutter.example")
    assert HARD in notice.body_text


def test_the_address_works_no_more_for_this_team_alone(
    sent: RecordsRequest, team: Team, now: datetime
) -> None:
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    assert sent.agency.contact(team.pk) is None
    assert sent.agency.contact() is not None
    own = Contact.objects.get(team=team)
    assert (own.is_working, own.address) == (False, "foia@chicago-police.example")


def test_a_contact_of_the_teams_own_is_marked_itself(sent: RecordsRequest, team: Team) -> None:
    shared = sent.agency.contacts.get(channel="email")
    Contact.objects.filter(pk=shared.pk).update(team=team)
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    shared.refresh_from_db()
    assert not shared.is_working
    assert Contact.objects.filter(address=shared.address).count() == 1


@pytest.mark.parametrize("words", ["554 5.7.1 policy", "552 5.3.4 too big", "blocked"])
def test_an_address_is_not_blamed_for_a_policy(
    sent: RecordsRequest, team: Team, words: str
) -> None:
    told(letter(sent), "bounced_hard", words)
    reports.run(now=LATER)
    assert delivery(sent).fate == Fate.BOUNCED_HARD
    assert sent.agency.contact(team.pk) is not None


def test_a_soft_bounce_is_tried_again_later_as_a_new_attempt(
    sent: RecordsRequest, sink: Sink
) -> None:
    told(letter(sent), "bounced_soft", "451 4.3.0 busy")
    reports.run(now=LATER)
    first, second = letter(sent).deliveries.order_by("attempt")
    assert (first.fate, second.state) == (Fate.BOUNCED_SOFT, State.WAITING)
    assert second.not_before_at == LATER + timedelta(hours=1)
    assert list(docket.standing(sent)) == []
    assert not Message.objects.filter(kind=Message.Kind.NOTICE).exists()
    outbox.run(now=second.not_before_at)
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]
    assert len({mail.content.partition(b"Message-ID: ")[2][:60] for mail in sink.taken}) == 1


def test_what_comes_back_again_and_again_is_given_to_a_person(
    sent: RecordsRequest, sink: Sink, team: Team
) -> None:
    moment = LATER
    for number in range(3):
        told(letter(sent), "bounced_soft", "451 4.3.0 busy", event_id=str(number))
        reports.run(now=moment)
        moment += timedelta(hours=8)
        outbox.run(now=moment)
    fates = letter(sent).deliveries.order_by("attempt").values_list("fate", flat=True)
    assert list(fates) == [Fate.BOUNCED_SOFT, Fate.BOUNCED_SOFT, Fate.BOUNCED_HARD]
    assert letter(sent).at is None
    assert Message.objects.filter(kind=Message.Kind.NOTICE).count() == 1
    assert sent.agency.contact(team.pk) is not None


def test_a_letter_that_arrived_after_all_is_not_sent_again(
    sent: RecordsRequest, sink: Sink
) -> None:
    told(letter(sent), "bounced_soft", "451 4.3.0 busy")
    reports.run(now=LATER)
    told(letter(sent), "delivered")
    reports.run(now=LATER)
    outbox.run(now=LATER + timedelta(days=1))
    assert len(sink.taken) == 1
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]
    assert (letter(sent).at or LATER) < LATER
    assert letter(sent).deliveries.order_by("attempt")[0].fate == Fate.DELIVERED


def test_a_bounce_after_an_answer_is_a_question_and_undoes_nothing(
    sent: RecordsRequest, team: Team
) -> None:
    Message.objects.create(
        request=sent,
        direction=Message.Direction.IN,
        kind=Message.Kind.MAIL,
        state=Message.State.ARRIVED,
        filing=Message.Filing.FILED,
        at=LATER,
        created_at=LATER,
    )
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    assert delivery(sent).fate == Fate.BOUNCED_HARD
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]
    assert letter(sent).at is not None
    assert sent.agency.contact(team.pk) is not None


def test_a_complaint_holds_what_waits_for_that_address(
    sent: RecordsRequest, draft_to: Callable[..., Message], citizen: User, team: Team
) -> None:
    next_letter = approve(draft_to("chicago-police-department"), citizen)
    told(letter(sent), "complained", "spam")
    reports.run(now=LATER)
    held = next_letter.deliveries.get()
    assert held.state == State.REFUSED
    assert "unwanted" in held.answer
    assert sent.agency.contact(team.pk) is None
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]


def test_a_letter_of_somebody_else_is_not_held(
    sent: RecordsRequest, draft_to: Callable[..., Message]
) -> None:
    other = User.objects.create_user("sam@openshutter.example")
    theirs = approve(draft_to("chicago-police-department", requester=other), other)
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    assert theirs.deliveries.get().state == State.WAITING


def test_the_number_of_the_mail_service_names_a_letter_too(sent: RecordsRequest) -> None:
    Delivery.objects.update(provider_id="2706ee8a")
    told(letter(sent), "delivered", mail_ids=["2706ee8a"])
    reports.run(now=LATER)
    assert delivery(sent).fate == Fate.DELIVERED


def test_a_report_of_no_letter_of_ours_waits_a_while_and_is_kept(sent: RecordsRequest) -> None:
    told(letter(sent), "bounced_hard", mail_ids=["<nobody@elsewhere.example>"])
    assert reports.run(now=LATER) == 0
    assert reports.run(now=LATER + timedelta(minutes=11)) == 1
    report = DeliveryReport.objects.get()
    assert (report.state, report.delivery) == (DeliveryReport.State.UNMATCHED, None)
    assert delivery(sent).fate == ""


def test_a_late_report_of_the_old_address_does_not_touch_the_new_one(
    sent: RecordsRequest, team: Team, now: datetime
) -> None:
    told(letter(sent), "bounced_hard", HARD)
    reports.run(now=LATER)
    Delivery.objects.create(
        message=letter(sent),
        attempt=2,
        state=State.HANDED_OVER,
        is_sandbox=True,
        not_before_at=now,
        started_at=LATER,
    )
    Message.objects.filter(pk=letter(sent).pk).update(recipient="records@chicago.example", at=LATER)
    told(letter(sent), "bounced_hard", "550 5.1.1 again")
    reports.run(now=LATER)
    assert delivery(sent).fate == ""


def test_an_unclear_hand_over_that_came_back_asks_nobody(approved: Message, now: datetime) -> None:
    Delivery.objects.update(state=State.UNCLEAR, started_at=now)
    told(approved, "bounced_hard", HARD)
    reports.run(now=LATER)
    found = approved.deliveries.get()
    assert (found.state, found.fate) == (State.HANDED_OVER, Fate.BOUNCED_HARD)


def many(
    count: int, draft_to: Callable[..., Message], citizen: User, now: datetime
) -> list[Message]:
    """So many letters that have left."""
    letters = [approve(draft_to("chicago-police-department"), citizen) for _ in range(count)]
    Delivery.objects.update(state=State.HANDED_OVER, started_at=now, finished_at=now)
    events = [
        docket.Happened(one.the_request, "sent", now, {"channel": "email"}, one) for one in letters
    ]
    docket.record_all(events, now=now)
    return letters


def test_statements_do_not_grow_with_the_reports(
    draft_to: Callable[..., Message], citizen: User, now: datetime, team: Team
) -> None:
    letters = many(24, draft_to, citizen, now)
    counts = []
    for some, kind in ((letters[:2], "bounced_soft"), (letters[2:], "bounced_soft")):
        for one in some:
            told(one, kind, "451 4.3.0 busy")
        with CaptureQueriesContext(connection) as seen:
            assert reports.run(now=LATER) == len(some)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 40
    assert Delivery.objects.filter(state=State.WAITING).count() == 24


def test_one_report_that_breaks_steps_back_alone(
    draft_to: Callable[..., Message], citizen: User, now: datetime
) -> None:
    good, bad = many(2, draft_to, citizen, now)
    RecordsRequest.objects.filter(pk=bad.request_id).update(jurisdiction_code="no-such-place")
    for one in (good, bad):
        told(one, "bounced_hard", HARD)
    reports.run(now=LATER)
    assert good.deliveries.get().fate == Fate.BOUNCED_HARD
    assert good.the_request.docket.filter(kind="void").exists()
    assert reports.waiting().count() == 0


@pytest.fixture
def handed_over(
    draft: Message, citizen: User, now: datetime
) -> Callable[[int], tuple[Wave, list[Message]]]:
    """A function that makes a wave of so many letters that have all left."""

    def make(count: int) -> tuple[Wave, list[Message]]:
        wave = a_wave(citizen, now=now)
        Membership.objects.create(team=wave.campaign.team, user=citizen, role="owner")
        letters = letters_of(wave, count, now=now)
        ended = {"state": State.HANDED_OVER, "started_at": now, "finished_at": now}
        Delivery.objects.filter(wave=wave).update(**ended)
        email = {"channel": "email"}
        events = [docket.Happened(one.the_request, "sent", now, email, one) for one in letters]
        docket.record_all(events, now=now)
        return wave, letters

    return make


def test_one_bad_address_of_a_campaign_leaves_the_others_alone(
    handed_over: Callable[[int], tuple[Wave, list[Message]]],
) -> None:
    wave, letters = handed_over(5)
    told(letters[0], "bounced_hard", HARD, recipient=letters[0].recipient)
    reports.run(now=LATER)
    fates = Delivery.objects.filter(wave=wave).order_by("pk").values_list("fate", flat=True)
    assert list(fates) == [Fate.BOUNCED_HARD, "", "", "", ""]
    stages = RecordsRequest.objects.filter(campaign=wave.campaign).order_by("pk")
    assert list(stages.values_list("stage", flat=True)) == ["not_sent"] + ["awaiting_response"] * 4


def test_a_campaign_is_told_once_a_day_not_once_a_letter(
    handed_over: Callable[[int], tuple[Wave, list[Message]]],
) -> None:
    _, letters = handed_over(6)
    notices = Message.objects.filter(kind=Message.Kind.NOTICE)
    for group, day, said in ((letters[:3], 0, 1), (letters[3:5], 0, 1), (letters[5:], 2, 2)):
        for one in group:
            told(one, "bounced_hard", HARD, recipient=one.recipient)
        reports.run(now=LATER + timedelta(days=day))
        assert notices.count() == said


def test_another_attempt_keeps_its_wave_its_domain_and_its_day(
    handed_over: Callable[[int], tuple[Wave, list[Message]]],
) -> None:
    wave, letters = handed_over(1)
    told(letters[0], "bounced_soft", "451 busy", recipient=letters[0].recipient)
    reports.run(now=LATER)
    first, second = letters[0].deliveries.order_by("attempt")
    kept = ("wave_id", "domain", "not_after_at", "is_sandbox")
    assert [getattr(first, name) for name in kept] == [getattr(second, name) for name in kept]
    assert second.wave == wave


def test_a_letter_that_is_not_in_the_docket_yet_is_waited_for(
    handed_over: Callable[[int], tuple[Wave, list[Message]]],
) -> None:
    _, letters = handed_over(1)
    Delivery.objects.update(taken_until_at=LATER)
    told(letters[0], "delivered", recipient=letters[0].recipient)
    assert reports.run(now=LATER) == 0
    Delivery.objects.update(taken_until_at=None)
    assert reports.run(now=LATER) == 1


def test_a_hundred_reports_take_few_statements(
    handed_over: Callable[[int], tuple[Wave, list[Message]]],
) -> None:
    _, letters = handed_over(600)
    kinds = ["delivered"] * 400 + ["bounced_hard"] * 100 + ["bounced_soft"] * 100
    for one, kind in zip(letters, kinds, strict=True):
        told(one, kind, HARD if kind == "bounced_hard" else "451 busy", recipient=one.recipient)
    with CaptureQueriesContext(connection) as seen:
        assert reports.run(now=LATER) == 600
    assert len(seen) <= 6 * 25
