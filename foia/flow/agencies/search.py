"""Finding bodies: by words, place, law, type, technology, channel and how old their check is."""

from collections.abc import Collection
from datetime import date

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.models import Agency, AgencyList, Contact, SystemBody, Team

#: Said instead of a channel: no address that works.
NO_CHANNEL = "none"


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look for; what is empty does not narrow. `verified`: "never", or "before" a day."""

    words: str = ""
    place: str = ""
    jurisdiction: str = ""
    kind: str = ""
    technology: str = ""
    channel: str = ""
    source: str = ""
    verified: str = ""
    before_on: date | None = None


def found(agencies: QuerySet[Agency], filters: Filters, teams: Collection[int]) -> QuerySet[Agency]:
    """Narrow bodies to those that fit; addresses and systems of other teams do not count."""
    seen = Q(team=None) | Q(team__in=teams)
    if filters.words:
        agencies = agencies & Agency.objects.at(filters.words)
    if filters.place:
        agencies = agencies.filter(place__icontains=filters.place)
    if filters.jurisdiction:
        code = filters.jurisdiction
        inside = Q(jurisdiction_code=code) | Q(jurisdiction_code__startswith=f"{code}-")
        agencies = agencies.filter(inside)
    if filters.kind:
        agencies = agencies.filter(kind__iexact=filters.kind)
    if filters.source:
        agencies = agencies.filter(source=filters.source)
    if filters.technology:
        parts = SystemBody.objects.filter(
            Q(system__team=None) | Q(system__team__in=teams),
            agency=OuterRef("pk"),
            system__technology=filters.technology,
        )
        agencies = agencies.filter(Exists(parts))
    return _checked(_reached(agencies, filters, seen), filters)


def _reached(agencies: QuerySet[Agency], filters: Filters, seen: Q) -> QuerySet[Agency]:
    """Narrow to bodies that a channel reaches, or that none does."""
    works = Contact.objects.filter(seen, agency=OuterRef("pk"), is_working=True)
    if filters.channel == NO_CHANNEL:
        return agencies.filter(~Exists(works))
    if filters.channel:
        return agencies.filter(Exists(works.filter(channel=filters.channel)))
    return agencies


def _checked(agencies: QuerySet[Agency], filters: Filters) -> QuerySet[Agency]:
    """Narrow to bodies that nobody checked, or nobody since a day."""
    if filters.verified == "never":
        return agencies.filter(verified_on=None)
    if filters.verified == "before" and filters.before_on:
        return agencies.filter(Q(verified_on=None) | Q(verified_on__lt=filters.before_on))
    return agencies


def filters_of(agency_list: AgencyList) -> Filters | None:
    """Return the search that a list is, or nothing if its bodies were put there by hand."""
    return msgspec.convert(agency_list.filters, Filters) if agency_list.filters else None


def members_of(agency_list: AgencyList) -> QuerySet[Agency]:
    """Return the bodies of a list, put there by hand or found anew by its search."""
    team = agency_list.team_id
    agencies = Agency.objects.filter(Q(team=None) | Q(team=team), merged_into=None)
    filters = filters_of(agency_list)
    if filters is None:
        return agencies.filter(listed__agency_list=agency_list)
    return found(agencies, filters, [team])


def kinds_in(agencies: QuerySet[Agency], *, most: int = 60) -> list[str]:
    """Return the types that these bodies are of, in order."""
    kinds = agencies.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return list(kinds[:most])


def team_ids(teams: QuerySet[Team]) -> list[int]:
    """Return the keys of these teams, read once."""
    return list(teams.values_list("pk", flat=True))
