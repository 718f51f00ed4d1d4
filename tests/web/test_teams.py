"""Teams on the screen: nobody joins without a yes, nobody is left without an owner."""

import pytest
from django.test import Client
from django.urls import reverse

from foia.models import Invitation, Membership, Team, User
from tests.web.conftest import signed_in


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@openshutter.example")


@pytest.fixture
def team(owner: Client) -> Team:
    """A team that the citizen made on the screen."""
    made = owner.post(reverse("teams"), {"name": "  Lucy \n Parsons  "})
    found = Team.objects.get()
    assert made["Location"] == reverse("team", args=[found.uuid])
    return found


def invited(owner: Client, team: Team, email: str, role: str = "organizer") -> Invitation:
    owner.post(reverse("team_invite", args=[team.uuid]), {"email": email, "role": role})
    return Invitation.objects.get(email=email.lower())


def test_whoever_makes_a_team_owns_it(owner: Client, citizen: User, team: Team) -> None:
    assert team.name == "Lucy Parsons"
    assert Membership.objects.get().role == "owner"
    assert "Lucy Parsons" in owner.get(reverse("teams")).content.decode()


def test_an_invitation_waits_for_a_yes(owner: Client, team: Team) -> None:
    invitation = invited(owner, team, "Maya@OpenShutter.example")
    maya = signed_in(person("maya"))
    assert "You are invited to «Lucy Parsons»" in maya.get(reverse("teams")).content.decode()
    assert "You are invited to «Lucy Parsons»" in maya.get(reverse("campaigns")).content.decode()
    assert maya.get(reverse("team", args=[team.uuid])).status_code == 404
    maya.post(reverse("invitation_answer", args=[invitation.pk]), {"answer": "yes"})
    page = maya.get(reverse("team", args=[team.uuid])).content.decode()
    assert "Organizer" in page
    assert "Invite somebody" not in page
    assert not Invitation.objects.exists()


def test_a_declined_or_withdrawn_invitation_lets_nobody_in(owner: Client, team: Team) -> None:
    maya = signed_in(person("maya"))
    invitation = invited(owner, team, "maya@openshutter.example")
    maya.post(reverse("invitation_answer", args=[invitation.pk]), {"answer": "no"})
    invitation = invited(owner, team, "maya@openshutter.example")
    owner.post(reverse("invitation_withdraw", args=[team.uuid, invitation.pk]))
    assert maya.post(reverse("invitation_answer", args=[invitation.pk])).status_code == 404
    assert team.memberships.count() == 1


def test_it_is_never_said_whether_an_address_has_an_account(owner: Client, team: Team) -> None:
    person("maya")
    pages = []
    for email in ("maya@openshutter.example", "nobody@openshutter.example"):
        address = reverse("team_invite", args=[team.uuid])
        page = owner.post(address, {"email": email, "role": "viewer"}, follow=True)
        pages.append(page.content.decode().count("Invited. Tell"))
    assert pages == [1, 1]


def test_the_invitation_of_another_is_not_there(
    owner: Client, team: Team, stranger: Client
) -> None:
    invitation = invited(owner, team, "maya@openshutter.example")
    answer = reverse("invitation_answer", args=[invitation.pk])
    assert stranger.post(answer, {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("role", ["organizer", "responder", "viewer"])
def test_only_owners_change_who_belongs(role: str, owner: Client, team: Team) -> None:
    member = Membership.objects.create(team=team, user=person("maya"), role=role)
    maya = signed_in(member.user)
    boss = team.memberships.get(role="owner")
    changes = [
        (reverse("team_rename", args=[team.uuid]), {"name": "Other"}),
        (reverse("team_invite", args=[team.uuid]), {"email": "x@x.example", "role": "owner"}),
        (reverse("team_role", args=[team.uuid, member.pk]), {"role": "owner"}),
        (reverse("team_leave", args=[team.uuid, boss.pk]), {}),
    ]
    assert [maya.post(address, said).status_code for address, said in changes] == [404] * 4
    assert maya.post(reverse("team_leave", args=[team.uuid, member.pk]), follow=True)
    assert team.memberships.get() == boss


def test_the_last_owner_stays_and_is_told_why(owner: Client, team: Team) -> None:
    mine = team.memberships.get()
    left = owner.post(reverse("team_leave", args=[team.uuid, mine.pk]))
    assert left.status_code == 422
    assert "last owner" in left.content.decode()
    lowered = owner.post(reverse("team_role", args=[team.uuid, mine.pk]), {"role": "viewer"})
    assert lowered.status_code == 422
    other = Membership.objects.create(team=team, user=person("maya"), role="viewer")
    owner.post(reverse("team_role", args=[team.uuid, other.pk]), {"role": "owner"})
    owner.post(reverse("team_leave", args=[team.uuid, mine.pk]))
    assert [m.user.email for m in team.memberships.all()] == ["maya@openshutter.example"]
    assert owner.get(reverse("team", args=[team.uuid])).status_code == 404


def test_a_role_or_an_address_that_is_none_is_refused_in_words(owner: Client, team: Team) -> None:
    mine = team.memberships.get()
    wrong = owner.post(reverse("team_role", args=[team.uuid, mine.pk]), {"role": "king"})
    assert "is no role" in wrong.content.decode()
    invite = reverse("team_invite", args=[team.uuid])
    refused = owner.post(invite, {"email": "no address", "role": "viewer"})
    assert refused.status_code == 422
    assert "no address" in refused.content.decode()
    again = owner.post(invite, {"email": mine.user.email, "role": "viewer"})
    assert "already" in again.content.decode()
