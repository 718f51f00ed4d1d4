"""Files of messages."""

from django.db import models

from foia.models.archive import Blob
from foia.models.message import Message
from foia.models.text import DocumentText


class Attachment(models.Model):
    """A file in a message, or our own rendering of a letter."""

    class Role(models.TextChoices):
        RENDERING = "rendering", "The letter as a document"
        ENCLOSED = "enclosed", "Sent with the letter"
        PROOF = "proof", "Proof that it was filed"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    is_inline = models.BooleanField(default=False)
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    document = models.ForeignKey(
        DocumentText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        help_text="What is known of the file; null: nobody has looked yet",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="attachments_are_numbered")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(document__isnull=True),
                name="attachments_to_look_at",
            )
        ]

    def __str__(self) -> str:
        return self.name
