"""Public bodies, the addresses they are reached at, and the days they publish as closed."""

import uuid
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, StrIndex, Substr

from foia.models.origin import Origin
from foia.models.team import Team
from jurisdictions import DomainError, load_pack


class Channel(models.TextChoices):
    """A way a body takes requests."""

    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Portal"
    POST = "post", "Post"
    FAX = "fax", "Fax"


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Ways to look agencies up."""

    def at(self, place: str) -> "AgencyQuerySet":
        """Narrow to bodies whose place, name or other names contain the words given."""
        found = self
        for word in place.split():
            found = found.filter(
                models.Q(place__icontains=word)
                | models.Q(name__icontains=word)
                | models.Q(other_names__icontains=word)
            )
        return found


class Agency(Origin):
    """One public body. The law that binds it is named by its jurisdiction's code."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    other_names = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200)
    jurisdiction_code = models.CharField(max_length=40, db_index=True)
    calendar = models.CharField(
        max_length=40, blank=True, help_text="Of its law's calendars the one it follows, if any"
    )
    kind = models.CharField(max_length=40, blank=True)
    records_office = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        help_text="Who alone uses it; empty: everybody",
    )
    homepage = models.URLField(max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "source", "source_id"],
                condition=models.Q(team__isnull=False) & ~models.Q(source_id=""),
                name="agency_of_a_source_once_in_a_team",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=models.Q(team__isnull=True) & ~models.Q(source_id=""),
                name="agency_of_a_source_once",
            ),
        ]
        # On Postgres three more, by parts of words, serve `at`: see the migration «by_the_million».
        indexes = [
            models.Index(fields=["place", "name", "id"], name="agencies_by_place"),
            models.Index(fields=["name", "id"], name="agencies_by_name"),
            models.Index(fields=["kind", "team", "merged_into"], name="agencies_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a jurisdiction that is not on file, or a calendar that its law does not name."""
        try:
            pack = load_pack(self.jurisdiction_code)
        except DomainError as error:
            raise ValidationError({"jurisdiction_code": str(error)}) from error
        if self.calendar and self.calendar not in (pack.calendar, *pack.calendars):
            known = ", ".join((pack.calendar, *pack.calendars))
            raise ValidationError(
                {"calendar": f"{pack.code} follows no calendar {self.calendar!r}, only: {known}."}
            )

    def contact(self, team_id: int | None = None) -> "Contact | None":
        """Return the working contact to use first, from prefetched rows where there are any.

        A team's own contacts come before everybody's; those of other teams are not there. One of
        its own that does not work hides everybody's of the same address from that team alone.
        """
        return first_usable(self.contacts.all(), team_id)


class Contact(models.Model):
    """One address of one body on one channel."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=500)
    # What stands after the @, kept by the database so that a sender is looked up by an index.
    domain = models.GeneratedField(
        expression=Lower(Substr("address", StrIndex("address", models.Value("@")) + 1)),
        output_field=models.CharField(max_length=500),
        db_persist=True,
        db_index=True,
    )
    rank = models.PositiveSmallIntegerField(default=1)
    team = models.ForeignKey(
        Team,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        help_text="Who alone uses it; empty: everybody",
    )
    is_working = models.BooleanField(default=True)
    source_url = models.URLField(max_length=500, blank=True)
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel", "address"],
                condition=models.Q(team__isnull=True),
                name="contact_of_agency_once",
            ),
            models.UniqueConstraint(
                fields=["team", "agency", "channel", "address"],
                condition=models.Q(team__isnull=False),
                name="contact_of_agency_once_in_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.address}"


class Address(Protocol):
    """A contact, or what of its columns decides whether it is used."""

    @property
    def pk(self) -> Any: ...
    @property
    def team_id(self) -> Any: ...
    @property
    def channel(self) -> Any: ...
    @property
    def address(self) -> Any: ...
    @property
    def rank(self) -> Any: ...
    @property
    def is_working(self) -> Any: ...


C = TypeVar("C", bound=Address)


def first_usable(contacts: Iterable[C], team_id: int | None) -> C | None:
    """Return which of a body's contacts a team uses first; see `Agency.contact`."""
    seen = [contact for contact in contacts if contact.team_id in (None, team_id)]
    broken = {(c.channel, c.address) for c in seen if c.team_id and not c.is_working}
    usable = [c for c in seen if c.is_working and (c.channel, c.address) not in broken]
    return min(usable, key=lambda c: (c.team_id is None, c.rank, c.pk), default=None)


class AgencyClosure(models.Model):
    """Days on which one body is closed, as it published them. Whether they count is the law's."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="closures")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")),
                name="closure_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}: {self.reason}"
