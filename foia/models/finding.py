"""What was learnt of one agency and one record category."""

from django.db import models

from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class Finding(models.Model):
    """The answer of one request on one record category, with the words it rests on."""

    class State(models.TextChoices):
        PUBLISHED = "published", "Published"
        OBTAINED = "obtained", "Obtained"
        CONFIRMED_ABSENT = "confirmed_absent", "Confirmed absent"
        WITHHELD = "withheld", "Withheld"
        PARTLY = "partly", "Partly obtained"
        SILENT = "silent", "Silent past the deadline"
        PENDING = "pending", "Pending"

    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="findings")
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=State.choices)
    quote = models.TextField(blank=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "category"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.state}"
