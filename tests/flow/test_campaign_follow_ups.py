"""A follow-up wave reminds the late ones, each by its own law and dates, and nobody else."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import docket, drafts
from foia.flow import campaigns, compose, deadlines, inbound, match, outbox, read
from foia.flow.campaigns import CampaignError
from foia.flow.campaigns.following import NO_ADDRESS
from foia.flow.compose import Said
from foia.models import Campaign, Delivery, Message, RecordsRequest, User, Wave
from tests.conftest import approve
from tests.flow.campaign_cases import bodies, campaign_of, last_moment, released
from tests.sink import Sink


@pytest.fixture
def late(now: datetime) -> datetime:
    return now + timedelta(days=60)


@pytest.fixture
def sent(citizen: User, now: datetime, late: datetime) -> Campaign:
    """Requests in Illinois, England and France that left; the French one was answered."""
    campaign = campaign_of(citizen, now, bodies(["us-il", "gb", "fr"]))
    for letter in released(campaign, citizen, now).messages.all():
        at = last_moment(letter)
        Message.objects.filter(pk=letter.pk).update(at=at)
        facts = {"request": letter.the_request, "at": at, "now": late, "message": letter}
        docket.record(kind="sent", details={"channel": "email"}, **facts)
        docket.record(kind="received", **facts)
    answered = RecordsRequest.objects.get(jurisdiction_code="fr")
    docket.record(request=answered, kind="released", at=now + timedelta(days=9), now=late)
    deadlines.run(now=late)
    return campaign


def test_the_silent_ones_are_reminded_each_by_its_own_law(
    sent: Campaign, citizen: User, late: datetime
) -> None:
    wave = campaigns.follow_up_wave(campaign=sent, kind="overdue", by=citizen, now=late)
    campaigns.run(now=late)
    wave.refresh_from_db()
    assert wave.state == Wave.State.READY
    letters = {m.the_request.jurisdiction_code: m for m in wave.messages.all()}
    assert set(letters) == {"us-il", "gb"}
    assert "5 ILCS 140/3(d)" in letters["us-il"].body_text
    for letter in letters.values():
        first = letter.the_request.messages.get(step="request")
        shown = drafts.preview(message=letter, now=last_moment(letter))
        assert (letter.body_text, letter.prepared_digest) == (shown.text, shown.digest)
        assert letter.in_reply_to == first.message_id
        assert letter.dated_on >= late.date()


def test_a_letter_that_does_not_fit_is_held_back_with_its_reason(
    sent: Campaign, citizen: User, late: datetime
) -> None:
    wave = campaigns.follow_up_wave(
        campaign=sent, kind="overdue", requests=RecordsRequest.objects.all(), by=citizen, now=late
    )
    campaigns.run(now=late)
    (held,) = wave.bodies.exclude(trouble="")
    assert held.body.agency.jurisdiction_code == "fr"
    assert held.trouble
    with pytest.raises(CampaignError, match="is no later letter"):
        campaigns.follow_up_wave(campaign=sent, kind="request", by=citizen, now=late)


def test_a_body_is_reminded_once_however_often_one_asks(
    sent: Campaign, citizen: User, late: datetime
) -> None:
    for _ in range(2):
        campaigns.follow_up_wave(campaign=sent, kind="overdue", by=citizen, now=late)
        campaigns.run(now=late)
    assert Message.objects.filter(step="overdue").count() == 2
    again = Wave.objects.order_by("-number")[0]
    assert {row.trouble for row in again.bodies.all()} == {
        "This body has this letter already: see wave 2."
    }


def test_requests_that_have_ended_are_closed_together(
    sent: Campaign, citizen: User, late: datetime
) -> None:
    requests = RecordsRequest.objects.filter(jurisdiction_code="fr")
    assert campaigns.close(campaign=sent, requests=requests, by=citizen, now=late) == 1
    assert requests.get().stage == "closed"
    assert campaigns.close(campaign=sent, requests=requests, by=citizen, now=late) == 0


@pytest.mark.parametrize(("content", "leaves"), [(b"We need more time.", 1), (b"", 2)])
def test_a_reminder_stays_here_once_its_body_has_written(
    sent: Campaign, citizen: User, sink: Sink, late: datetime, content: bytes, leaves: int
) -> None:
    wave = campaigns.follow_up_wave(campaign=sent, kind="overdue", by=citizen, now=late)
    campaigns.run(now=late)
    wave.refresh_from_db()
    request = RecordsRequest.objects.get(jurisdiction_code="us-il")
    to = f"r-{request.reply_token}@reply.openshutter.example".encode()
    subject = b"Your request" if content else b"Out of office\nAuto-Submitted: auto-replied"
    mail = b"From: clerk@il.example\nTo: %s\nSubject: %s\n\n%s\n" % (
        to,
        subject,
        content or b"Away.",
    )
    inbound.take(content=mail, door="smtp", now=late + timedelta(minutes=1))
    for room in (inbound, match, read):
        room.run(now=late + timedelta(minutes=1))
    campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=late)
    campaigns.run(now=late)
    Delivery.objects.update(not_before_at=late)
    outbox.run(now=late + timedelta(minutes=2))
    assert len([mail for mail in sink.taken if b"X-Open-Shutter: letter" in mail.content]) == leaves
    kept = Delivery.objects.filter(state=Delivery.State.REFUSED)
    assert [("has written since" in line.answer) for line in kept] == [True] * (2 - leaves)


def test_a_later_letter_costs_no_statement_of_its_own(
    citizen: User, now: datetime, late: datetime
) -> None:
    """The same statements write twelve letters and thirty-six."""

    def statements(count: int) -> int:
        campaign = campaign_of(citizen, now, bodies(["us-il", "gb", "us-ca"] * (count // 3)))
        events = []
        for letter in released(campaign, citizen, now).messages.select_related("request"):
            at = last_moment(letter)
            Message.objects.filter(pk=letter.pk).update(at=at)
            told = {"channel": "email"}
            events.append(docket.Happened(letter.the_request, "sent", at, told, letter))
        docket.record_all(events, now=late)
        deadlines.run(now=late)
        wave = campaigns.follow_up_wave(campaign=campaign, kind="overdue", by=citizen, now=late)
        with CaptureQueriesContext(connection) as found:
            campaigns.run(now=late)
        assert wave.messages.count() == count
        return len(found)

    assert statements(12) >= statements(36)


def test_an_appeal_goes_for_all_where_a_person_sent_the_first(
    citizen: User, now: datetime, late: datetime
) -> None:
    """The law's appeal body has no address on file: what was typed once serves the others."""
    campaign = campaign_of(citizen, now, bodies(["us-il", "us-il"]))
    for letter in released(campaign, citizen, now).messages.all():
        at = last_moment(letter)
        Message.objects.filter(pk=letter.pk).update(at=at)
        told = {"request": letter.the_request, "at": at, "now": late, "message": letter}
        docket.record(kind="sent", details={"channel": "email"}, **told)
    deadlines.run(now=late)
    wave = campaigns.follow_up_wave(
        campaign=campaign, kind="appeal", remedy="pac", by=citizen, now=late
    )
    campaigns.run(now=late)
    assert {row.trouble for row in wave.bodies.all()} == {NO_ADDRESS}
    first = campaign.requests.order_by("pk")[0]
    typed = compose.follow_up(request=first, kind="appeal", remedy="pac", now=late)
    said = Said(recipient="pac@review.example", channel="email")
    compose.revise(message=typed, said=said)
    approve(Message.objects.get(pk=typed.pk), citizen, late)
    again = campaigns.renew(wave=Wave.objects.get(pk=wave.pk), by=citizen, now=late)
    campaigns.run(now=late)
    (other,) = again.messages.all()
    assert other.the_request != first and other.recipient == "pac@review.example"
    shown = drafts.preview(message=other, now=last_moment(other))
    assert (other.body_text, other.prepared_digest) == (shown.text, shown.digest)
