"""Dossiers taken in for a team: compared first, then all in one transaction, never doubled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q

from foia import custody
from foia.flow.systems.history import note
from foia.flow.systems.questions import QUESTIONS
from foia.flow.systems.reading import Told, told_in
from foia.gateways import blobs
from foia.letters.catalogue import catalogue
from foia.models import (
    Agency,
    Blob,
    System,
    SystemAct,
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

#: The format such dossiers come in.
SOURCE = "dossiers"
#: The lists of a dossier, and the tables they stand in; bodies are looked up by their names.
PARTS: dict[str, type[Model]] = {
    "vendors": SystemVendor,
    "bodies": SystemBody,
    "facts": SystemFact,
    "documents": SystemDocument,
    "answers": SystemAnswer,
}


@dataclass
class Taken:
    """What came, or would come, of a file. `left_out`: (where it stands, one sentence)."""

    new: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def kept_file(*, content: bytes, file_name: str, now: datetime) -> Blob:
    """Keep the bytes of a file before anybody reads them."""
    with transaction.atomic():
        return custody.keep(content, subject=f"file of dossiers {file_name[:80]}", now=now)


def read_kept(*, blob_id: str, team: Team) -> Taken:
    """Say what would come of a kept file; nothing is written."""
    taken = Taken()
    for _ in _built(blobs.read(blob_id), team, taken):
        pass
    return taken


def take_in(*, blob_id: str, team: Team, by: User, now: datetime) -> Taken:
    """Add the dossiers of a kept file that the team does not have, in one transaction.

    What is there already stays as it is, whoever wrote it; what cannot be read is left out with a
    sentence each. Raises DossierTrouble or TableError where the file is none of ours.
    """
    taken = Taken()
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        for system, parts in _built(blobs.read(blob_id), team, taken):
            system.save(force_insert=True)
            for model, rows in parts.items():
                model._default_manager.bulk_create(rows)
            note(SystemAct.Act.TAKEN_IN, system, by=by, now=now)
    return taken


Parts = dict[type[Model], list[Model]]


def _built(content: bytes, team: Team, taken: Taken) -> Iterator[tuple[System, Parts]]:
    """Yield each new dossier of a file with its parts; note what is there, and what is left out."""
    known = set(System.objects.filter(team=team, source=SOURCE).values_list("source_id", flat=True))
    here = Q(team=None) | Q(team=team)
    uuids = {str(one) for one in System.objects.filter(here).values_list("uuid", flat=True)}
    for told in told_in(content):
        try:
            system = _system(told.values, team)
            if system.source_id in known or str(told.values.get("id", "")) in uuids:
                taken.there.append(system.name)
                continue
            parts = _parts(system, told, team, taken)
        except (DomainError, ValidationError, ValueError, TypeError, KeyError) as error:
            taken.left_out.append((told.where, _sentence(error)))
            continue
        known.add(system.source_id)
        taken.new.append(system.name)
        yield system, parts


def _system(told: Mapping[str, Any], team: Team) -> System:
    """Return the head of a dossier, checked."""
    if told.get("trouble"):
        raise ValueError(told["trouble"])
    name, place = _text(told, "name"), _text(told, "place")
    if not name:
        raise ValueError("It has no name; write down what the system is called.")
    key = f"{name}|{place}".casefold()[:120]
    system = System(
        slug=slug_of(name, team.pk, SOURCE, key),
        name=name,
        place=place,
        technology=catalogue().technology(_text(told, "technology")).id,
        summary=_text(told, "summary"),
        status=_text(told, "status") or System.Status.UNKNOWN,
        latitude=_number(told.get("latitude")),
        longitude=_number(told.get("longitude")),
        licence=_text(told, "licence"),
        attribution=_text(told, "attribution"),
        retrieved_on=_day(told.get("retrieved_on")),
        team=team,
        source=SOURCE,
        source_id=key,
    )
    system.clean_fields()
    return system


def _parts(system: System, told: Told, team: Team, taken: Taken) -> Parts:
    """Return the rows of a dossier's lists; one that cannot be kept is left out with a sentence."""
    parts: Parts = {}
    for name, model in PARTS.items():
        seen: set[tuple[object, ...]] = set()
        for row in told.values.get(name) or ():
            try:
                part = _part(system, model, dict(row), team)
            except (ValidationError, ValueError, TypeError) as error:
                taken.left_out.append((told.where, f"{name}: {_sentence(error)}"))
                continue
            if (key := _key(part)) not in seen:
                seen.add(key)
                parts.setdefault(model, []).append(part)
    return parts


def _part(system: System, model: type[Model], row: dict[str, Any], team: Team) -> Model:
    if model is SystemBody:
        usual = list(catalogue().default_records(system.technology))
        row = {"records": usual} | _with_agency(row, team)
    if model is SystemDocument:
        row["dated_on"] = _day(row.get("dated_on"))
    if model is SystemAnswer and row.get("question") not in QUESTIONS:
        raise ValueError(f"There is no question {row.get('question')!r}; see the exported table.")
    part = model(system=system, **row)
    part.clean_fields(exclude=["system"])
    return part


def _with_agency(row: dict[str, Any], team: Team) -> dict[str, Any]:
    """Return a body's row with the body it names: one that everybody or the team has."""
    name, place, law = (row.pop(key, "") for key in ("body", "place", "law"))
    seen = Agency.objects.filter(Q(team=None) | Q(team=team), merged_into=None, name__iexact=name)
    if place:
        seen = seen.filter(place__iexact=place)
    if law:
        seen = seen.filter(jurisdiction_code=law)
    found = list(seen[:2])
    if len(found) != 1:
        said = "is on file" if not found else "can be told from the others of that name"
        raise ValueError(f"No body «{name}» {said}; write it down among the bodies first.")
    return row | {"agency": found[0]}


def _key(part: Model) -> tuple[object, ...]:
    """Return what a dossier has once."""
    match part:
        case SystemVendor():
            return (part.name,)
        case SystemBody():
            return (part.agency_id, part.role)
        case SystemAnswer():
            return (part.question,)
        case _:
            return (str(part),)


def _text(told: Mapping[str, Any], name: str) -> str:
    return " ".join(str(told.get(name) or "").replace("\x00", "").split())


def _number(told: object) -> float | None:
    return float(str(told)) if told not in (None, "") else None


def _day(told: object) -> date | None:
    return date.fromisoformat(str(told)) if told else None


def _sentence(error: Exception) -> str:
    """Return what is wrong as one line."""
    if isinstance(error, ValidationError):
        words: Sequence[str] = error.messages
        named = error.message_dict if hasattr(error, "error_dict") else {}
        return "; ".join(f"{k}: {' '.join(v)}" for k, v in named.items()) or " ".join(words)
    return str(error)
