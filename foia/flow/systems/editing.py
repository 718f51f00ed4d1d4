"""Dossiers by hand: written down for a team, changed, and put together statement by statement."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from foia.letters.catalogue import catalogue
from foia.letters.printable import one_line, printable
from foia.models import (
    System,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
    Team,
    User,
)
from foia.models.slugs import slug_of
from jurisdictions import DomainError

#: Where a dossier comes from that a person wrote down.
BY_HAND = "by_hand"
Part = SystemVendor | SystemBody | SystemFact | SystemDocument | SystemAnswer


class DossierTrouble(DomainError):
    """A dossier that cannot be written like that, and what to do instead."""


@transaction.atomic
def write_down(*, team: Team, by: User, now: datetime, fields: Mapping[str, object]) -> System:
    """Keep a new dossier for a team. Raises DossierTrouble if it has one of that name and place."""
    told = _tidied(fields)
    key = f"{told['name']}|{told['place']}".casefold()[:120]
    Team.objects.select_for_update().get(pk=team.pk)
    if there := System.objects.filter(team=team, source=BY_HAND, source_id=key).first():
        raise DossierTrouble(f"«{there}» is among your dossiers already; change it there.")
    return System.objects.create(
        slug=slug_of(str(told["name"]), team.pk, BY_HAND, key),
        team=team,
        source=BY_HAND,
        source_id=key,
        edited_by=by,
        edited_at=now,
        **told,
    )


def change(*, system: System, by: User, now: datetime, fields: Mapping[str, object]) -> None:
    """Write the head of a dossier anew."""
    told = _tidied(fields) | {"edited_by": by, "edited_at": now}
    for name, value in told.items():
        setattr(system, name, value)
    system.save(update_fields=list(told))


def put(*, part: Part, by: User, now: datetime) -> None:
    """Add a statement to its dossier, or change it.

    Raises DossierTrouble if the same stands there already.
    """
    try:
        with transaction.atomic():
            part.save()
            _edited(part.system, by, now)
    except IntegrityError as error:
        raise DossierTrouble(
            f"«{part}» stands in this dossier already; change the entry that is there."
        ) from error


@transaction.atomic
def take_out(*, part: Part, by: User, now: datetime) -> None:
    """Take a statement out of its dossier."""
    system = part.system
    part.delete()
    _edited(system, by, now)


def _edited(system: System, by: User, now: datetime) -> None:
    system.edited_by, system.edited_at = by, now
    system.save(update_fields=["edited_by", "edited_at"])


def _tidied(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the head of a dossier as it is kept. Raises UnknownEntry for no known technology."""
    told = dict(fields)
    for name in ("name", "place"):
        told[name] = one_line(str(told[name]))
    told["technology"] = catalogue().technology(str(told["technology"])).id
    told["summary"] = printable(str(told.get("summary", ""))).strip()
    if not told["name"]:
        raise DossierTrouble("A dossier needs a name; write down what the system is called.")
    return told
