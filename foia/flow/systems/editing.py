"""Dossiers by hand: written down for a team, changed, and put together statement by statement."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from django.db import IntegrityError, transaction

from foia.flow.systems.history import Part, changes_of, note
from foia.letters.catalogue import catalogue
from foia.letters.printable import one_line, printable
from foia.models import System, SystemAct, Team, User
from foia.models.slugs import slug_of
from jurisdictions import DomainError

#: Where a dossier comes from that a person wrote down.
BY_HAND = "by_hand"


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
    made = System.objects.create(
        slug=slug_of(str(told["name"]), team.pk, BY_HAND, key),
        team=team,
        source=BY_HAND,
        source_id=key,
        edited_by=by,
        edited_at=now,
        **told,
    )
    note(SystemAct.Act.WRITTEN, made, by=by, now=now)
    return made


@transaction.atomic
def change(*, system: System, by: User, now: datetime, fields: Mapping[str, object]) -> None:
    """Write the head of a dossier anew."""
    told = _tidied(fields)
    before = copy(system)
    for name, value in told.items():
        setattr(system, name, value)
    system.save(update_fields=list(told))
    if changes := changes_of(before, system):
        note(SystemAct.Act.CHANGED, system, by=by, now=now, changes=changes)


def put(*, part: Part, by: User, now: datetime) -> None:
    """Add a statement to its dossier, or change it.

    Raises DossierTrouble if the same stands there already.
    """
    try:
        with transaction.atomic():
            before = type(part)._default_manager.filter(pk=part.pk).first()
            part.save()
            if before is None:
                note(SystemAct.Act.ADDED, part.system, part, by=by, now=now)
            elif changes := changes_of(before, part):
                note(SystemAct.Act.CHANGED, part.system, part, by=by, now=now, changes=changes)
    except IntegrityError as error:
        raise DossierTrouble(
            f"«{part}» stands in this dossier already; change the entry that is there."
        ) from error


@transaction.atomic
def take_out(*, part: Part, by: User, now: datetime) -> None:
    """Take a statement out of its dossier."""
    note(SystemAct.Act.TAKEN_OUT, part.system, part, by=by, now=now)
    part.delete()


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
