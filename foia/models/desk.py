"""The desk of those who work together: what they note, hand out, sort by, and keep an eye on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from foia.models.records_request import RecordsRequest
from foia.models.team import Team


class Visit(models.Model):
    """When a person last looked at a request: what came in later is unread for them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits"
    )
    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "request"], name="visited_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    """What somebody writes down for their team beside a request; it is never sent.

    Its writer may take the words back: the row stays and says so.
    """

    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="desk_notes")
    text = models.TextField(blank=True, help_text="Empty: taken back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Assignment(models.Model):
    """Who of the team looks after a request of a campaign."""

    request = models.OneToOneField(
        RecordsRequest, on_delete=models.CASCADE, related_name="assignment"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: {self.assignee}"


class Tag(models.Model):
    """A word by which a team sorts its requests, or a person their own."""

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="tags"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tags",
    )
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint("team", Lower("name"), name="tag_of_a_team_once"),
            models.UniqueConstraint("owner", Lower("name"), name="tag_of_a_person_once"),
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) ^ models.Q(owner__isnull=True),
                name="tag_of_a_team_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a request."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "request"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag}: {self.request}"


class SavedView(models.Model):
    """Filters of the shared inbox that a team keeps under a name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, help_text="As it stands in the address")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("team", Lower("name"), name="view_of_a_team_once")]

    def __str__(self) -> str:
        return self.name


class DeskAct(models.Model):
    """What somebody did to a request at the desk, and when: it is only ever added to."""

    class Act(models.TextChoices):
        ASSIGNED = "assigned", "Assigned"
        RELEASED = "released", "Assigned to nobody"
        TAGGED = "tagged", "Tagged"
        UNTAGGED = "untagged", "Tag taken off"

    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="desk_acts")
    act = models.CharField(max_length=10, choices=Act.choices)
    words = models.CharField(max_length=200, blank=True, help_text="To whom, which tag")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.words}"
