"""One request for records to one agency."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from foia.models.agency import Agency
from foia.models.campaign import Campaign
from foia.models.sealed import SealedJSONField, SealedTextField
from foia.models.system import System

if TYPE_CHECKING:
    from foia.models.message import Message


class RecordsRequestQuerySet(models.QuerySet["RecordsRequest"]):
    """Ways to pick requests."""

    def of(self, user_id: int) -> "RecordsRequestQuerySet":
        """Narrow to the requests this person signed."""
        return self.filter(requester_id=user_id)

    def on_desks(self, desks: Sequence[int]) -> "RecordsRequestQuerySet":
        """Narrow to the requests that lie on these desks; see `RecordsRequest.desk`."""
        campaigns = [desk for desk in desks if desk > 0]
        people = [-desk for desk in desks if desk < 0]
        own = models.Q(requester__in=people, campaign=None)
        return self.filter(own | models.Q(campaign__in=campaigns))

    def to_refold(self, now: datetime) -> "RecordsRequestQuerySet":
        """Narrow to requests whose stage may have changed because time went by."""
        return self.filter(refold_at__lte=now)

    def open(self) -> "RecordsRequestQuerySet":
        """Narrow to requests that have left and that nobody has ended."""
        return self.exclude(stage__in=[RecordsRequest.NOT_SENT, "withdrawn", "closed"])

    def to_remind_of(self, now: datetime) -> "RecordsRequestQuerySet":
        """Narrow to requests of which somebody may have to be told something."""
        return self.filter(remind_at__lte=now)

    def look_again(self, now: datetime) -> int:
        """Have the reminders look at these: something about them changed for a person."""
        return self.update(remind_at=now)

    def started(self) -> "RecordsRequestQuerySet":
        """Narrow to requests that have a history."""
        return self.exclude(stage=RecordsRequest.NOT_SENT)


class RecordsRequest(models.Model):
    """One request to one agency: who asks, what for, under which law. Its history is the docket."""

    NOT_SENT = "not_sent"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    reply_token = models.CharField(max_length=40, unique=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="records_requests",
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="records_requests")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, blank=True)
    jurisdiction_code = models.CharField(max_length=40)
    variants = models.JSONField(default=list, blank=True)
    technology = models.CharField(max_length=40)
    ask = models.JSONField(help_text="[{category, text}] in the order of the letter")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    signed_name = models.CharField(max_length=200)
    signed_address = SealedTextField(blank=True)
    signed_organization = models.CharField(max_length=200, blank=True)
    identity = SealedJSONField(
        default=dict, blank=True, help_text="What else this law asks of its writer, by name"
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    expected_on = models.DateField(
        null=True, blank=True, help_text="When an answer would be due, if it left as dated"
    )
    is_sandbox = models.BooleanField(
        help_text="Made while mail went to the sandbox; never leaves it"
    )
    created_at = models.DateTimeField()
    is_indexed = models.BooleanField(default=False, help_text="The search knows it as it stands")

    # Projections of the docket, written by foia.docket alone.
    stage = models.CharField(max_length=24, default=NOT_SENT, db_index=True)
    next_due_on = models.DateField(null=True, blank=True)
    refold_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(
        null=True, blank=True, help_text="When the reminders look at it again, if anything is ahead"
    )
    notes = models.JSONField(default=list, blank=True, help_text="What the law leaves open here")
    law_on = models.DateField(null=True, blank=True, help_text="The day that chose the law")
    clocks_from = models.DateField(null=True, blank=True, help_text="First day any clock looks at")
    clocks_to = models.DateField(null=True, blank=True, help_text="Last day any clock looks at")

    objects = RecordsRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "agency"], name="a_campaign_asks_a_body_once"
            )
        ]
        indexes = [
            models.Index(fields=["requester", "next_due_on"], name="requests_of_a_person"),
            models.Index(
                fields=["requester", "created_at", "id"],
                condition=models.Q(campaign__isnull=True),
                name="requests_of_ones_own",
            ),
            models.Index(
                fields=["campaign", "stage", "next_due_on", "id"],
                condition=models.Q(campaign__isnull=False),
                name="requests_of_a_campaign",
            ),
            models.Index(  # with whom it asks under which law, so that no row is looked at for that
                fields=["campaign", "id", "agency", "jurisdiction_code"],
                condition=models.Q(campaign__isnull=False),
                name="requests_of_a_campaign_in_turn",
            ),
            models.Index(
                fields=["jurisdiction_code", "clocks_to", "clocks_from"],
                name="requests_by_law_and_days",
            ),
            models.Index(fields=["technology"], name="requests_by_technology"),
            models.Index(
                fields=["id"],
                condition=models.Q(is_indexed=False),
                name="requests_to_index",
            ),
            models.Index(
                fields=["refold_at"],
                name="requests_to_refold",
                condition=models.Q(refold_at__isnull=False),
            ),
            models.Index(
                fields=["remind_at"],
                name="requests_to_remind_of",
                condition=models.Q(remind_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def desk(self) -> int:
        """On whose desk it lies: its campaign's key; without one, minus its requester's.

        Rows that are listed for a person by the million know it too, in the order of an index.
        """
        return self.campaign_id or -self.requester_id


class AgencyReferenceQuerySet(models.QuerySet["AgencyReference"]):
    """Ways to learn and look up the numbers that bodies give."""

    def learn(
        self, request: RecordsRequest, text: str, *, message: "Message | None" = None
    ) -> None:
        """Remember a body's number for a request, and from which mail; the same number once."""
        self.learn_all([(request, text, message)])

    def learn_all(
        self, told: "Iterable[tuple[RecordsRequest, str | None, Message | None]]"
    ) -> None:
        """Remember several numbers, in one statement; as `learn` each."""
        rows = [
            AgencyReference(request=request, text=text.strip()[:80], key=key, message=message)
            for request, text, message in told
            if text and (key := reference_key(text))
        ]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)

    def known_as(self, texts: Iterable[str]) -> "AgencyReferenceQuerySet":
        """Narrow to these numbers, however they are spaced and whatever their capitals."""
        return self.filter(key__in=[reference_key(text) for text in texts])


class AgencyReference(models.Model):
    """The number that a body gives a request, learned from its mail or typed in."""

    request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="agency_references"
    )
    text = models.CharField(max_length=80)
    key = models.CharField(max_length=80, db_index=True)
    message = models.ForeignKey(
        "foia.Message",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The mail it was learned from; empty: typed in",
    )

    objects = AgencyReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="agency_reference_once")
        ]

    def __str__(self) -> str:
        return self.text


def reference_key(text: str) -> str:
    """Return a number as it is compared: without spaces, in lower case."""
    return "".join(text.split()).casefold()[:80]
