"""Bodies as a table: one row each, with the addresses that a team sees, their source and day."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch, Q, QuerySet

from foia.models import Agency, Channel, Contact

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
)
AT_ONCE = 2_000


def exported(agencies: QuerySet[Agency], teams: Sequence[int]) -> Iterator[list[object]]:
    """Yield a row of cells for each body under HEADER, by name; three statements for some thousand.

    Only addresses that work and that these teams may see; the first to use comes first.
    """
    contacts = Contact.objects.filter(Q(team=None) | Q(team__in=teams), is_working=True)
    shown = Prefetch("contacts", queryset=contacts.order_by("rank", "pk"))
    for agency in agencies.order_by("name", "pk").prefetch_related(shown).iterator(AT_ONCE):
        yield _row(agency)


def _row(agency: Agency) -> list[object]:
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
    ]


_CHANNELS = (Channel.EMAIL, Channel.PORTAL, Channel.POST, Channel.FAX)
