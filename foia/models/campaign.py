"""Campaigns: one question to many bodies, and the waves in which its letters leave."""

import uuid

from django.conf import settings
from django.db import models

from foia.models.agency import Agency
from foia.models.archive import Blob
from foia.models.sealed import SealedJSONField, SealedTextField
from foia.models.system import System
from foia.models.team import Team


class Campaign(models.Model):
    """The same ask to many bodies, in the name of one person.

    `ask`: [{category, texts: {language: words}}]; without words in a letter's language the
    catalogue's stand. `own`: {language: {opening, closing, signature, signed_as}}.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="For the team; never sent")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, blank=True)
    technology = models.CharField(max_length=40)
    ask = models.JSONField(default=list)
    own = models.JSONField(default=dict, blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaigns"
    )
    signed_name = models.CharField(max_length=200)
    signed_address = SealedTextField(blank=True)
    signed_organization = models.CharField(max_length=200, blank=True)
    identity = SealedJSONField(default=dict, blank=True)
    needs_second_approval = models.BooleanField(default=False)
    is_sandbox = models.BooleanField(
        help_text="Made while mail went to the sandbox; never leaves it"
    )
    is_closed = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="campaign_named_once")]

    def __str__(self) -> str:
        return self.name


class CampaignFile(models.Model):
    """A file that goes with every first letter of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "position"], name="campaign_files_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignBody(models.Model):
    """One body that a campaign asks, with what its own letter says (merge fields)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="bodies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="campaign_bodies")
    fields = models.JSONField(default=dict, blank=True, help_text="{name: words for this body}")

    class Meta:
        verbose_name_plural = "campaign bodies"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "agency"], name="body_of_a_campaign_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.campaign}"


class Wave(models.Model):
    """Letters of one step of a campaign that are prepared, approved and sent together.

    `cursor` is the last `WaveBody` that was prepared, then the last one that was put in line.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Being planned"
        PREPARING = "preparing", "Letters are being written"
        READY = "ready", "Waiting for approval"
        RELEASING = "releasing", "Approved, being put in line"
        SENDING = "sending", "Being sent"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"

    #: In these states a room has something to do for it.
    WORKING = (State.PREPARING, State.RELEASING)
    #: In these states none of its letters may be handed over.
    HALTED = (State.PAUSED, State.STOPPED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=32, default="request", help_text="The kind of letter")
    remedy = models.CharField(max_length=40, blank=True, help_text="Of an appeal: its step")
    is_pilot = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    cursor = models.PositiveBigIntegerField(default=0)

    # The schedule. Changed while it runs, it counts from the next letter on.
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Not before this moment")
    per_minute = models.PositiveIntegerField(default=60, help_text="Letters of this wave a minute")
    per_domain_hour = models.PositiveIntegerField(
        default=30, help_text="Letters of this wave to one mail domain an hour"
    )
    keeps_office_hours = models.BooleanField(
        default=True, help_text="Only on working days, in office hours of each body's place"
    )

    prepared_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Over all its letters' digests")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waves_approved",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waves_seconded",
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waves_made"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="waves_are_numbered"),
            models.CheckConstraint(
                name="a_wave_leaves_approved",
                condition=models.Q(state__in=["planned", "preparing", "ready", "stopped"])
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="seconded_by_another_person",
                condition=models.Q(seconded_by__isnull=True)
                | ~models.Q(seconded_by=models.F("approved_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=["preparing", "releasing", "sending"]),
                name="waves_at_work",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.number}"


class WaveBody(models.Model):
    """One body in one wave, and why it got no letter, if it got none."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey(CampaignBody, on_delete=models.CASCADE, related_name="waves")
    trouble = models.TextField(blank=True, help_text="Why there is no letter, in one sentence")

    class Meta:
        verbose_name_plural = "wave bodies"
        constraints = [models.UniqueConstraint(fields=["wave", "body"], name="body_in_a_wave_once")]

    def __str__(self) -> str:
        return f"{self.body} in {self.wave}"


class WaveAct(models.Model):
    """What somebody did to a wave, and when: it is only ever added to."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.wave}"


class CampaignAct(models.Model):
    """What somebody changed of a campaign's own rules, and when: it is only ever added to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.campaign}"
