"""Strangers see nothing; people see what is theirs; staff sees what nobody could place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from foia import access
from foia.flow import inbound, match, read
from foia.models import Agency, Campaign, Membership, Message, RecordsRequest, System, Team, User
from foia.web import places
from tests.mails import FINAL, contract, mail

VIEWS: list[Callable[[Any], Any]] = [
    access.requests_for,
    access.messages_for,
    access.triage_for,
    access.attachments_for,
    access.deliveries_for,
    access.readings_for,
    access.sandbox_mail_for,
]
OWN = [view for view in VIEWS if view not in (access.triage_for, access.sandbox_mail_for)]


@pytest.fixture
def full(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """A request with an answer, and a mail that nobody could place."""
    placed = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    lost = mail("Who is this?", to="x@reply.openshutter.example", sender="x@gmail.com")
    for content in (placed, lost):
        inbound.take(content=content, door="smtp", now=now)
    for room in (inbound, match, read):
        room.run(now=now)
    return sent


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_strangers_see_nothing(full: RecordsRequest, view: Callable[[Any], Any]) -> None:
    assert not view(AnonymousUser()).exists()
    assert not view(User.objects.create_user("mallory@openshutter.example")).exists()


@pytest.mark.parametrize("view", OWN, ids=lambda view: view.__name__)
def test_people_see_what_is_theirs(
    full: RecordsRequest, citizen: User, view: Callable[[Any], Any]
) -> None:
    assert view(citizen).exists()


@pytest.mark.parametrize("view", OWN, ids=lambda view: view.__name__)
def test_staff_does_not_see_other_peoples_requests(
    full: RecordsRequest, view: Callable[[Any], Any]
) -> None:
    assert not view(User.objects.create_superuser("olive@openshutter.example")).exists()


def test_staff_alone_sees_what_nobody_could_place(full: RecordsRequest, citizen: User) -> None:
    olive = User.objects.create_user("olive@openshutter.example", is_staff=True)
    assert access.triage_for(olive).get().sender == "Records Section <x@gmail.com>"
    assert not access.triage_for(citizen).exists()
    assert Message.objects.incoming().count() == 2


def campaign_with(request: RecordsRequest, owner: User, now: datetime) -> Team:
    """Put a request into a campaign of a team of its requester's; return the team."""
    team = Team.objects.create(name="Coalition", created_at=now)
    Membership.objects.create(team=team, user=owner, role="owner")
    campaign = Campaign.objects.create(
        team=team, name="Cameras", requester=owner, is_sandbox=True, created_at=now
    )
    RecordsRequest.objects.filter(pk=request.pk).update(campaign=campaign)
    return team


@pytest.mark.parametrize(
    ("role", "seen", "answered", "sent_by"),
    [
        ("organizer", True, True, True),
        ("responder", True, True, False),
        ("viewer", True, False, False),
        (None, False, False, False),
    ],
)
def test_a_team_sees_its_campaigns_requests_and_each_role_may_do_its_part(
    role: str | None,
    seen: bool,
    answered: bool,
    sent_by: bool,
    full: RecordsRequest,
    citizen: User,
    now: datetime,
) -> None:
    team = campaign_with(full, citizen, now)
    member = User.objects.create_user("maya@openshutter.example")
    if role:
        Membership.objects.create(team=team, user=member, role=role)
    assert access.requests_for(member).exists() == seen
    assert access.messages_for(member).exists() == seen
    assert access.attachments_for(member).exists() == seen
    assert access.campaigns_for(member).exists() == seen
    assert access.readings_for(member).exists() == answered
    assert access.requests_for(member, *Membership.SENDING).exists() == sent_by
    assert access.deliveries_for(member).exists() == sent_by
    assert access.requests_for(citizen, *Membership.SENDING).exists()


def test_bodies_and_systems_that_a_team_imported_are_its_own(
    citizen: User, sent: RecordsRequest, now: datetime
) -> None:
    team = campaign_with(sent, citizen, now)
    hidden = Agency.objects.create(
        slug="own", name="Own", place="Nowhere", jurisdiction_code="us-il", team=team
    )
    system = System.objects.create(
        slug="own-system", name="S", place="Nowhere", technology="alpr", team=team
    )
    stranger = User.objects.create_user("mallory@openshutter.example")
    assert hidden in access.agencies_for(citizen)
    assert system in access.systems_for(citizen)
    for other in (stranger, AnonymousUser()):
        assert hidden not in access.agencies_for(other)
        assert system not in access.systems_for(other)
        assert "Nowhere" not in {place.name for place in places.known(other)}
        assert places.search("Nowhere", other) == ()
        assert places.bodies_at("Nowhere", "alpr", other) == []
    assert [body.agency for body in places.bodies_at("Nowhere", "alpr", citizen)] == [hidden]
