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
