"""The history of a dossier: who changed which statement, when, and from what into what."""

from django.conf import settings
from django.db import models

from foia.models.system import System


class SystemAct(models.Model):
    """What somebody did to a dossier: it is only ever added to.

    `part`: the list in which the statement `about` stands; empty: the dossier's head. `changes`:
    [[field, was, is]], of what was changed.
    """

    class Act(models.TextChoices):
        WRITTEN = "written", "Written down"
        TAKEN_IN = "taken_in", "Taken in from a file"
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        TAKEN_OUT = "taken_out", "Taken out"

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=9, choices=Act.choices)
    part = models.CharField(max_length=12, blank=True)
    about = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.about}".strip()
