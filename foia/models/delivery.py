"""Deliveries: the attempts to hand a message over, and what became of each."""

from datetime import datetime

from django.conf import settings
from django.db import models

from foia.models.message import Message


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Ways to pick deliveries."""

    def to_hand_over(self, now: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING, not_before_at__lte=now)

    def cut_off(self, before: datetime) -> "DeliveryQuerySet":
        """Narrow to hand-overs that began long ago and never reported back."""
        return self.filter(state=Delivery.State.HANDING_OVER, started_at__lt=before)


class Delivery(models.Model):
    """One attempt to hand a message to the mail service, written before it is made."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HANDING_OVER = "handing_over", "Being handed over"
        HANDED_OVER = "handed_over", "Handed over"
        DEFERRED = "deferred", "Put off by the mail service"
        REFUSED = "refused", "Refused"
        UNCLEAR = "unclear", "Unclear: a person must look"
        SETTLED = "settled", "Settled by a person"

    OPEN = (State.WAITING, State.HANDING_OVER, State.UNCLEAR)
    UNDECIDED = (State.HANDING_OVER, State.UNCLEAR)

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    is_sandbox = models.BooleanField()
    not_before_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    provider_id = models.CharField(max_length=255, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["message", "attempt"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(state__in=["waiting", "handing_over", "unclear"]),
                name="one_delivery_in_flight",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "not_before_at"],
                condition=models.Q(state__in=["waiting", "handing_over", "unclear"]),
                name="deliveries_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} attempt {self.attempt}: {self.state}"
