"""Systems that a table says its bodies operate: added once, never changed by a later table."""

import re
from collections.abc import Iterator, Mapping, Sequence

from foia.flow.agencies.bodies import LONGEST_KEY, Body, Used
from foia.flow.agencies.uploads import Options
from foia.letters.catalogue import catalogue
from foia.models import (
    AgencyImport,
    Certainty,
    System,
    SystemBody,
    SystemFact,
    SystemVendor,
)
from foia.models.slugs import slug_of

#: What parts the names of vendors in a cell; inside brackets it parts nothing.
BETWEEN_VENDORS = re.compile(r"[,;](?![^(]*\))")


def add_systems(
    row: AgencyImport, bodies: Sequence[Body], pks: Mapping[str, int], options: Options
) -> None:
    """Add the systems that are new, each with the body that operates it and where that is said."""
    used = {key_of(body, one): (body, one) for body in bodies for one in body.systems}
    if not used:
        return
    there = System.objects.filter(team_id=row.team_id, source=row.profile)
    known = set(there.values_list("source_id", flat=True))
    new = {key: pair for key, pair in used.items() if key not in known}
    systems = [_system(row, key, *pair, options) for key, pair in new.items()]
    System.objects.bulk_create(systems)
    SystemBody.objects.bulk_create(_parts(systems, list(new.values()), pks))
    SystemFact.objects.bulk_create(_facts(systems, list(new.values())))
    SystemVendor.objects.bulk_create(_vendors(systems, list(new.values())))


def key_of(body: Body, used: Used) -> str:
    """Return by what a system is known again: its number, or its technology and its body."""
    return used.source_id or f"{used.technology}|{body.source_id}"[:LONGEST_KEY]


def _system(row: AgencyImport, key: str, body: Body, used: Used, options: Options) -> System:
    called = catalogue().technology(used.technology).label("en")
    return System(
        slug=slug_of(body.name, row.team_id, row.profile, key),
        name=f"{called}: {body.name}"[:300],
        place=body.place,
        technology=used.technology,
        summary=used.summary,
        team_id=row.team_id,
        source=row.profile,
        source_id=key,
        licence=options.licence,
        attribution=options.attribution,
        retrieved_on=options.retrieved_on,
    )


def _parts(
    systems: Sequence[System], said: Sequence[tuple[Body, Used]], pks: Mapping[str, int]
) -> Iterator[SystemBody]:
    for system, (body, used) in zip(systems, said, strict=True):
        yield SystemBody(
            system=system,
            agency_id=pks[body.source_id],
            role=SystemBody.Role.OPERATOR,
            records=list(catalogue().default_records(used.technology)),
            source=system.attribution,
            source_url=used.fact_url,
            certainty=Certainty.REPORTED,
        )


def _facts(systems: Sequence[System], said: Sequence[tuple[Body, Used]]) -> Iterator[SystemFact]:
    for system, (_, used) in zip(systems, said, strict=True):
        if used.summary and used.fact_url:
            yield SystemFact(
                system=system,
                statement=used.summary,
                source=used.fact_url,
                source_url=used.fact_url,
                certainty=Certainty.REPORTED,
            )


def _vendors(
    systems: Sequence[System], said: Sequence[tuple[Body, Used]]
) -> Iterator[SystemVendor]:
    for system, (_, used) in zip(systems, said, strict=True):
        names = (name.strip()[:200] for name in BETWEEN_VENDORS.split(used.vendors))
        for name in dict.fromkeys(name for name in names if name):
            yield SystemVendor(
                system=system,
                name=name,
                source=system.attribution,
                source_url=used.fact_url,
                certainty=Certainty.REPORTED,
            )
