"""Bodies as a table: one row each, with the addresses that a team sees, their source and day."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch, Q, QuerySet

from foia.models import Agency, Channel, Contact

#: By this a body is known again when the table comes back.
ID = "open shutter id"
HEADER = (
    "name",
    "other_names",
    "place",
    "jurisdiction",
    "kind",
    "records_office",
    "email",
    "portal",
    "post",
    "fax",
    "homepage",
    "source_url",
    "verified_on",
    "taken from",
    "number there",
    "licence",
    "attribution",
    "retrieved_on",
    ID,
)
AT_ONCE = 2_000


def exported(agencies: QuerySet[Agency], teams: Sequence[int]) -> Iterator[list[object]]:
    """Yield a row of cells for each body under HEADER, by name; three statements for some thousand.

    Only addresses that work and that these teams may see; the first to use comes first.
    """
    for agency in with_addresses(agencies, teams).order_by("name", "pk").iterator(AT_ONCE):
        yield as_cells(agency)


def with_addresses(agencies: QuerySet[Agency], teams: Sequence[int]) -> QuerySet[Agency]:
    """Return bodies that come with their addresses as `as_cells` wants them."""
    contacts = Contact.objects.filter(Q(team=None) | Q(team__in=teams), is_working=True)
    return agencies.prefetch_related(Prefetch("contacts", queryset=contacts.order_by("rank", "pk")))


def as_cells(agency: Agency) -> list[object]:
    """Return a body's cells under HEADER."""
    by_channel: dict[str, list[str]] = {}
    for contact in agency.contacts.all():
        by_channel.setdefault(contact.channel, []).append(contact.address)
    return [
        agency.name,
        agency.other_names,
        agency.place,
        agency.jurisdiction_code,
        agency.kind,
        agency.records_office,
        *("; ".join(by_channel.get(channel, ())) for channel in _CHANNELS),
        agency.homepage,
        agency.source_url,
        agency.verified_on,
        agency.source,
        agency.source_id,
        agency.licence,
        agency.attribution,
        agency.retrieved_on,
        str(agency.uuid),
    ]


_CHANNELS = (Channel.EMAIL, Channel.PORTAL, Channel.POST, Channel.FAX)
