"""What stands at the doors: mail that arrived and waits, and mail caught by the sandbox."""

from django.db import models

from foia.models.archive import Blob
from foia.models.message import Message


class Arrival(models.Model):
    """A mail as it came through a door, stored before anybody looked into it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN_IN = "taken_in", "Taken in"
        FAILED = "failed", "Could not be taken in"

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    door = models.CharField(max_length=12)
    envelope_from = models.CharField(max_length=500, blank=True)
    envelope_to = models.JSONField(default=list)
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.ForeignKey(
        Message,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="arrivals",
    )
    trouble = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state="waiting"),
                name="arrivals_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.arrived_at:%Y-%m-%d %H:%M} {self.blob_id[:12]}"


class SandboxMail(models.Model):
    """A mail that went out while no mail service is configured: caught here, sent nowhere."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    envelope_from = models.CharField(max_length=500, blank=True)
    envelope_to = models.JSONField(default=list)
    caught_at = models.DateTimeField()
    message_id = models.CharField(max_length=255, db_index=True)
    sender = models.CharField(max_length=500)
    recipient = models.CharField(max_length=500)
    reply_to = models.CharField(max_length=300, blank=True)
    subject = models.TextField()
    body_text = models.TextField()
    is_auto_answered = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.subject
