"""Teams: who works together, and what each may do. Nobody joins without saying yes.

Waits for: a person. Writes: Team, Membership, Invitation; Assignment, when somebody leaves, or only
looks from now on.
"""

from datetime import datetime

from django.db import transaction

from foia.letters.printable import one_line
from foia.models import Assignment, Invitation, Membership, Team, User
from jurisdictions import DomainError

Role = Membership.Role


class TeamError(DomainError):
    """A team that cannot be changed like that, and what to do instead."""


def team_of(person: User, *, now: datetime) -> Team:
    """Return the first team in which this person may send; whoever has none gets one of one."""
    found = Team.objects.of(person.pk, *Membership.SENDING).order_by("pk").first()
    return found or make(name=person.full_name or person.email, by=person, now=now)


@transaction.atomic
def make(*, name: str, by: User, now: datetime) -> Team:
    """Make a team; who makes it is its owner."""
    team = Team.objects.create(name=_named(name), created_at=now)
    Membership.objects.create(team=team, user=by, role=Role.OWNER)
    return team


def rename(*, team: Team, name: str) -> None:
    """Give a team another name."""
    team.name = _named(name)
    team.save(update_fields=["name"])


def invite(*, team: Team, email: str, role: str, by: User, now: datetime) -> Invitation:
    """Invite whoever has or makes an account with this address; no mail leaves by this.

    Inviting again changes the role. That somebody has an account is never said.
    """
    address = email.strip().lower()
    if team.memberships.filter(user__email__iexact=address).exists():
        raise TeamError(f"{address} is in the team «{team}» already; change the role there.")
    told = {"role": _role(role), "invited_by": by, "invited_at": now}
    return Invitation.objects.update_or_create(team=team, email=address, defaults=told)[0]


@transaction.atomic
def join(*, invitation: Invitation, person: User) -> Membership:
    """Say yes to an invitation; it is gone afterwards."""
    role = {"role": invitation.role}
    joined, _is_new = Membership.objects.get_or_create(
        team=invitation.team, user=person, defaults=role
    )
    invitation.delete()
    return joined


@transaction.atomic
def set_role(*, membership: Membership, role: str) -> None:
    """Let a member do more or less; the last owner stays one."""
    wanted = _role(role)
    _lock(membership.team_id)
    if wanted != Role.OWNER:
        _not_the_last_owner(membership)
    membership.role = wanted
    membership.save(update_fields=["role"])
    if wanted not in Membership.ANSWERING:
        _release(membership)


@transaction.atomic
def leave(*, membership: Membership) -> None:
    """Take a member out, who may be the person themselves; the last owner cannot leave."""
    _lock(membership.team_id)
    _not_the_last_owner(membership)
    _release(membership)
    membership.delete()


def _release(membership: Membership) -> None:
    """Give to nobody what this member looked after in the team."""
    given = Assignment.objects.filter(assignee=membership.user)
    given.filter(request__campaign__team=membership.team).delete()


def _lock(team_id: int) -> None:
    """Let two owners who leave at once do so one after the other."""
    Team.objects.select_for_update().get(pk=team_id)


def _not_the_last_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(team=membership.team_id, role=Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise TeamError(
            f"{membership.user} is the last owner of the team «{membership.team}»; "
            "make somebody else an owner first."
        )


def _named(name: str) -> str:
    told = one_line(name)[:200]
    if not told:
        raise TeamError("A team needs a name, and none was given; write one.")
    return told


def _role(role: str) -> Membership.Role:
    if role not in Role.values:
        raise TeamError(f"{role!r} is no role in a team; choose one of: {', '.join(Role.values)}.")
    return Role(role)
