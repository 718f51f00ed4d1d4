"""An address is mended once, and the letters that waited for it are drafts again."""

from datetime import datetime, timedelta

import pytest

from foia import access, docket
from foia.flow import addresses, campaigns, outbox, reports
from foia.flow.addresses import AddressError
from foia.models import (
    Attachment,
    Contact,
    CustodyEntry,
    Delivery,
    DeliveryReport,
    Membership,
    Message,
    RecordsRequest,
    Team,
    User,
    WaveBody,
)
from tests import sink as service
from tests.conftest import approve
from tests.flow.campaign_cases import bodies, campaign_of, prepared, released
from tests.sink import Sink

pytestmark = pytest.mark.django_db
NEW = "records@chicago-police.example"
HARD = "550 5.1.1 no such user"


@pytest.fixture
def team(citizen: User, now: datetime) -> Team:
    team = Team.objects.create(name="Rosa", created_at=now)
    Membership.objects.create(team=team, user=citizen, role=Membership.Role.OWNER)
    return team


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=2)


@pytest.fixture
def bounced(sent: RecordsRequest, team: Team, now: datetime) -> Message:
    """The Chicago letter after it came back for good."""
    letter = sent.messages.get(kind="letter")
    came_back(letter, now)
    letter.refresh_from_db()
    return letter


def came_back(letter: Message, now: datetime) -> None:
    """Have a letter come back."""
    Delivery.objects.filter(message=letter).update(provider_id=f"number-{letter.pk}")
    DeliveryReport.objects.keep(
        source="Mailgun",
        event_id=str(letter.pk),
        kind="bounced_hard",
        mail_ids=[letter.message_id],
        recipient="",
        words=HARD,
        at=now,
        now=now,
    )
    reports.run(now=now)


def test_a_letter_that_came_back_leaves_for_the_new_address_as_approved_anew(
    bounced: Message, team: Team, citizen: User, sink: Sink, later: datetime
) -> None:
    request = bounced.the_request
    assert list(addresses.undelivered(Message.objects.all())) == [bounced]
    addresses.mend(agency=request.agency, teams=[team], channel="email", address=NEW)
    addresses.take_back(message=bounced, by=citizen, now=later)
    bounced.refresh_from_db()
    approve(bounced, citizen, later)
    outbox.run(now=later)
    first, second = [mail for mail in sink.taken if bounced.message_id.encode() in mail.content]
    assert second.recipients == (NEW,)
    assert b"November 16, 2026" in first.content and b"November 18, 2026" in second.content
    (entry,) = docket.standing(request)
    assert (entry.kind, entry.at.date()) == ("sent", later.date())
    states = bounced.deliveries.order_by("attempt").values_list("attempt", "fate")
    assert list(states) == [(1, "bounced_hard"), (2, "")]


def test_a_refused_letter_waits_for_an_address_too(
    approved: Message, sink: Sink, now: datetime, citizen: User, later: datetime
) -> None:
    sink.mode = service.REFUSE_RCPT
    outbox.run(now=now)
    assert list(addresses.undelivered(Message.objects.all())) == [approved]
    addresses.take_back(message=approved, by=citizen, now=later)
    approved.refresh_from_db()
    assert (approved.state, approved.approved_digest) == (Message.State.DRAFT, "")
    assert not approved.attachments.exists()
    assert CustodyEntry.objects.filter(act="taken back").count() == 1


def test_other_files_of_a_letter_stay_with_it(
    bounced: Message, citizen: User, team: Team, later: datetime
) -> None:
    drawn = bounced.attachments.order_by("position").first()
    assert drawn is not None
    Attachment.objects.create(
        message=bounced,
        position=9,
        blob=drawn.blob,
        name="annex.pdf",
        content_type="application/pdf",
        role=Attachment.Role.ENCLOSED,
    )
    addresses.mend(agency=bounced.the_request.agency, teams=[team], channel="email", address=NEW)
    addresses.take_back(message=bounced, by=citizen, now=later)
    bounced.refresh_from_db()
    approve(bounced, citizen, later)
    names = bounced.attachments.order_by("position").values_list("name", flat=True)
    assert list(names) == ["annex.pdf", "letter.docx", "letter.pdf"]


def test_what_left_or_may_leave_is_not_taken_back(
    sent: RecordsRequest, citizen: User, later: datetime
) -> None:
    letter = sent.messages.get(kind="letter")
    with pytest.raises(AddressError, match="has not come back"):
        addresses.take_back(message=letter, by=citizen, now=later)


def test_another_draft_of_the_same_letter_comes_first(
    bounced: Message, citizen: User, later: datetime, now: datetime
) -> None:
    Message.objects.create(
        request=bounced.request,
        direction="out",
        kind="letter",
        state="draft",
        step=bounced.step,
        created_at=now,
    )
    with pytest.raises(AddressError, match="Another draft"):
        addresses.take_back(message=bounced, by=citizen, now=later)


