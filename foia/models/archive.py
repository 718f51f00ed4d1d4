"""Stored bytes, and the hash-chained log of who did what to them."""

from typing import Any

from django.db import models


class Blob(models.Model):
    """Bytes known by their SHA-256; the bytes themselves lie in the blob store."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class CustodyEntry(models.Model):
    """One link of the custody chain: its hash covers its own words and the link before it."""

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "custody entries"

    def __str__(self) -> str:
        return f"#{self.seq} {self.act} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"{self} is a link of a chain and cannot be changed.")
        super().save(*args, **kwargs)


class Verification(models.Model):
    """One proof of the whole store: how far it is, and what it found.

    `problems`: sentences, at most as many as a person would read; `found` counts all.
    """

    class Part(models.TextChoices):
        BYTES = "bytes", "Stored bytes"
        CHAIN = "chain", "Custody chain"
        DOCKET = "docket", "Dockets"
        DONE = "done", "Done"

    day_on = models.DateField(unique=True, help_text="Begun once a day")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.BYTES)
    cursor = models.CharField(max_length=64, blank=True, help_text="Where the next step begins")
    checked = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When staff were told by mail")

    def __str__(self) -> str:
        return f"{self.day_on}: {self.found} found"
