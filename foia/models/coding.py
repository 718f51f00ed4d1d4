"""Coding of answers: typed questions of a campaign, what each coder says, and what was settled."""

from django.conf import settings
from django.db import models

from foia.models.campaign import Campaign
from foia.models.records_request import RecordsRequest


class Question(models.Model):
    """What a campaign's coders say of every answer, in one of five types."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of several"
        NUMBER = "number", "A number"
        DATE = "date", "A date"
        TEXT = "text", "Words"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=300)
    choices = models.JSONField(default=list, blank=True, help_text="[words], of a choice alone")
    is_retired = models.BooleanField(default=False, help_text="No longer asked; answers stay")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "position"], name="questions_are_numbered")
        ]

    def __str__(self) -> str:
        return self.text


class Coding(models.Model):
    """What one coder says to one question of one request.

    `value` is plain text in one form for each type, so that equal answers are equal texts:
    `yes`, `no`; the words of the choice; a decimal number; an ISO 8601 date; words.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="codings")
    request = models.ForeignKey(RecordsRequest, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="codings"
    )
    value = models.CharField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "request", "coder"], name="coded_once")
        ]

    def __str__(self) -> str:
        return self.value


class Settlement(models.Model):
    """What stands where coders differ, and why."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="settlements")
    request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="settlements"
    )
    value = models.CharField(max_length=1000)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "request"], name="settled_once")]

    def __str__(self) -> str:
        return self.value
