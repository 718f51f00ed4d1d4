"""Dossiers: deployed surveillance systems, and the bodies that buy, run, fund and watch them."""

import uuid

from django.conf import settings
from django.db import models

from foia.models.agency import Agency
from foia.models.origin import Origin
from foia.models.team import Team


class Certainty(models.TextChoices):
    """How sure a fact of a dossier is."""

    VERIFIED = "verified", "Verified"
    REPORTED = "reported", "Reported"
    UNVERIFIED = "unverified", "Not verified"


class System(Origin):
    """A deployed system. It never has one holder of records; its bodies say who holds what."""

    class Status(models.TextChoices):
        UNKNOWN = "unknown", "Not known"
        PLANNED = "planned", "Planned"
        TRIAL = "trial", "On trial"
        IN_USE = "in_use", "In use"
        SUSPENDED = "suspended", "Suspended"
        ENDED = "ended", "Ended"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    place = models.CharField(max_length=200, db_index=True)
    technology = models.CharField(max_length=40, db_index=True)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    latitude = models.FloatField(null=True, blank=True, help_text="Of its city, in degrees")
    longitude = models.FloatField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        help_text="Who alone uses it; empty: everybody",
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Empty: as it came")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "source", "source_id"],
                condition=models.Q(team__isnull=False) & ~models.Q(source_id=""),
                name="system_of_a_source_once_in_a_team",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=models.Q(team__isnull=True) & ~models.Q(source_id=""),
                name="system_of_a_source_once",
            ),
            models.CheckConstraint(
                name="system_lies_on_the_globe",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def vendor_names(self) -> str:
        """Who made or sold it, as one line."""
        return ", ".join(vendor.name for vendor in self.vendors.all())


class Sourced(models.Model):
    """A statement of a dossier: where it comes from, and how sure it is."""

    source = models.CharField(max_length=500, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    certainty = models.CharField(
        max_length=12, choices=Certainty.choices, default=Certainty.UNVERIFIED
    )

    class Meta:
        abstract = True


class SystemVendor(Sourced):
    """A company that made, sold or runs a part of a system; `part` says which."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="vendors")
    name = models.CharField(max_length=200, db_index=True)
    part = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="vendor_of_a_system_once")
        ]

    def __str__(self) -> str:
        return self.name


class SystemBody(Sourced):
    """The part one body plays in a system, and the record categories to ask it for."""

    class Role(models.TextChoices):
        BUYER = "buyer", "Buyer"
        OPERATOR = "operator", "Operator"
        FUNDER = "funder", "Funder"
        AUTHORIZER = "authorizer", "Authorizer"
        WATCHDOG = "watchdog", "Watchdog"

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="bodies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="systems")
    role = models.CharField(max_length=12, choices=Role.choices)
    records = models.JSONField(default=list)
    why = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "system bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "agency", "role"], name="body_plays_a_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.role}) of {self.system}"


class SystemFact(Sourced):
    """One statement about a system."""

    class Topic(models.TextChoices):
        AREA = "area", "Where it is used"
        GOALS = "goals", "What it is officially for"
        WORKS = "works", "How it is said to work"
        BIAS = "bias", "Whom it may wrong"
        STATUS = "status", "Whether it runs"
        MONEY = "money", "Contracts and money"
        LAW = "law", "Legal basis and disputes"
        OTHER = "other", "What else is known"

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="facts")
    topic = models.CharField(max_length=8, choices=Topic.choices, default=Topic.OTHER)
    statement = models.TextField()

    def __str__(self) -> str:
        return self.statement


class SystemDocument(Sourced):
    """A document that exists; where it cannot be read, that is all that is known of it."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=300)
    category = models.CharField(max_length=40, blank=True, help_text="Its record category")
    dated_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True, help_text="Where everybody can read it")

    def __str__(self) -> str:
        return self.title


class SystemAnswer(Sourced):
    """The answer to one question of public control. No row means that nobody has looked."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=7, choices=Answer.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "question"], name="question_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
