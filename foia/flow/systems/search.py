"""Finding dossiers: by words, place, technology, vendor, status and the part of a body."""

import msgspec
from django.db.models import Q, QuerySet

from foia.models import System, SystemBody, SystemVendor


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look for; what is empty does not narrow."""

    words: str = ""
    place: str = ""
    technology: str = ""
    vendor: str = ""
    status: str = ""


def found(systems: QuerySet[System], filters: Filters) -> QuerySet[System]:
    """Narrow dossiers to those that fit, each once, in no order."""
    for word in filters.words.split():
        systems = systems.filter(_named(word))
    if filters.place:
        systems = systems.filter(place__icontains=filters.place)
    if filters.technology:
        systems = systems.filter(technology=filters.technology)
    if filters.status:
        systems = systems.filter(status=filters.status)
    if filters.vendor:
        vendors = SystemVendor.objects.filter(name__icontains=filters.vendor)
        systems = systems.filter(pk__in=vendors.values("system"))
    return systems


def _named(word: str) -> Q:
    """Return that a word stands in a dossier's name, place or summary, or names one of its own."""
    vendors = SystemVendor.objects.filter(name__icontains=word).values("system")
    bodies = SystemBody.objects.filter(
        Q(agency__name__icontains=word) | Q(agency__other_names__icontains=word)
    )
    here = Q(name__icontains=word) | Q(place__icontains=word) | Q(summary__icontains=word)
    return here | Q(pk__in=vendors) | Q(pk__in=bodies.values("system"))
