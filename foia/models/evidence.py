"""Evidence bags that somebody asked for: written by the archive, then handed out."""

import uuid

from django.conf import settings
from django.db import models

from foia.models.campaign import Campaign
from foia.models.records_request import RecordsRequest


class EvidenceBag(models.Model):
    """One zip file with everything known of a request or a campaign; how far it is.

    A private bag holds all of it. One for the public holds only what readers may see.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="bags"
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="bags"
    )
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="Requests written")
    total = models.PositiveIntegerField(default=1, help_text="Requests to write")
    trouble = models.TextField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the zip file")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_bag_is_of_a_request_or_a_campaign",
                condition=models.Q(request__isnull=False, campaign__isnull=True)
                | models.Q(request__isnull=True, campaign__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state="waiting"),
                name="bags_to_make",
            )
        ]

    def __str__(self) -> str:
        return f"{self.uuid}: {self.state}"
