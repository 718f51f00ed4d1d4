"""Where a message was filed, by whom and why; and where else it may belong."""

from django.conf import settings
from django.db import models

from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class FilingAct(models.Model):
    """What somebody decided about where a message belongs. Acts are added, never changed.

    A filing by the rules is told by the message itself and by the custody chain.
    """

    class Act(models.TextChoices):
        FILED = "filed", "Filed"
        TAKEN_BACK = "taken_back", "Taken back to triage"
        SET_ASIDE = "set_aside", "Set aside"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="filing_acts")
    act = models.CharField(max_length=10, choices=Act.choices)
    request = models.ForeignKey(
        RecordsRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Filed under it, or taken back from it",
    )
    rung = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: by the rules",
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["by", "-at"],
                condition=models.Q(by__isnull=False),
                name="filing_acts_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.message}"


class Suggestion(models.Model):
    """A request that a message in triage may belong to, the likeliest first."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="suggestions")
    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "request"], name="suggested_once")
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.request}"
