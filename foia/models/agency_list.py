"""Lists of agencies that a team keeps, and the files they were imported from."""

import uuid

from django.conf import settings
from django.db import models

from foia.models.agency import Agency
from foia.models.archive import Blob
from foia.models.team import Team


class AgencyList(models.Model):
    """Bodies that a team keeps together: picked by hand or import, or found anew by `filters`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="agency_lists")
    name = models.CharField(max_length=200)
    filters = models.JSONField(
        default=dict, blank=True, help_text="A saved search; empty: the bodies listed by hand"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="agency_list_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class ListedAgency(models.Model):
    """One body on one list."""

    agency_list = models.ForeignKey(AgencyList, on_delete=models.CASCADE, related_name="listed")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="listed")

    class Meta:
        verbose_name_plural = "listed agencies"
        constraints = [
            models.UniqueConstraint(fields=["agency_list", "agency"], name="agency_on_a_list_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} on {self.agency_list}"


class AgencyImport(models.Model):
    """One file of bodies: its bytes, how its columns were read, and what came of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        COMPARING = "comparing", "Being compared"
        COMPARED = "compared", "Compared"
        APPLYING = "applying", "Being taken in"
        APPLIED = "applied", "Applied"
        FAILED = "failed", "Could not be read"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="agency_imports")
    agency_list = models.ForeignKey(
        AgencyList, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255)
    profile = models.CharField(max_length=40, help_text="The format it was read as")
    options = models.JSONField(
        default=dict, help_text="Encoding, delimiter, sheet, columns, law, licence, …"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    counts = models.JSONField(default=dict, blank=True, help_text="new, changed, same, refused, …")
    comparison = models.JSONField(default=dict, blank=True, help_text="What the dry run found")
    trouble = models.TextField(blank=True, help_text="Why it failed, in one sentence")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class ImportProblem(models.Model):
    """One row of a file that was not taken, or taken with a doubt: where, what, why."""

    agency_import = models.ForeignKey(
        AgencyImport, on_delete=models.CASCADE, related_name="problems"
    )
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    found = models.TextField(blank=True)
    sentence = models.TextField()
    is_refused = models.BooleanField(help_text="The row was left out")

    class Meta:
        indexes = [models.Index(fields=["agency_import", "line"], name="problems_of_an_import")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class AgencyMerge(models.Model):
    """Two rows that are one body: what went over to the other, so that there is a way back."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict, help_text="{contacts: [pk], listed: [[list, pk]], …}")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(undone_at__isnull=True),
                name="agency_merged_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} into {self.into}"
