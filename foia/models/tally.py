"""Numbers of findings that are too many to be counted while somebody waits for a page."""

from django.conf import settings
from django.db import models


class Tally(models.Model):
    """What was counted for one person, or for all readers, under some filters.

    A page that finds it old says when it is wanted anew; the room counts what is wanted.
    """

    key = models.CharField(max_length=64, unique=True, help_text="Whose and which, as SHA-256")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: all readers, what is published",
    )
    filters = models.JSONField(default=dict)
    numbers = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [
            models.Index(
                fields=["wanted_at"],
                condition=models.Q(wanted_at__isnull=False),
                name="tallies_to_count",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or 'readers'} {self.filters}"
