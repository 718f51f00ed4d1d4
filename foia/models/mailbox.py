"""What stands at the doors: what arrived and waits, mailboxes looked into, and sandbox mail."""

from django.conf import settings
from django.db import models

from foia.models.archive import Blob
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class Arrival(models.Model):
    """Something as it came through a door, stored before anybody looked into it.

    `blob` is the mail, the box of mails, the pasted text or the note; what came in several files
    has them as `files`. `told` is what a person or a door said of it: `at` (ISO moment at which it
    reached its reader), `sender`, `subject`, `channel`, `authentication` (a service's verdicts),
    `unread` (what came is no whole mail, and is never read as one).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN_IN = "taken_in", "Taken in"
        FAILED = "failed", "Could not be taken in"

    class Form(models.TextChoices):
        MAIL = "mail", "E-mail"
        OUTLOOK = "outlook_msg", "Saved Outlook message"
        MBOX = "mbox", "Box of mails"
        DOCUMENT = "document", "Letter as a document or scan"
        PASTED = "pasted", "Pasted message"
        PHONE = "phone", "Note of a call"

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    door = models.CharField(max_length=12)
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.MAIL)
    envelope_from = models.CharField(max_length=500, blank=True)
    envelope_to = models.JSONField(default=list)
    told = models.JSONField(default=dict, blank=True)
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # What the door calls it, so that telling it again brings nothing twice.
    event_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    out_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_out",
        help_text="The box of mails it lay in",
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    request = models.ForeignKey(
        RecordsRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the person who brought it says that it belongs",
    )
    message = models.ForeignKey(
        Message,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="arrivals",
    )
    trouble = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state="waiting"),
                name="arrivals_waiting",
            ),
            models.Index(
                fields=["state"],
                condition=models.Q(state="failed"),
                name="arrivals_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.arrived_at:%Y-%m-%d %H:%M} {self.blob_id[:12]}"


class ArrivalFile(models.Model):
    """One file of what came in several, in the order of its pages."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "position"], name="files_of_an_arrival_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mailbox(models.Model):
    """How far an IMAP mailbox has been read, written together with what was read.

    UIDs count up within one UIDVALIDITY (RFC 3501, 2.3.1.1); another one starts anew.
    """

    name = models.CharField(max_length=255, unique=True, help_text="user@host/folder")
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True, help_text="Last time it answered")
    trouble = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0, help_text="Visits in a row that failed")
    not_before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name


class SandboxMail(models.Model):
    """A mail that went out while no mail service is configured: caught here, sent nowhere."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    envelope_from = models.CharField(max_length=500, blank=True)
    envelope_to = models.JSONField(default=list)
    caught_at = models.DateTimeField()
    message_id = models.CharField(max_length=255, db_index=True)
    sender = models.CharField(max_length=500)
    recipient = models.CharField(max_length=500)
    reply_to = models.CharField(max_length=300, blank=True)
    subject = models.TextField()
    body_text = models.TextField()
    is_auto_answered = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.subject
