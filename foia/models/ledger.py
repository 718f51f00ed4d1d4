"""The ledger of a request: what was demanded, agreed, paid, refunded, and what post cost."""

from django.conf import settings
from django.db import models

from foia.models.archive import Blob
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class LedgerEntry(models.Model):
    """One amount of money, with its day and its proof. A mistake is struck, never changed."""

    class Kind(models.TextChoices):
        DEMANDED = "demanded", "Demanded by the body"
        AGREED = "agreed", "Agreed to"
        WAIVED = "waived", "Waived by the body"
        PAID = "paid", "Paid"
        REFUNDED = "refunded", "Refunded"
        POSTAGE = "postage", "Postage and copies"

    request = models.ForeignKey(RecordsRequest, on_delete=models.PROTECT, related_name="ledger")
    desk = models.BigIntegerField(default=0, help_text="That of its request")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3, help_text="ISO 4217, such as EUR")
    on = models.DateField()
    words = models.CharField(max_length=300, blank=True, help_text="What for, receipt number")
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, help_text="That says so"
    )
    proof = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True)
    proof_name = models.CharField(max_length=255, blank=True)
    proof_type = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "ledger entries"
        indexes = [models.Index(fields=["desk", "-on", "-id"], name="ledger_on_a_desk")]
        constraints = [
            models.CheckConstraint(
                name="an_amount_is_not_negative", condition=models.Q(amount__gte=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"
