"""Where a row that was taken over from somebody else's table comes from."""

from django.db import models


class Origin(models.Model):
    """The source of a row, its number there, and under which licence it may be passed on."""

    source = models.CharField(max_length=40, blank=True, help_text="The format it came in")
    source_id = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
