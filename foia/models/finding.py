"""What was learnt of one body and one record category, and the history of how it was learnt."""

from django.conf import settings
from django.db import models

from foia.models.attachment import Attachment
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class FindingState(models.TextChoices):
    """What is known of a record that was asked for. No row at all means pending."""

    PUBLISHED = "published", "Published"
    OBTAINED = "obtained", "Obtained"
    CONFIRMED_ABSENT = "confirmed_absent", "Confirmed absent"
    WITHHELD = "withheld", "Withheld"
    PARTLY = "partly", "Partly obtained"
    SILENT = "silent", "Silent past the deadline"
    PENDING = "pending", "Pending"


class Learnt(models.Model):
    """What was said of one category, and where it is written.

    `page` counts from 1 in `attachment`; without an attachment the quote stands in the mail itself.
    `exemptions` are sections as the body cites them; `url` is where it says a record is published.
    """

    category = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=FindingState.choices)
    quote = models.TextField(blank=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    exemptions = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who decided; empty: a sure reading, or the docket's clock",
    )
    reason = models.TextField(blank=True, help_text="Why a person says otherwise")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.category}: {self.state}"


class FindingEntry(Learnt):
    """One thing said about a category; written by `foia.learnt` only. The last one standing counts.

    `origin` names the cause, `reading:7.1` or `person`; withdrawn rows stay readable.
    """

    request = models.ForeignKey(
        RecordsRequest, on_delete=models.PROTECT, related_name="finding_entries"
    )
    origin = models.CharField(max_length=80)
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "finding entries"
        indexes = [models.Index(fields=["request", "category"], name="finding_entries_of")]


class Finding(Learnt):
    """What counts now: one row for a request and category. A projection, never edited.

    It says what the last standing entry says. Without one it is `silent` while the docket shows
    a missed response (`foia.docket` writes it); a pending category has no row.
    """

    State = FindingState

    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="findings")
    entry = models.OneToOneField(
        FindingEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_as"
    )
    desk = models.BigIntegerField(default=0, help_text="That of its request")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "category"], name="finding_once")]
        indexes = [
            models.Index(fields=["state", "category"], name="findings_by_state"),
            models.Index(fields=["desk", "request", "category"], name="findings_on_a_desk"),
            models.Index(
                fields=["desk", "state", "category", "request"], name="findings_on_a_desk_by_state"
            ),
        ]
