"""Findings one by one: as rows of a table, with the address at which each can be read."""

from collections.abc import Callable, Iterator

from foia.flow.findings.scope import Scope
from foia.models import Finding, System

HEADER = (
    "body",
    "place",
    "law",
    "technology",
    "system",
    "record",
    "finding",
    "since",
    "exemptions",
    "page",
    "published_at",
    "their_words",
    "request",
)
AT_ONCE = 1_000
#: Says where a request is read: a public page, or that of the team.
Address = Callable[[Finding], str]


def rows(scope: Scope, address: Address) -> Iterator[list[object]]:
    """Yield a row of cells for each finding under HEADER, by body, some hundred at a time.

    Codes stand as they are kept. For readers «their_words» are empty: the request's page has them.
    """
    found = scope.findings.select_related("request__agency", "request__system")
    ordered = found.order_by("request__agency__name", "request_id", "category")
    for one in ordered.iterator(AT_ONCE):
        yield _cells(one, scope, address)


def _cells(one: Finding, scope: Scope, address: Address) -> list[object]:
    request = one.request
    return [
        request.agency.name,
        request.agency.place,
        request.jurisdiction_code,
        request.technology,
        _system_name(request.system, scope),
        one.category,
        one.state,
        one.found_at.date(),
        "; ".join(one.exemptions),
        one.page,
        one.url,
        "" if scope.is_public else one.quote,
        address(one),
    ]


def _system_name(system: System | None, scope: Scope) -> str:
    """Return how a system is called; readers are not told of a team's own dossier."""
    if system is None or (scope.is_public and system.team_id):
        return ""
    return system.name
