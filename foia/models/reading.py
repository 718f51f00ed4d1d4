"""What messages seem to say, and what people said of that."""

from typing import Any

from django.conf import settings
from django.db import models

from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class Reading(models.Model):
    """What a message seems to say, with the words it rests on. Only a person or certainty acts."""

    class State(models.TextChoices):
        SURE = "sure", "Sure"
        ASKED = "asked", "Waiting for a person"
        CONFIRMED = "confirmed", "Confirmed by a person"
        REJECTED = "rejected", "Rejected by a person"

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="reading")
    # What never changes of its message as long as it is read, so that an index lists it.
    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="readings")
    desk = models.BigIntegerField(help_text="That of its request")
    came_at = models.DateTimeField(help_text="When its message was taken in")
    kind = models.CharField(max_length=32)
    confidence = models.FloatField()
    evidence = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    troubles = models.JSONField(default=list, blank=True, help_text="What stayed open, in words")
    state = models.CharField(max_length=10, choices=State.choices)
    read_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_kind = models.CharField(max_length=32, blank=True, help_text="What a person says it is")
    turn = models.PositiveSmallIntegerField(default=1, help_text="One more each time it is undone")
    waits_for_text = models.BooleanField(
        default=False, help_text="Its documents were not read yet; their text may come"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["message"],
                condition=models.Q(waits_for_text=True),
                name="readings_to_read_again",
            ),
            models.Index(
                fields=["desk", "message", "request"],
                condition=models.Q(state="asked"),
                name="readings_asked_on_a_desk",
            ),
            models.Index(
                fields=["desk", "-came_at", "-message", "request"], name="readings_on_a_desk"
            ),
            models.Index(
                fields=["decided_by", "-decided_at"],
                condition=models.Q(decided_by__isnull=False),
                name="readings_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.confidence:.0%})"

    @classmethod
    def of(cls, message: Message, **said: Any) -> "Reading":
        """Return what is read of a filed message, unsaved."""
        request = message.the_request
        return cls(
            message=message,
            request=request,
            desk=request.desk,
            came_at=message.created_at,
            **said,
        )

    @property
    def origin(self) -> str:
        """What names it as the cause of docket entries and findings, anew after each undo."""
        return f"reading:{self.pk}" if self.turn == 1 else f"reading:{self.pk}.{self.turn}"