def test_what_came_back_lies_on_the_desk_of_its_request_alone(
    bounced: Message, citizen: User
) -> None:
    stranger = User.objects.create_user("stranger@openshutter.example")
    assert [failed.message for failed in access.deliveries_that_failed(citizen)] == [bounced]
    assert not access.deliveries_that_failed(stranger).exists()


def test_everybody_else_keeps_the_address(bounced: Message, team: Team, now: datetime) -> None:
    agency = bounced.the_request.agency
    addresses.mend(agency=agency, teams=[team], channel="email", address=f"Records <{NEW}>")
    agency.refresh_from_db()
    mine, everybodys = agency.contact(team.pk), agency.contact()
    assert mine and everybodys
    assert (mine.address, everybodys.address) == (NEW, "foia@chicago-police.example")


def test_the_address_mended_last_is_used_first(bounced: Message, team: Team) -> None:
    agency = bounced.the_request.agency
    for address in (NEW, "third@chicago-police.example", NEW):
        addresses.mend(agency=agency, teams=[team], channel="email", address=address)
        found = agency.contact(team.pk)
        assert found and found.address == address
    assert Contact.objects.filter(team=team, address=NEW).count() == 1


@pytest.mark.parametrize("given", ["", "  ", "nobody", "a@b", "two@a.example, b@b.example"])
def test_what_is_no_address_is_not_kept(bounced: Message, team: Team, given: str) -> None:
    with pytest.raises(AddressError):
        addresses.mend(
            agency=bounced.the_request.agency, teams=[team], channel="email", address=given
        )


@pytest.mark.parametrize("has_arrived", [True, False])
def test_a_person_says_whether_an_answered_letter_came_back(
    sent: RecordsRequest, citizen: User, now: datetime, later: datetime, has_arrived: bool
) -> None:
    letter = sent.messages.get(kind="letter")
    Message.objects.create(
        request=sent,
        direction="in",
        kind="mail",
        state="arrived",
        filing="filed",
        at=later,
        created_at=later,
    )
    came_back(letter, later)
    (riddle,) = addresses.riddles(Delivery.objects.all())
    addresses.decide(delivery=riddle, has_arrived=has_arrived, by=citizen, now=later)
    assert list(addresses.riddles(Delivery.objects.all())) == []
    assert [entry.kind for entry in docket.standing(sent)] == (["sent"] if has_arrived else [])
    with pytest.raises(AddressError, match="already"):
        addresses.decide(delivery=riddle, has_arrived=True, by=citizen, now=later)


def test_a_body_is_listed_once(bounced: Message) -> None:
    found = addresses.bodies(Message.objects.all(), WaveBody.objects.all())
    assert [body.pk for body in found] == [bounced.the_request.agency_id]


def test_a_letter_of_a_campaign_goes_to_the_mended_address_in_a_renewed_wave(
    citizen: User, now: datetime, sink: Sink, later: datetime
) -> None:
    (body, other) = bodies(["us-il", "us-ca"])
    campaign = campaign_of(citizen, now, [body, other])
    wave = released(campaign, citizen, now)
    leaving = max(wave.deliveries.values_list("not_before_at", flat=True))
    outbox.run(now=leaving)
    lost = Message.objects.get(wave=wave, request__agency=body)
    came_back(lost, leaving)
    assert [failed.message for failed in access.deliveries_that_failed(citizen)] == [lost]
    assert body.contact(campaign.team_id) is None
    addresses.mend(agency=body, teams=[campaign.team], channel="email", address=NEW)
    with pytest.raises(AddressError, match="belongs to a campaign"):
        addresses.take_back(message=lost, by=citizen, now=later)
    renewed = campaigns.renew(wave=wave, by=citizen, now=leaving)
    campaigns.run(now=leaving)
    renewed.refresh_from_db()
    campaigns.approve(wave=renewed, digest=renewed.digest, by=citizen, now=leaving)
    campaigns.run(now=leaving)
    outbox.run(now=renewed.deliveries.get().not_before_at)
    ours = [mail for mail in sink.taken if lost.message_id.encode() in mail.content]
    assert [mail.recipients[0] for mail in ours][1:] == [NEW]
    kinds = [entry.kind for entry in docket.standing(lost.the_request)]
    assert kinds == ["sent"]


def test_a_body_without_any_address_is_listed_until_it_has_one(
    citizen: User, now: datetime
) -> None:
    (nowhere,) = bodies(["us-il"])
    nowhere.contacts.all().delete()
    campaign = campaign_of(citizen, now, [nowhere])
    prepared(campaign, citizen, now)
    nothing = Message.objects.none()
    assert list(addresses.bodies(nothing, WaveBody.objects.all())) == [nowhere]
    addresses.mend(agency=nowhere, teams=[campaign.team], channel="email", address=NEW)
    assert list(addresses.bodies(nothing, WaveBody.objects.all())) == []
