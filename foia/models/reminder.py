"""The ledger of reminders: what a person is told, once; shown on screen, and mailed if wanted."""

from datetime import datetime

from django.conf import settings
from django.db import models

from foia.models.campaign import Campaign
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Ways to pick reminders."""

    def of(self, user_id: int) -> "ReminderQuerySet":
        """Narrow to what this person is told."""
        return self.filter(person_id=user_id)

    def to_mail(self, now: datetime) -> "ReminderQuerySet":
        """Narrow to what waits to be mailed and whose moment has come."""
        return self.filter(state=Reminder.State.WAITING, send_at__lte=now)

    def shown(self, now: datetime) -> "ReminderQuerySet":
        """Narrow to what stands in a person's list: all whose moment has come and that is true."""
        return self.exclude(state=Reminder.State.DROPPED).filter(send_at__lte=now)


class Reminder(models.Model):
    """One thing said to one person about one request, or about many alike of one campaign.

    The constraints are what makes it said once. `term`: the clock; what has none names its cause.
    """

    class Occasion(models.TextChoices):
        DUE_SOON = "due_soon", "Due soon"
        OVERDUE = "overdue", "Overdue"
        APPEAL_CLOSING = "appeal_closing", "Time to appeal ends"
        CADA_CLOSING = "cada_closing", "Time to go to the CADA ends"
        FEE_DUE = "fee_due", "Answer on a fee is due"
        OWN_DUE = "own_due", "Own time limit ends"
        UNREAD_REPLY = "unread_reply", "A reply nobody has read"
        EMBARGO_ENDING = "embargo_ending", "Embargo ends"
        NOT_DELIVERED = "not_delivered", "Letter not delivered"
        DATES_MOVED = "dates_moved", "Dates moved"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to be mailed"
        MAILED = "mailed", "Mailed"
        ON_SCREEN = "on_screen", "On screen only"
        DROPPED = "dropped", "No longer true when its moment came"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    request = models.ForeignKey(
        RecordsRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    occasion = models.CharField(max_length=16, choices=Occasion.choices)
    term = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=200, blank=True)
    cite = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    send_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person", "occasion", "term", "due_on"],
                condition=models.Q(request__isnull=False),
                name="reminded_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "person", "occasion", "term", "due_on"],
                condition=models.Q(campaign__isnull=False),
                name="reminded_once_of_a_campaign",
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=True) ^ models.Q(campaign__isnull=True),
                name="reminder_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"], condition=models.Q(state="waiting"), name="reminders_waiting"
            ),
            models.Index(fields=["person", "-send_at"], name="reminders_of_a_person"),
            models.Index(
                fields=["person", "send_at"],
                condition=models.Q(read_at__isnull=True),
                name="reminders_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.term} {self.due_on}"
