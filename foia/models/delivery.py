"""Deliveries: the attempts to hand a message over, and what became of each."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models

from foia.models.campaign import Wave
from foia.models.message import Message

#: An attempt that was refused, or came back for good or as unwanted: an index holds these alone.
REACHED_NOBODY = models.Q(state="refused") | models.Q(fate__in=["bounced_hard", "complained"])


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Ways to pick deliveries."""

    def to_hand_over(self, now: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING, not_before_at__lte=now)

    def with_fate(self, *fates: str) -> "DeliveryQuerySet":
        """Narrow to what has one of these fates; the index holds those that have any."""
        return self.exclude(fate="").filter(fate__in=fates)

    def that_failed(self) -> "DeliveryQuerySet":
        """Narrow to attempts that reached nobody."""
        return self.filter(REACHED_NOBODY)

    def unbegun(self) -> "DeliveryQuerySet":
        """Narrow to what waits, or is in a worker's hands and has not begun to leave."""
        reserved = models.Q(state=Delivery.State.HANDING_OVER, started_at=None)
        return self.filter(models.Q(state=Delivery.State.WAITING) | reserved)

    def cut_off(self, before: datetime) -> "DeliveryQuerySet":
        """Narrow to hand-overs that began long ago and never reported back."""
        return self.filter(
            state=Delivery.State.HANDING_OVER, started_at__lt=before, finished_at=None
        )


class Delivery(models.Model):
    """One attempt to hand a message to the mail service, written before it is made.

    `handing_over` means in a worker's hands until `taken_until_at`: not begun while `started_at` is
    empty, and ended well once `finished_at` is there. What is written for each letter by itself
    (`started_at`, `finished_at`, `answer`) stands in no index, so that it costs one page.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HANDING_OVER = "handing_over", "Being handed over"
        HANDED_OVER = "handed_over", "Handed over"
        DEFERRED = "deferred", "Put off by the mail service"
        REFUSED = "refused", "Refused"
        UNCLEAR = "unclear", "Unclear: a person must look"
        SETTLED = "settled", "Settled by a person"

    class Fate(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        BOUNCED_SOFT = "bounced_soft", "Came back for now"
        BOUNCED_HARD = "bounced_hard", "Came back for good"
        COMPLAINED = "complained", "Reported as unwanted"

    OPEN = (State.WAITING, State.HANDING_OVER, State.UNCLEAR)
    MOVING = (State.WAITING, State.HANDING_OVER)
    UNDECIDED = (State.HANDING_OVER, State.UNCLEAR)

    # Where an index of several columns begins with a key, the key needs none of its own.
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    desk = models.BigIntegerField(
        default=0, help_text="Of a letter: that of its request; 0: it carries something else"
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    is_sandbox = models.BooleanField()
    not_before_at = models.DateTimeField()
    not_after_at = models.DateTimeField(
        null=True, blank=True, help_text="When the day it is dated on ends at the body"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    provider_id = models.CharField(max_length=255, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
    )
    fate = models.CharField(
        max_length=12, choices=Fate.choices, blank=True, help_text="What became of it afterwards"
    )
    # Of a campaign's letter: its wave, the domain it goes to, and who holds it for the moment.
    wave = models.ForeignKey(
        Wave,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
    )
    domain = models.CharField(max_length=255, blank=True)
    taken_until_at = models.DateTimeField(null=True, blank=True)
    paced_at = models.DateTimeField(
        null=True, blank=True, help_text="When it began, entered with its batch: for the pace"
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
            # Without a condition, as SQLite would not see that a query of one state keeps to it.
            models.Index(
                fields=["state", "wave", "not_before_at", "id"], name="deliveries_in_line"
            ),
            models.Index(
                fields=["wave", "state", "fate", "not_before_at", "not_after_at", "attempt"],
                condition=models.Q(wave__isnull=False),
                name="deliveries_of_a_wave",
            ),
            models.Index(
                fields=["wave", "paced_at", "domain"],
                condition=models.Q(wave__isnull=False, paced_at__isnull=False),
                name="deliveries_by_pace",
            ),
            models.Index(
                fields=["taken_until_at"],
                condition=models.Q(taken_until_at__isnull=False),
                name="deliveries_taken",
            ),
            models.Index(fields=["fate"], condition=~models.Q(fate=""), name="deliveries_by_fate"),
            models.Index(
                fields=["desk", "message"], condition=REACHED_NOBODY, name="deliveries_that_failed"
            ),
            models.Index(
                fields=["provider_id"],
                condition=~models.Q(provider_id=""),
                name="deliveries_by_provider_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} attempt {self.attempt}: {self.state}"


class LineTrouble(models.Model):
    """The mail service cannot be reached or takes nothing; the row stands while that lasts."""

    is_sandbox = models.BooleanField(unique=True)
    words = models.TextField()
    tries = models.PositiveIntegerField(default=1)
    since_at = models.DateTimeField()
    last_at = models.DateTimeField()
    not_before_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words


class DeliveryReportQuerySet(models.QuerySet["DeliveryReport"]):
    """Ways to keep and pick reports."""

    def keep(
        self,
        *,
        source: str,
        event_id: str,
        kind: str,
        mail_ids: Sequence[str],
        recipient: str,
        words: str,
        at: datetime,
        now: datetime,
    ) -> None:
        """Keep what was said of a mail, or find that it is kept already.

        `mail_ids` are what it may be known by: our Message-ID, or the mail service's own number.
        """
        reports = [
            DeliveryReport(
                source=source[:40],
                event_id=f"{event_id}.{number}"[:255],
                kind=kind,
                message_id=_plain(mail_id)[:255],
                provider_id=_plain(mail_id)[:255],
                recipient=_plain(recipient)[:500],
                words=_plain(words)[:2000],
                at=min(at, now),
                received_at=now,
            )
            for number, mail_id in enumerate(mail_ids)
        ]
        self.bulk_create(reports, ignore_conflicts=True)


def _plain(text: str) -> str:
    """Return a text without what no database column of text can hold."""
    return text.replace("\0", "")


class DeliveryReport(models.Model):
    """What a mail service, or a mail server by returning mail, said of a letter afterwards."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DELIVERED = "delivered", "Delivered"
        DEFERRED = "deferred", "Put off"
        BOUNCED_SOFT = "bounced_soft", "Came back for now"
        BOUNCED_HARD = "bounced_hard", "Came back for good"
        COMPLAINED = "complained", "Reported as unwanted"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPLIED = "applied", "Applied"
        UNMATCHED = "unmatched", "Of no letter of ours"

    source = models.CharField(max_length=40, help_text="The mail service's name, or «mail»")
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    message_id = models.CharField(max_length=255, blank=True)
    provider_id = models.CharField(max_length=255, blank=True)
    recipient = models.CharField(max_length=500, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )

    objects = DeliveryReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "event_id"], name="reported_once")]
        indexes = [
            models.Index(
                fields=["state"], condition=models.Q(state="waiting"), name="reports_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient}"
