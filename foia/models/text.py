"""What was made of stored files beside the originals: their text, pictures of pages, lineage."""

from django.db import models

from foia.models.archive import Blob


class DocumentTextQuerySet(models.QuerySet["DocumentText"]):
    """Ways to pick documents."""

    def to_read(self) -> "DocumentTextQuerySet":
        """Narrow to what waits to be read."""
        return self.filter(state=DocumentText.State.WAITING)

    def to_picture(self) -> "DocumentTextQuerySet":
        """Narrow to read documents of which more pictures are wanted than there are."""
        return self.filter(pictures_wanted__gt=models.F("pictures_made"))


class DocumentText(models.Model):
    """What is known of one stored file: its text, whether pictures exist, what the scanner said.

    One row per file, however many messages carry it; the file itself is never touched.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        DONE = "done", "Read"
        LACKING = "lacking", "Needs a program that is not installed"
        FAILED = "failed", "Could not be read to its end"
        UNREADABLE = "unreadable", "A kind of file that holds no text we can read"

    class Trouble(models.TextChoices):
        """Why there is no text, or not all of it; the screens say it in words."""

        NO_OCR = "no_ocr", "Tesseract is not installed"
        NO_LANGUAGE = "no_language", "Tesseract does not know the language"
        BROKEN = "broken", "The file is broken"
        LOCKED = "locked", "The file asks for a password"
        TOO_SLOW = "too_slow", "It took too long"
        TOO_LARGE = "too_large", "It needed too much memory or unpacks to too much"
        TOO_MANY_PAGES = "too_many_pages", "More pages than are read"

    class Scan(models.TextChoices):
        NONE = "none", "Not scanned"
        CLEAN = "clean", "Clean"
        INFECTED = "infected", "Infected"
        TOO_LARGE = "too_large", "Too large for the scanner"

    blob = models.OneToOneField(Blob, on_delete=models.PROTECT, related_name="document")
    content_type = models.CharField(max_length=120, help_text="As its first bytes prove it")
    language = models.CharField(max_length=8, blank=True, help_text="It is read and stemmed in")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=16, choices=Trouble.choices, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Null: not counted yet")
    pages_done = models.PositiveIntegerField(default=0)
    is_ocr = models.BooleanField(default=False, help_text="Letters were recognised in pictures")
    maker = models.CharField(max_length=120, blank=True, help_text="Programs and their versions")
    tries = models.PositiveSmallIntegerField(default=0)
    taken_until_at = models.DateTimeField(null=True, blank=True, help_text="Somebody is at it")
    read_at = models.DateTimeField(null=True, blank=True)
    pictures_wanted = models.PositiveIntegerField(default=0)
    pictures_made = models.PositiveIntegerField(default=0)

    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.NONE)
    scan_found = models.CharField(max_length=200, blank=True, help_text="The scanner's name for it")
    scanned_by = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentTextQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(state="waiting"), name="documents_to_read"
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(pictures_wanted__gt=models.F("pictures_made")),
                name="documents_to_picture",
            ),
            models.Index(
                fields=["id"], condition=models.Q(state="lacking"), name="documents_lacking"
            ),
            models.Index(fields=["id"], condition=models.Q(scan="none"), name="documents_to_scan"),
        ]

    def __str__(self) -> str:
        return f"{self.blob_id[:12]} {self.state}"

    @property
    def has_text(self) -> bool:
        """Say whether all its text is there to be read; it may still be empty."""
        return self.state == self.State.DONE


class DocumentPage(models.Model):
    """The text of one page, sheet or slide, as it was read; pages count from 1."""

    document = models.ForeignKey(
        DocumentText, on_delete=models.CASCADE, related_name="pages_of_text"
    )
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    is_ocr = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="pages_are_numbered")
        ]

    def __str__(self) -> str:
        return f"page {self.number}"


class Derivative(models.Model):
    """Stored bytes that were made of other stored bytes: from what, as what, by what, when."""

    class Role(models.TextChoices):
        TEXT = "text", "Text"
        PICTURE = "picture", "Picture of a page"
        REDACTED = "redacted", "Redacted copy"
        CLEANED = "cleaned", "Copy without metadata"

    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="derivatives")
    derived = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="derived_from")
    role = models.CharField(max_length=10, choices=Role.choices)
    page = models.PositiveIntegerField(default=0, help_text="0: of the whole file")
    maker = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["original", "role", "page", "derived"], name="lineage_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.original_id[:12]}"
