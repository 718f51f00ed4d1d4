"""The ledger of reminders: what a requester has been told about a deadline, and once."""

from django.db import models

from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class Reminder(models.Model):
    """One thing said about one deadline. The constraint is what makes it said once."""

    class Occasion(models.TextChoices):
        DUE_SOON = "due_soon", "Due soon"
        OVERDUE = "overdue", "Overdue"

    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="reminders")
    term = models.CharField(max_length=32)
    due_on = models.DateField()
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    message = models.OneToOneField(Message, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "term", "due_on", "occasion"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.term} {self.due_on}"
