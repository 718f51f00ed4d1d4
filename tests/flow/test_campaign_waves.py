"""A wave is approved whole, put in line once, and paused, stopped or renewed; no letter is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from foia.flow import campaigns
from foia.flow.campaigns import CampaignError, preparing
from foia.models import Campaign, CustodyEntry, Delivery, Membership, Message, User, Wave
from tests.flow.campaign_cases import bodies, campaign_of, prepared, released


@pytest.fixture
def campaign(citizen: User, now: datetime) -> Campaign:
    """Three bodies by e-mail and one by post."""
    asked = [*bodies(["us-il", "gb", "fr"]), *bodies(["us-il"], channel="post")]
    return campaign_of(citizen, now, asked)


def colleague(campaign: Campaign) -> User:
    person = User.objects.create_user("sam@openshutter.example", full_name="Sam")
    Membership.objects.create(team=campaign.team, user=person, role="organizer")
    return person


def test_approval_puts_exactly_the_prepared_letters_in_line(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    assert wave.state == Wave.State.SENDING
    for letter in wave.messages.all():
        assert letter.state == Message.State.APPROVED
        assert letter.approved_digest == letter.prepared_digest == letter.content_digest()
        assert (letter.approved_by, letter.approved_at) == (citizen, now)
    lines = list(Delivery.objects.filter(wave=wave).select_related("message"))
    assert all(line.message.recipient == f"foia@{line.domain}" for line in lines)
    assert len(lines) == 3
    for line in lines:
        assert line.is_sandbox and line.state == Delivery.State.WAITING
        assert line.not_after_at - line.not_before_at == timedelta(hours=7)
    assert CustodyEntry.objects.get(act="approved wave").digest == wave.digest
    found = campaigns.progress(wave=wave, now=now)
    assert (found.total, found.waiting, found.to_file, found.drafts) == (4, 3, 1, 0)


def test_a_stale_look_approves_nothing(campaign: Campaign, citizen: User, now: datetime) -> None:
    wave = prepared(campaign, citizen, now)
    with pytest.raises(CampaignError, match="have changed since you looked"):
        campaigns.approve(wave=wave, digest="0" * 64, by=citizen, now=now)
    campaigns.run(now=now)
    assert not Delivery.objects.exists()
    assert set(wave.messages.values_list("state", flat=True)) == {"draft"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_approves_and_the_other_is_told(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave, other = prepared(campaign, citizen, now), colleague(campaign)

    def press(by: User) -> str:
        try:
            campaigns.approve(wave=wave, digest=wave.digest, by=by, now=now)
            return "approved"
        except CampaignError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, [citizen, other]))
    assert sorted("has approved this wave already" in word for word in said) == [False, True]
    campaigns.run(now=now)
    campaigns.run(now=now)
    assert Delivery.objects.count() == 3


def test_a_second_person_has_to_look_where_the_team_wants_it(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    campaign.needs_second_approval = True
    campaign.save()
    wave, other = prepared(campaign, citizen, now), colleague(campaign)
    campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now)
    campaigns.run(now=now)
    assert not Delivery.objects.exists()
    with pytest.raises(CampaignError, match="a second person"):
        campaigns.second(wave=wave, digest=wave.digest, by=citizen, now=now)
    campaigns.second(wave=wave, digest=wave.digest, by=other, now=now)
    campaigns.run(now=now)
    assert Delivery.objects.count() == 3
    with pytest.raises(CampaignError, match="has approved this wave already"):
        campaigns.second(wave=wave, digest=wave.digest, by=other, now=now)


def test_a_wave_that_was_cut_off_goes_on_where_it_was(
    campaign: Campaign, citizen: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 1)
    wave = campaigns.new_wave(campaign=campaign, by=citizen, now=now)
    broken = iter([False, True])
    kept: Callable[..., None] = preparing.keep

    def keep(*args: object, **kwargs: object) -> None:
        kept(*args, **kwargs)
        if next(broken, False):
            raise RuntimeError("the power went out before the commit")

    monkeypatch.setattr(preparing, "keep", keep)
    campaigns.run(now=now)
    assert wave.messages.count() == 1
    campaigns.run(now=now)
    wave.refresh_from_db()
    assert (wave.state, wave.messages.count()) == (Wave.State.READY, 4)
    assert len(set(wave.messages.values_list("request__agency"))) == 4


def test_pause_resume_and_stop_are_each_said_once(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    campaigns.pause(wave=wave, by=citizen, now=now)
    with pytest.raises(CampaignError, match="cannot be paused now: paused"):
        campaigns.pause(wave=wave, by=citizen, now=now)
    campaigns.resume(wave=wave, by=citizen, now=now)
    campaigns.run(now=now)
    wave.refresh_from_db()
    assert wave.state == Wave.State.SENDING
    assert Delivery.objects.filter(state="waiting").count() == 3
    campaigns.stop(wave=wave, by=citizen, now=now)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"settled"}
    assert [act.act for act in wave.acts.order_by("pk")] == [
        *("made", "prepared", "approved", "in line", "paused", "resumed", "in line", "stopped"),
    ]


def test_letters_whose_day_has_passed_are_renewed_and_approved_again(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    later = now + timedelta(days=9)
    sent = Delivery.objects.filter(wave=wave).first()
    Delivery.objects.filter(pk=sent.pk).update(state="handed_over")
    Message.objects.filter(pk=sent.message_id).update(at=now)
    assert campaigns.progress(wave=wave, now=later).outdated == 2
    new = campaigns.renew(wave=wave, by=citizen, now=later)
    campaigns.run(now=later)
    new.refresh_from_db()
    assert new.state == Wave.State.READY
    letters = list(new.messages.all())
    assert len(letters) == 2
    assert all(letter.dated_on >= later.date() for letter in letters)
    assert not Delivery.objects.filter(message__in=letters, state="waiting").exists()
    campaigns.approve(wave=new, digest=new.digest, by=citizen, now=later)
    campaigns.run(now=later)
    again = Delivery.objects.filter(wave=new)
    assert {line.attempt for line in again} == {2}
    assert again.count() == 2
    with pytest.raises(CampaignError, match="has left or is on its way"):
        campaigns.renew(wave=new, by=citizen, now=later)


def test_letters_written_for_days_that_have_passed_are_not_approved(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = prepared(campaign, citizen, now)
    with pytest.raises(CampaignError, match="which have passed"):
        campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now + timedelta(days=30))


def test_a_stopped_wave_gives_back_what_did_not_leave_and_nothing_else(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    wave = released(campaign, citizen, now)
    left = Delivery.objects.filter(wave=wave).first()
    Delivery.objects.filter(pk=left.pk).update(state="handed_over")
    Message.objects.filter(pk=left.message_id).update(at=now)
    campaigns.stop(wave=wave, by=citizen, now=now)
    with pytest.raises(CampaignError, match="No body"):
        campaigns.new_wave(campaign=campaign, by=citizen, now=now)
    new = campaigns.renew(wave=wave, by=citizen, now=now)
    campaigns.run(now=now)
    assert set(new.messages.values_list("pk", flat=True)) == set(
        Message.objects.exclude(pk=left.message_id).values_list("pk", flat=True)
    )


def test_a_body_without_an_address_gets_its_letter_once_it_has_one(
    citizen: User, now: datetime
) -> None:
    here, nowhere = bodies(["us-il", "gb"])
    nowhere.contacts.update(is_working=False)
    campaign = campaign_of(citizen, now, [here, nowhere])
    wave = released(campaign, citizen, now)
    nowhere.contacts.update(is_working=True)
    new = campaigns.renew(wave=wave, by=citizen, now=now)
    campaigns.run(now=now)
    assert new.messages.get().the_request.agency == nowhere


def test_a_changed_pace_is_kept_and_noted(campaign: Campaign, citizen: User, now: datetime) -> None:
    wave = released(campaign, citizen, now)
    campaigns.change_pace(wave=wave, per_minute=5, by=citizen, now=now)
    wave.refresh_from_db()
    assert (wave.per_minute, wave.per_domain_hour) == (5, 30)
    assert wave.acts.order_by("-pk")[0].words == "per minute: 5"
    with pytest.raises(CampaignError, match="at least one letter"):
        campaigns.change_pace(wave=wave, per_minute=0, by=citizen, now=now)
