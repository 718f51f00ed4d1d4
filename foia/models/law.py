"""The law on file as it was last seen, what changed in it, and which dates moved by that."""

from django.db import models

from foia.models.agency import Agency
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class LawEdition(models.Model):
    """One state of all packs and calendars: what decides dates, kept to compare the next with."""

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    kept = models.JSONField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"edition {self.number} ({self.digest[:12]})"


class LawChange(models.Model):
    """Something that moves days: a holiday, a suspension, an amendment, a body's closed days.

    Requests under `codes` (or of `agency`) whose days lie in `spans` are refolded in the order of
    their keys; `cursor` is the last one done.
    """

    class By(models.TextChoices):
        CLOCKS = "clocks", "days that a clock looks at"
        START = "start", "the day that chooses the law"

    edition = models.ForeignKey(LawEdition, on_delete=models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    codes = models.JSONField(default=list, blank=True)
    by = models.CharField(max_length=8, choices=By.choices)
    spans = models.JSONField(help_text="[first, last] as ISO dates, both included")
    why = models.JSONField(help_text="Sentences")
    created_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    refolded = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="law_changes_to_apply",
                condition=models.Q(finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return " ".join(self.why)


class DatesMoved(models.Model):
    """Dates of one request that one change moved: [{term, label, step, cite, was_on, is_on}]."""

    request = models.ForeignKey(
        RecordsRequest, on_delete=models.PROTECT, related_name="moved_dates"
    )
    change = models.ForeignKey(LawChange, on_delete=models.PROTECT, related_name="moves")
    dates = models.JSONField()
    notice = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "dates moved"
        constraints = [
            models.UniqueConstraint(fields=["request", "change"], name="moved_once_by_a_change")
        ]

    def __str__(self) -> str:
        return f"{self.request.reference}: {len(self.dates)} date(s)"
