"""Single bodies: written down by hand where no table has them, or given to everybody by staff."""

from django.db import transaction
from django.db.models import QuerySet

from foia.flow.agencies.bodies import LONGEST
from foia.flow.agencies.cells import web_address
from foia.flow.agencies.laws import plain
from foia.letters.printable import one_line
from foia.models import Agency, Team
from foia.models.slugs import slug_of
from jurisdictions import DomainError, load_pack

#: Where a body comes from that a person wrote down.
BY_HAND = "by_hand"


class BodyTrouble(DomainError):
    """A body that cannot be written down as told."""


def write_down(
    *, team: Team, name: str, place: str, jurisdiction: str, kind: str = "", homepage: str = ""
) -> Agency:
    """Keep a body for a team. Raises BodyTrouble if it has one of that name, place and law."""
    code = load_pack(jurisdiction).code
    name, place = one_line(name)[: LONGEST["name"]], one_line(place)[: LONGEST["place"]]
    if not name:
        raise BodyTrouble("A body needs a name; write down what it calls itself.")
    key = "|".join(map(plain, (name, place, code)))[:120]
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        if there := Agency.objects.filter(team=team, source=BY_HAND, source_id=key).first():
            raise BodyTrouble(f"«{there}» is among your bodies already; look it up there.")
        return Agency.objects.create(
            slug=slug_of(name, team.pk, BY_HAND, key),
            name=name,
            place=place,
            jurisdiction_code=code,
            kind=one_line(kind)[: LONGEST["kind"]],
            homepage=web_address(homepage.strip()),
            team=team,
            source=BY_HAND,
            source_id=key,
        )


def share(agencies: QuerySet[Agency]) -> int:
    """Give bodies of teams with their addresses to everybody; return how many.

    For staff alone, who have looked at each. One that everybody has from the same source stays
    the team's.
    """
    with transaction.atomic():
        rows = agencies.select_for_update().filter(team__isnull=False, merged_into=None)
        done = [row for row in rows if _share(row)]
    return len(done)


def _share(row: Agency) -> bool:
    others = Agency.objects.filter(team=None, source=row.source, source_id=row.source_id)
    if row.source_id and others.exists():
        return False
    row.contacts.filter(team=row.team_id).update(team=None)
    row.team = None
    row.save(update_fields=["team"])
    return True
