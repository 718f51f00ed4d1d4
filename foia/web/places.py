"""Places, and who is known to watch there: looked up for the wizard in few queries."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from foia import access
from foia.access import Person
from foia.flow.systems import ROLES_IN_ORDER
from foia.models import Agency, System, SystemBody

SHOWN = 40


@dataclass(frozen=True)
class Place:
    """A place by its name, and how many bodies and systems are known there."""

    name: str
    agencies: int
    systems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """A body one may ask, and the part it plays in a system if that is known."""

    agency: Agency
    part: SystemBody | None = None


def known(person: Person) -> tuple[Place, ...]:
    """Return all places where this person knows a body, in order of their names."""
    return _with_systems(person, access.agencies_for(person))


def search(words: str, person: Person) -> tuple[Place, ...]:
    """Return the places that match, by their name or by a body or system there."""
    named = access.systems_for(person)
    for word in words.split():
        named = named.filter(Q(name__icontains=word) | Q(place__icontains=word))
    watching = SystemBody.objects.filter(system__in=named).values("agency")
    found = Agency.objects.at(words) | Agency.objects.filter(pk__in=watching)
    return _with_systems(person, access.agencies_for(person) & found)


def systems_at(place: str, person: Person) -> QuerySet[System]:
    """Return the systems known at a place, with their bodies."""
    bodies = SystemBody.objects.filter(agency__in=access.agencies_for(person))
    return (
        access.systems_for(person)
        .filter(Q(place=place) | Q(bodies__agency__place=place))
        .distinct()
        .order_by("name")
        .prefetch_related(Prefetch("bodies", queryset=bodies.select_related("agency")))
    )


def bodies_at(place: str, technology: str, person: Person, dossier: str = "") -> list[Body]:
    """Return whom one may ask: bodies with a part in such a system first, then all others.

    `dossier`: the slug of the system that is meant, whose bodies come before all.
    """
    parts = [
        part
        for system in systems_at(place, person)
        if system.technology == technology
        for part in system.bodies.all()
    ]
    parts.sort(key=lambda p: (p.system.slug != dossier, ROLES_IN_ORDER.index(p.role)))
    bodies: dict[int, Body] = {}
    for part in parts:
        bodies.setdefault(part.agency_id, Body(part.agency, part))
    for agency in access.agencies_for(person).filter(place=place).order_by("name"):
        bodies.setdefault(agency.pk, Body(agency))
    return list(bodies.values())


def _with_systems(person: Person, agencies: QuerySet[Agency]) -> tuple[Place, ...]:
    placed = agencies.exclude(place="")
    rows = placed.values("place").annotate(number=Count("pk")).order_by("place")
    counted = [(row["place"], row["number"]) for row in rows[:SHOWN]]
    named: dict[str, list[str]] = {}
    systems = access.systems_for(person).filter(place__in=[place for place, _ in counted])
    for place, name in systems.values_list("place", "name"):
        named.setdefault(place, []).append(name)
    return tuple(Place(place, number, tuple(named.get(place, ()))) for place, number in counted)
