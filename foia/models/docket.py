"""The append-only history of a request, and the deadlines that follow from it."""

from typing import Any

from django.conf import settings
from django.db import models

from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete what has been recorded; void it instead."""


class DocketEntry(models.Model):
    """One event in the history of a request. Written by `foia.docket` only, never changed."""

    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="docket")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    details = models.JSONField(default=dict, blank=True)
    message = models.ForeignKey(
        Message,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="docket_entries",
    )
    voids = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voided_by",
    )
    origin = models.CharField(max_length=80, unique=True, null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "docket entries"
        constraints = [
            models.UniqueConstraint(fields=["request", "seq"], name="docket_is_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.request.reference} #{self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise HistoryIsAppendOnly(f"{self} is recorded; void it and record anew.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise HistoryIsAppendOnly(f"{self} is recorded; void it instead.")


class Deadline(models.Model):
    """One date that follows from a docket. A projection: rebuilt by `foia.docket`, never edited.

    How it is counted, day by day, is told anew when somebody looks (`docket.fold_entries`).
    """

    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="deadlines")
    desk = models.BigIntegerField(default=0, help_text="That of its request")
    position = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=32)
    label = models.CharField(max_length=200)
    binds = models.CharField(max_length=12)
    step = models.CharField(max_length=40, blank=True, help_text="The appeal it belongs to")
    state = models.CharField(max_length=16)
    starts_on = models.DateField(null=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    is_hard = models.BooleanField()
    why_soft = models.TextField(blank=True)
    cite = models.CharField(max_length=300)
    statute_version = models.CharField(max_length=80)
    is_verified = models.BooleanField()
    is_presumed = models.BooleanField()
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="deadlines_are_numbered")
        ]
        indexes = [
            models.Index(
                fields=["desk", "state", "due_on", "id", "request"], name="deadlines_on_a_desk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.due_on}"
