"""What commands on a team's things share: the team, one of its members, the file they name."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from foia.models import Membership, Team, User


def team_of(told: str) -> Team:
    """Return the team of that name or uuid. Raises CommandError where it is none or several."""
    try:
        found = Team.objects.filter(uuid=told).first()
    except ValidationError:
        found = None
    named = [found] if found else list(Team.objects.filter(name=told)[:2])
    if len(named) != 1:
        said = "There is no team" if not named else "There are several teams"
        raise CommandError(f"{said} {told!r}; name one by its name or its uuid with --team.")
    return named[0]


def member_of(team: Team, email: str) -> User:
    """Return who does it: the person named, or the team's first owner."""
    members = User.objects.filter(memberships__team=team)
    if email:
        found = members.filter(email__iexact=email).first()
    else:
        found = members.filter(memberships__role=Membership.Role.OWNER).order_by("pk").first()
    if found is None:
        raise CommandError(
            f"{team} has no {'member ' + repr(email) if email else 'owner'};"
            " name somebody who belongs to it with --by EMAIL."
        )
    return found


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises CommandError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} is unreadable: {error.strerror}.") from error
