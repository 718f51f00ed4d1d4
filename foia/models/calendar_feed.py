"""Calendar feeds: addresses at which a calendar program reads what is due, without signing in."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models

from foia.models.team import Team


class CalendarFeed(models.Model):
    """A person's own deadlines, or those of a team of theirs. Who knows its address reads it.

    Only a hash of the secret part of the address is kept; removing the row ends the feed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    hides_details = models.BooleanField(
        default=False, help_text="Days and sections alone: no body, no title"
    )
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="The last day it was read")

    def __str__(self) -> str:
        return f"feed {self.uuid}"


def new_token() -> str:
    """Return the secret part of a feed's address."""
    return secrets.token_urlsafe(24)


def digest_of_token(token: str) -> str:
    """Return the hash by which a feed is found."""
    return hashlib.sha256(token.encode()).hexdigest()
