"""Hard cases of waves: stopped in the middle, addresses gone bad, nothing left to send."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from foia import docket, drafts
from foia.flow import campaigns, compose, outbox, reports
from foia.flow.campaigns import CampaignError
from foia.flow.compose import ComposeError
from foia.models import Campaign, Contact, Delivery, Message, User, Wave
from tests.flow.campaign_cases import bodies, campaign_of, prepared, released
from tests.flow.test_reports import told
from tests.sink import DEFER_RCPT, Sink, Taken

State = Delivery.State
NOON = timedelta(hours=3)


@pytest.fixture
def campaign(citizen: User, now: datetime) -> Campaign:
    """Three bodies by e-mail under one law, and one by post."""
    asked = [*bodies(["us-il"] * 3), *bodies(["us-il"], channel="post")]
    return campaign_of(citizen, now, asked)


def test_what_comes_back_to_the_line_after_a_stop_can_be_renewed(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    campaigns.change_pace(wave=wave, by=citizen, now=now, per_minute=1000, per_domain_hour=1000)
    sink.mode = DEFER_RCPT
    at = Delivery.objects.earliest("not_before_at").not_before_at
    outbox.run(now=at, limit=1)
    campaigns.stop(wave=wave, by=citizen, now=at)
    put_off = Delivery.objects.get(attempt=1, state=State.DEFERRED)
    Delivery.objects.filter(message=put_off.message, attempt=2).update(
        state=State.WAITING, settled_by=None, finished_at=None
    )
    new = campaigns.renew(wave=wave, by=citizen, now=at)
    assert new.messages.filter(channel="email").count() == 3


def test_letters_by_hand_of_a_stopped_wave_are_no_task_and_can_be_renewed(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    letters = Message.objects.filter(wave=wave)
    assert compose.waiting(letters).count() == 1
    campaigns.stop(wave=wave, by=citizen, now=now)
    assert compose.waiting(letters).count() == 0
    new = campaigns.renew(wave=wave, by=citizen, now=now)
    assert new.messages.filter(channel="post", state="draft").count() == 1


def test_a_wave_that_is_done_can_still_be_stopped_while_a_letter_waits_again(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    at = Delivery.objects.earliest("not_before_at").not_before_at
    outbox.run(now=at)
    wave.refresh_from_db()
    assert wave.state == Wave.State.DONE
    letter = wave.messages.filter(channel="email")[0]
    told(letter, "bounced_soft", "452 4.2.2 full", recipient=letter.recipient, now=at)
    reports.run(now=at)
    campaigns.stop(wave=wave, by=citizen, now=at)
    outbox.run(now=at + timedelta(hours=2))
    assert len(sink.taken) == 3


def test_an_address_that_stopped_working_since_holds_back_its_letter_alone(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = prepared(campaign, citizen, now)
    gone = wave.messages.filter(channel="email")[0]
    Contact.objects.create(
        agency=gone.the_request.agency,
        team=campaign.team,
        channel="email",
        address=gone.recipient,
        is_working=False,
    )
    campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now)
    campaigns.run(now=now)
    line = gone.deliveries.get()
    assert line.state == State.REFUSED and "no longer works" in line.answer
    assert Delivery.objects.filter(state=State.WAITING).count() == 2
    outbox.run(now=Delivery.objects.earliest("not_before_at").not_before_at)
    assert gone.recipient not in {mail.recipients[0] for mail in sink.taken}
    Contact.objects.create(
        agency=gone.the_request.agency, team=campaign.team, channel="email", address="new@b.example"
    )
    new = campaigns.renew(wave=wave, by=citizen, now=now)
    campaigns.run(now=now)
    assert new.messages.get().recipient == "new@b.example"
    assert new.messages.get().message_id == gone.message_id


def test_a_wave_is_not_approved_once_no_letter_can_leave_on_its_day(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    Contact.objects.filter(channel="post").update(is_working=False)
    wave = prepared(campaign, citizen, now)
    last = wave.messages.latest("dated_on").dated_on
    assert last is not None
    evening = now.replace(month=last.month, day=last.day, hour=17)
    with pytest.raises(CampaignError, match="which have passed"):
        campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=evening)
    campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=evening - timedelta(hours=2))


def test_a_wave_without_a_letter_is_not_approved(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    Contact.objects.update(is_working=False)
    wave = prepared(campaign, citizen, now)
    with pytest.raises(CampaignError, match="not waiting for approval: stopped"):
        campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now)


def test_a_letter_of_a_wave_cannot_be_edited_or_approved_on_its_own(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    letter = prepared(campaign, citizen, now).messages.filter(channel="email")[0]
    shown = drafts.preview(message=letter, now=now)
    with pytest.raises(ComposeError, match="with its wave"):
        compose.approve(message=letter, digest=shown.digest, by=citizen, now=now)
    with pytest.raises(ComposeError, match="with its wave"):
        compose.edit(message=letter, ask=[], signed_name="x", signed_address="")


@pytest.mark.django_db(transaction=True)
def test_pressing_stop_while_letters_leave_stops_within_one_letter(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)

    def press(mail: Taken) -> None:
        campaigns.stop(wave=wave, by=citizen, now=now)

    sink.on_mail = press
    at = Delivery.objects.earliest("not_before_at").not_before_at
    outbox.run(now=at)
    assert len(sink.taken) == 1
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == [State.HANDED_OVER, State.SETTLED, State.SETTLED]


ODD = {
    "a long domain": f"foia@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example",
    "no address": "see our website",
    "two addresses": "foia@one.example, foia@two.example",
    "a header": "foia@one.example\r\nBcc: all@two.example",
    "a name": "Records Office <foia@named.example>",
    "umlauts": "auskunft@bücher.example",
    "long": "x" * 490 + "@b.example",
}


@pytest.mark.parametrize("address", ODD.values(), ids=ODD)
def test_an_odd_address_holds_back_at_most_its_own_letter(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime, address: str
) -> None:
    odd = campaign.bodies.earliest("pk").agency
    odd.name, odd.records_office = "N" * 300, "O" * 300
    odd.save()
    odd.contacts.update(address=address)
    released(campaign, citizen, now)
    outbox.run(now=Delivery.objects.earliest("not_before_at").not_before_at)
    assert len(sink.taken) >= 2
    assert {len(mail.recipients) for mail in sink.taken} == {1}
    assert not any(b"\r\nBcc" in mail.content for mail in sink.taken)
    assert not Delivery.objects.filter(state__in=[State.UNCLEAR, State.HANDING_OVER]).exists()


def test_a_letter_that_has_left_and_is_not_entered_yet_is_not_renewed(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    at = Delivery.objects.earliest("not_before_at").not_before_at
    sink.mode = DEFER_RCPT
    outbox.run(now=at, limit=1)
    second = Delivery.objects.get(attempt=2)
    later = at + timedelta(hours=1)
    Delivery.objects.filter(pk=second.pk).update(
        state=State.HANDED_OVER, started_at=at, finished_at=at, taken_until_at=later
    )
    campaigns.stop(wave=wave, by=citizen, now=at)
    new = campaigns.renew(wave=wave, by=citizen, now=at)
    assert not new.messages.filter(pk=second.message_id).exists()


def test_a_report_is_never_of_an_attempt_that_was_withdrawn(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    at = Delivery.objects.earliest("not_before_at").not_before_at
    outbox.run(now=at)
    letter = wave.messages.filter(channel="email")[0]
    told(letter, "bounced_soft", "452 4.2.2 full", recipient=letter.recipient, now=at)
    reports.run(now=at)
    campaigns.stop(wave=wave, by=citizen, now=at)
    told(letter, "bounced_hard", "550 5.1.1 none", recipient=letter.recipient, now=at)
    reports.run(now=at)
    found = letter.deliveries.order_by("attempt").values_list("state", "fate")
    assert list(found) == [(State.HANDED_OVER, "bounced_hard"), (State.SETTLED, "")]


def test_a_report_that_comes_while_the_next_attempt_leaves_waits_for_its_end(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    at = Delivery.objects.earliest("not_before_at").not_before_at
    outbox.run(now=at)
    letter = wave.messages.filter(channel="email")[0]
    told(letter, "bounced_soft", "452 4.2.2 full", recipient=letter.recipient, now=at)
    reports.run(now=at)
    second = letter.deliveries.filter(attempt=2)
    second.update(state=State.HANDED_OVER, started_at=at, finished_at=at, taken_until_at=at)
    told(letter, "bounced_hard", "550 5.1.1 none", recipient=letter.recipient, now=at)
    assert reports.run(now=at) == 0
    outbox.run(now=at)
    reports.run(now=at)
    found = letter.deliveries.order_by("attempt").values_list("fate", flat=True)
    assert list(found) == ["bounced_soft", "bounced_hard"]
    assert not list(docket.standing(letter.the_request))


def test_a_clock_that_jumps_back_doubles_nothing_and_loses_nothing(
    campaign: Campaign, citizen: User, sink: Sink, now: datetime
) -> None:
    released(campaign, citizen, now)
    at = Delivery.objects.earliest("not_before_at").not_before_at
    hours = [timedelta(hours=5), timedelta(hours=1), timedelta(hours=2), timedelta(hours=6)]
    for hour in hours:
        outbox.run(now=at + hour, limit=1)
    outbox.run(now=at + timedelta(hours=6, minutes=5))
    assert sorted(Delivery.objects.values_list("state", flat=True)) == [State.HANDED_OVER] * 3
    assert len({mail.recipients for mail in sink.taken}) == len(sink.taken) == 3


@pytest.mark.parametrize("is_sandbox", [True, False])
def test_what_was_approved_before_the_sandbox_was_left_or_entered_stays_here(
    campaign: Campaign, citizen: User, sink: Sink, settings: Any, now: datetime, is_sandbox: bool
) -> None:
    Campaign.objects.update(is_sandbox=is_sandbox)
    wave = released(campaign, citizen, now)
    settings.IS_SANDBOX = not is_sandbox
    outbox.run(now=Delivery.objects.earliest("not_before_at").not_before_at)
    assert sink.taken == []
    assert set(wave.deliveries.values_list("state", flat=True)) == {State.REFUSED}
    assert "draft it anew" in wave.deliveries.all()[0].answer
    settings.IS_SANDBOX = is_sandbox
    new = campaigns.renew(wave=wave, by=citizen, now=now)
    campaigns.run(now=now)
    assert new.messages.filter(state="draft", channel="email").count() == 3


def test_a_pilot_in_the_sandbox_never_becomes_earnest(
    campaign: Campaign, citizen: User, sink: Sink, settings: Any, now: datetime
) -> None:
    released(campaign, citizen, now)
    settings.IS_SANDBOX = False
    outbox.run(now=Delivery.objects.earliest("not_before_at").not_before_at)
    new = campaigns.renew(wave=Wave.objects.get(), by=citizen, now=now)
    campaigns.run(now=now)
    new.refresh_from_db()
    campaigns.approve(wave=new, digest=new.digest, by=citizen, now=now)
    campaigns.run(now=now)
    assert set(new.deliveries.values_list("is_sandbox", flat=True)) == {True}
    outbox.run(now=Delivery.objects.latest("not_before_at").not_before_at)
    assert sink.taken == []
