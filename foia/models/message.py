"""Correspondence: messages in and out."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Lower, StrIndex, Substr

from foia.models.agency import Channel
from foia.models.archive import Blob
from foia.models.campaign import Wave
from foia.models.records_request import RecordsRequest

#: What the search does not know as it stands: never indexed, filed anew, or no longer filed.
TO_INDEX = (
    ~models.Q(indexed_under=Coalesce("request_id", 0))
    & ~models.Q(state="draft")
    & ~models.Q(kind="notice")
)


class MessageQuerySet(models.QuerySet["Message"]):
    """Ways to pick messages."""

    def correspondence(self) -> "MessageQuerySet":
        """Narrow to what passed between requester and body, without our own notices."""
        return self.exclude(kind=Message.Kind.NOTICE)

    def incoming(self) -> "MessageQuerySet":
        return self.filter(direction=Message.Direction.IN)

    def to_match(self) -> "MessageQuerySet":
        return self.incoming().filter(filing=Message.Filing.WAITING)

    def in_triage(self) -> "MessageQuerySet":
        return self.incoming().filter(filing=Message.Filing.TRIAGE)

    def to_index(self) -> "MessageQuerySet":
        return self.filter(TO_INDEX)

    def to_read(self) -> "MessageQuerySet":
        return self.filter(awaits_reading=True)

    def are_read(self, messages: "Iterable[Message]") -> None:
        """Take messages out of the line of those to be read; who stands in none costs nothing."""
        keys = [message.pk for message in messages if message.awaits_reading]
        if keys:
            self.filter(pk__in=keys).update(awaits_reading=False)


class Message(models.Model):
    """One item of correspondence. What goes out is a draft until a person approves it."""

    class Direction(models.TextChoices):
        OUT = "out", "Sent"
        IN = "in", "Received"

    class Kind(models.TextChoices):
        LETTER = "letter", "Letter to a body"
        MAIL = "mail", "Mail from outside"
        NOTICE = "notice", "Notice to the requester"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        ARRIVED = "arrived", "Arrived"

    class Filing(models.TextChoices):
        WAITING = "waiting", "Waiting to be matched"
        FILED = "filed", "Filed"
        TRIAGE = "triage", "Waiting for a person"
        ASIDE = "aside", "Set aside: it belongs to no request"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        RecordsRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    step = models.CharField(max_length=32, blank=True, help_text="request, overdue, appeal, …")
    language = models.CharField(max_length=8, blank=True)
    message_id = models.CharField(max_length=255, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=255, blank=True, help_text="A Message-ID")
    sender = models.CharField(max_length=500, blank=True)
    recipient = models.CharField(max_length=500, blank=True)
    reply_to = models.CharField(max_length=300, blank=True)
    subject = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    at = models.DateTimeField(null=True, blank=True, help_text="When it was sent or arrived")
    raw = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True, null=True, blank=True)
    troubles = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    # What a person typed or chose for this letter; all else is composed anew at every look.
    own_words = models.TextField(blank=True)
    amount = models.CharField(max_length=100, blank=True, help_text="The fee they ask for")
    grounds = models.JSONField(null=True, blank=True, help_text="Null: those of what was cited")
    ask = models.JSONField(null=True, blank=True, help_text="Null: all that the request asks for")
    remedy = models.CharField(max_length=40, blank=True, help_text="Of an appeal: its step")
    addressee = models.CharField(max_length=300, blank=True, help_text="Another body's name")
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    own = models.JSONField(
        default=dict, blank=True, help_text="A copy of the opening, closing and signature chosen"
    )

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_messages",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)

    # A letter of a campaign is written whole when its wave is prepared, and approved with it.
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    prepared_digest = models.CharField(max_length=64, blank=True)
    dated_on = models.DateField(null=True, blank=True, help_text="The day it must leave on")

    # Of a notice: whom it tells, whatever address they have by then.
    notice_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )

    filing = models.CharField(max_length=8, choices=Filing.choices, blank=True)
    awaits_reading = models.BooleanField(
        default=False, help_text="Filed, and nobody has looked yet what it says"
    )
    filing_rung = models.CharField(max_length=40, blank=True)
    filing_reasons = models.JSONField(default=list, blank=True)
    indexed_under = models.BigIntegerField(
        default=0, help_text="The request the search knows it under; 0: not indexed"
    )

    # Of what came in: the form it came in, the marks that place it, and what was said of its
    # sender by the mail server that we trust; one mail to several requests has a copy in each.
    form = models.CharField(max_length=12, blank=True, help_text="See Arrival.Form")
    marks = models.JSONField(default=dict, blank=True)
    authentication = models.JSONField(default=dict, blank=True)
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    # Kept by the database, so that a sender is looked up by an index; see Contact.domain.
    recipient_domain = models.GeneratedField(
        expression=Lower(Substr("recipient", StrIndex("recipient", models.Value("@")) + 1)),
        output_field=models.CharField(max_length=500),
        db_persist=True,
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approved_by_somebody_when_a_letter",
                condition=~models.Q(kind="letter", state="approved")
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="filed_under_a_request",
                condition=~models.Q(filing="filed") | models.Q(request__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["message_id"],
                condition=models.Q(direction="out"),
                name="our_message_ids_are_ours_alone",
            ),
            models.UniqueConstraint(
                fields=["request", "step", "remedy"],
                condition=models.Q(kind="letter", state="draft"),
                name="one_draft_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["request", "step", "remedy"],
                condition=models.Q(wave__isnull=False),
                name="a_campaign_writes_a_letter_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["filing", "id"],
                condition=models.Q(filing__in=["waiting", "triage", "aside"]),
                name="messages_not_filed",
            ),
            models.Index(
                fields=["recipient_domain"],
                condition=models.Q(kind="letter", state="approved", channel="email")
                & ~models.Q(step="request"),
                name="follow_ups_by_domain",
            ),
            models.Index(
                fields=["wave", "state", "channel", "at"],
                condition=models.Q(wave__isnull=False),
                name="messages_of_a_wave",
            ),
            models.Index(
                fields=["-created_at", "request"],
                condition=models.Q(direction="in", filing="filed"),
                name="messages_that_came_in",
            ),
            models.Index(
                fields=["request"],
                condition=models.Q(awaits_reading=True),
                name="messages_to_read",
            ),
            models.Index(fields=["id"], condition=TO_INDEX, name="messages_to_index"),
            models.Index(
                fields=["request"],
                condition=models.Q(kind="letter", state="approved", at=None)
                & ~models.Q(channel="email"),
                name="letters_to_file",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(no subject)"

    def content_digest(self, enclosed: Sequence[str] = ()) -> str:
        """Return the SHA-256 of what a person approves: whom, answers to where, subject, text.

        `enclosed`: the SHA-256s of the files that go with it, in their order.
        """
        words = [self.recipient, self.reply_to, self.subject, self.body_text, *enclosed]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()

    @property
    def the_request(self) -> RecordsRequest:
        """The request of a letter or a filed mail; only mail in triage has none."""
        if self.request is None:
            raise ValueError(f"Message {self.uuid} belongs to no request.")
        return self.request
