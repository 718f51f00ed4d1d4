"""Teams: who works together on campaigns, and what each may do."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models


class TeamQuerySet(models.QuerySet["Team"]):
    """Ways to pick teams."""

    def of(self, user_id: int, *roles: str) -> "TeamQuerySet":
        """Narrow to the teams of this person, in one of these roles where some are given."""
        mine = Membership.objects.filter(user_id=user_id)
        if roles:
            mine = mine.filter(role__in=roles)
        return self.filter(pk__in=mine.values("team_id"))

    def own_of_each(self, user_ids: Iterable[int]) -> dict[int, int]:
        """Return the key of each person's team of one, by the person's; who has none is not there.

        A team of one is the first team whose owner and only member a person is.
        """
        others = Membership.objects.filter(team=models.OuterRef("team"))
        others = others.exclude(user=models.OuterRef("user"))
        alone = Membership.objects.filter(
            ~models.Exists(others), user__in=set(user_ids), role=Membership.Role.OWNER
        )
        return dict(alone.order_by("-team_id").values_list("user_id", "team_id"))

    def own_of(self, user_id: int) -> "Team | None":
        """Return a person's team of one, if it was made."""
        own = self.own_of_each([user_id])
        return self.get(pk=own[user_id]) if own else None


class Team(models.Model):
    """People who share lists of bodies and campaigns. Whoever works alone is a team of one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one team, in one role."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        ORGANIZER = "organizer", "Organizer"
        RESPONDER = "responder", "Responder"
        VIEWER = "viewer", "Viewer"

    #: Who may plan, approve and send.
    SENDING = (Role.OWNER, Role.ORGANIZER)
    #: Who may file and confirm what comes back.
    ANSWERING = (*SENDING, Role.RESPONDER)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="member_of_a_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.team}"


class Invitation(models.Model):
    """Somebody asked to join a team. Who signs in with that address may accept or decline."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254, help_text="In lower case")
    role = models.CharField(max_length=10, choices=Membership.Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "email"], name="invited_to_a_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.team}"
