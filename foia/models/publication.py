"""Publication: which requests readers may see, and the copies made for them."""

import uuid

from django.conf import settings
from django.db import models

from foia.models.archive import Blob
from foia.models.attachment import Attachment
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class Publication(models.Model):
    """Whether readers may see a request. No row means private, as does every doubt."""

    class State(models.TextChoices):
        PRIVATE = "private", "Private"
        EMBARGOED = "embargoed", "Private until a date"
        PUBLIC = "public", "Public"

    request = models.OneToOneField(
        RecordsRequest, on_delete=models.PROTECT, related_name="publication"
    )
    desk = models.BigIntegerField(default=0, help_text="That of its request")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PRIVATE)
    embargo_until_on = models.DateField(
        null=True, blank=True, help_text="The first day on which readers may see it"
    )
    is_requester_named = models.BooleanField(default=False)
    is_risk_accepted = models.BooleanField(
        default=False, help_text="A person was warned that asking is dangerous there, and said yes"
    )
    trouble = models.TextField(blank=True, help_text="Why it is not public, in one sentence")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications"
    )
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_embargo_has_its_day",
                condition=~models.Q(state="embargoed") | models.Q(embargo_until_on__isnull=False),
            ),
            models.CheckConstraint(
                name="published_by_somebody",
                condition=~models.Q(state="public")
                | models.Q(published_by__isnull=False, published_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["embargo_until_on"],
                condition=models.Q(state="embargoed"),
                name="embargoes_by_their_day",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="public"),
                name="publications_by_their_day",
            ),
            models.Index(fields=["desk", "state"], name="publications_on_a_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.state}"


class PublicationAct(models.Model):
    """What somebody did to a publication, and when: it is only ever added to."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.publication_id}"


class PublicCopyQuerySet(models.QuerySet["PublicCopy"]):
    """Ways to pick copies."""

    def to_make(self, version: int) -> "PublicCopyQuerySet":
        """Narrow to copies that no check of this version has made."""
        return self.filter(made_by_version__lt=version)

    def shown(self, version: int) -> "PublicCopyQuerySet":
        """Narrow to copies that readers may see: passed, and by the checks of this version.

        What was filed elsewhere since is not of this request any more.
        """
        return self.filter(
            state=PublicCopy.State.SHOWN,
            made_by_version=version,
            message__request=models.F("publication__request"),
        )


class PublicCopy(models.Model):
    """What readers see of one message (`attachment` empty: its text) or of one of its files.

    `text`: of a file, what can be read of its copy, to be searched. `problems`: [{kind, page,
    words}], what was found in the original. `decision` and `reason` are a person's; whatever nobody
    could look into stays private.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Not checked yet"
        SHOWN = "shown", "Readers see it"
        TO_LOOK_AT = "to_look_at", "A person must look at it first"
        KEPT = "kept", "Stays private"
        QUARANTINED = "quarantined", "Shows what was meant to be blacked out"

    class Decision(models.TextChoices):
        NONE = "", "Nothing decided"
        LOOKED = "looked", "Looked at every page"
        PRIVATE = "private", "Keep it private"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="copies")
    desk = models.BigIntegerField(default=0, help_text="That of its request")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="public_copies")
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="public_copy"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    made_by_version = models.PositiveSmallIntegerField(default=0, help_text="0: not made yet")
    made_at = models.DateTimeField(null=True, blank=True)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="public_copies"
    )
    problems = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    is_indexed = models.BooleanField(default=False, help_text="The search knows it as it stands")

    objects = PublicCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "public copies"
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(attachment=None),
                name="public_text_of_a_message_once",
            ),
        ]
        indexes = [
            models.Index(fields=["made_by_version", "id"], name="public_copies_to_make"),
            models.Index(
                fields=["id"],
                condition=models.Q(is_indexed=False),
                name="public_copies_to_index",
            ),
            models.Index(
                fields=["desk", "state", "made_by_version", "id"], name="public_copies_on_a_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.subject


class Redaction(models.Model):
    """One box that blacks out a part of a page, and why. Applied to a copy, never in place."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="redactions")
    page = models.PositiveIntegerField(help_text="From 1")
    left = models.FloatField(help_text="Shares of the page as shown, from its upper left corner")
    top = models.FloatField()
    right = models.FloatField()
    bottom = models.FloatField()
    reason = models.CharField(max_length=200)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_box_lies_on_its_page",
                condition=models.Q(
                    page__gte=1,
                    left__gte=0,
                    top__gte=0,
                    right__lte=1,
                    bottom__lte=1,
                    left__lt=models.F("right"),
                    top__lt=models.F("bottom"),
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id}, page {self.page}: {self.reason}"


class RedactedCopy(models.Model):
    """A file without what its boxes covered: new bytes, and which they were made from.

    `applied`: [{page, left, top, right, bottom, reason}]; `proof`: what was read afterwards.
    """

    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="redacted_copies"
    )
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    applied = models.JSONField(default=list)
    proof = models.TextField(blank=True)
    tool = models.CharField(max_length=80)
    is_current = models.BooleanField(default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "redacted copies"
        constraints = [
            models.UniqueConstraint(
                fields=["attachment"],
                condition=models.Q(is_current=True),
                name="one_redacted_copy_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} without {len(self.applied)} parts"
