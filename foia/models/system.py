"""Dossiers: deployed surveillance systems, and the bodies that buy, run, fund and watch them."""

import uuid

from django.db import models

from foia.models.agency import Agency
from foia.models.team import Team


class Certainty(models.TextChoices):
    """How sure a fact of a dossier is."""

    VERIFIED = "verified", "Verified"
    REPORTED = "reported", "Reported"
    UNVERIFIED = "unverified", "Not verified"


class System(models.Model):
    """A deployed system. It never has one holder of records; its bodies say who holds what."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    place = models.CharField(max_length=200, db_index=True)
    technology = models.CharField(max_length=40, db_index=True)
    summary = models.TextField(blank=True)
    vendors = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        help_text="Who alone uses it; empty: everybody",
    )
    source = models.CharField(max_length=40, blank=True, help_text="The format it came in")
    source_id = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return self.name


class SystemBody(models.Model):
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


class SystemFact(models.Model):
    """One statement about a system, with where it comes from and how sure it is."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="facts")
    statement = models.TextField()
    source = models.CharField(max_length=500)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)

    def __str__(self) -> str:
        return self.statement
