"""Words that a person keeps for their letters: asks, frames and signatures."""

import uuid

from django.conf import settings
from django.db import models

from foia.letters.own_checks import LONGEST, LONGEST_NAME
from foia.models.team import Team


class OwnWordsQuerySet(models.QuerySet["OwnWords"]):
    """Ways to pick own words."""

    def of(self, user_id: int) -> "OwnWordsQuerySet":
        """Narrow to what this person keeps."""
        return self.filter(owner_id=user_id)


class OwnWords(models.Model):
    """An ask, a frame or a signature. A letter takes a copy, so changing one changes no letter."""

    class Kind(models.TextChoices):
        ASK = "ask", "Ask"
        FRAME = "frame", "Opening and closing"
        SIGNATURE = "signature", "Signature"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_words"
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="own_words",
        help_text="Whose members may use them too; only the owner changes them",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=LONGEST_NAME)
    language = models.CharField(max_length=8, blank=True, help_text="Empty: every language")
    category = models.CharField(max_length=40, blank=True, help_text="Of an ask; empty: none")
    opening = models.TextField(max_length=LONGEST["opening"], blank=True)
    closing = models.TextField(max_length=LONGEST["closing"], blank=True)
    text = models.TextField(blank=True, help_text="An ask, or the lines of a signature")
    saved_at = models.DateTimeField()

    objects = OwnWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "own words"
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "name"], name="own_words_named_once"),
            models.CheckConstraint(
                name="own_words_say_something",
                condition=~models.Q(text="") | ~models.Q(opening="") | ~models.Q(closing=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
