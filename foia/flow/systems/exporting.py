"""Dossiers handed out: as plain values that keep each source, and as a table of one row each."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from foia.models import Agency, System, SystemBody, SystemFact

#: Topics of facts that have a column of their own.
TOPICS = (
    SystemFact.Topic.AREA,
    SystemFact.Topic.GOALS,
    SystemFact.Topic.WORKS,
    SystemFact.Topic.BIAS,
    SystemFact.Topic.MONEY,
    SystemFact.Topic.LAW,
)
HEAD = ("name", "place", "technology", "status", "summary", "latitude", "longitude")
FROM = ("licence", "attribution", "retrieved_on")
#: By this a dossier is known again when the table comes back.
ID = "open shutter id"
HEADER = (
    *HEAD,
    "vendors",
    *(str(topic.value) for topic in TOPICS),
    *(f"{role.value}s" for role in SystemBody.Role),
    "documents",
    "answers",
    *FROM,
    ID,
)
#: Parts the names in one cell.
BETWEEN = "; "
AT_ONCE = 500
SOURCED = ("source", "source_url", "certainty")


def with_parts(systems: QuerySet[System], agencies: QuerySet[Agency]) -> QuerySet[System]:
    """Return dossiers that come whole, in six statements; only these bodies are named."""
    bodies = SystemBody.objects.filter(agency__in=agencies).select_related("agency")
    return systems.prefetch_related(
        "vendors", "facts", "documents", "answers", Prefetch("bodies", queryset=bodies)
    )


def as_rows(systems: QuerySet[System]) -> Iterator[list[object]]:
    """Yield the cells of each dossier under HEADER, by name, some hundred at a time."""
    for system in systems.order_by("name", "pk").iterator(AT_ONCE):
        yield _cells(system)


def as_dossier(system: System) -> dict[str, Any]:
    """Return a dossier whole, as plain values: each statement with its source and certainty."""
    return {
        "id": str(system.uuid),
        **_columns(system, (*HEAD, *FROM)),
        "vendors": _all(system.vendors.all(), "name", "part"),
        "bodies": [_part(part) for part in system.bodies.all()],
        "facts": _all(system.facts.all(), "topic", "statement"),
        "documents": _all(system.documents.all(), "title", "category", "dated_on", "url"),
        "answers": _all(system.answers.all(), "question", "answer", "note"),
    }


def _cells(system: System) -> list[object]:
    facts: dict[str, list[str]] = {}
    for fact in system.facts.all():
        facts.setdefault(fact.topic, []).append(fact.statement)
    bodies: dict[str, list[str]] = {}
    for part in system.bodies.all():
        bodies.setdefault(part.role, []).append(part.agency.name)
    return [
        *(getattr(system, name) for name in HEAD),
        _line(vendor.name for vendor in system.vendors.all()),
        *(" ".join(facts.get(topic, ())) for topic in TOPICS),
        *(_line(bodies.get(role, ())) for role in SystemBody.Role),
        _line(document.title for document in system.documents.all()),
        _line(f"{one.question}={one.answer}" for one in system.answers.all()),
        *(getattr(system, name) for name in FROM),
        str(system.uuid),
    ]


def _line(names: Iterable[str]) -> str:
    return BETWEEN.join(names)


def _part(part: SystemBody) -> dict[str, Any]:
    agency = part.agency
    named = {"body": agency.name, "place": agency.place, "law": agency.jurisdiction_code}
    return named | _columns(part, ("role", "records", "why", *SOURCED))


def _all(rows: Iterable[Model], *names: str) -> list[dict[str, Any]]:
    return [_columns(row, (*names, *SOURCED)) for row in rows]


def _columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return columns by their names; those that hold nothing are left out."""
    values = {name: getattr(row, name) for name in names}
    return {name: value for name, value in values.items() if value not in ("", None, [])}
