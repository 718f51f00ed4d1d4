"""Counting what was learnt: the database groups, Python folds what it grouped.

Every query groups in SQL, so that as many rows come back as there are groups, not findings.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from foia.flow.findings.scope import WITHHOLDS, Scope
from foia.models import Deadline, SystemVendor

#: The deadline whose outcome says whether a body answered in time.
RESPONSE = "response"


class Cell(NamedTuple):
    """So many findings of one law, technology, record category and state."""

    law: str
    technology: str
    category: str
    state: str
    number: int


class Totals(NamedTuple):
    """How many requests, bodies and places, and how many findings about them."""

    requests: int
    bodies: int
    places: int
    findings: int


class Grouped(NamedTuple):
    """So many of one name in one state."""

    name: str
    state: str
    number: int


Counted = TypeVar("Counted", Cell, Grouped)


def totals(scope: Scope, counted: Iterable[Cell]) -> Totals:
    """Return the first numbers of a page, from the cells that were counted for it."""
    told = scope.requests.aggregate(
        requests=Count("pk"),
        bodies=Count("agency", distinct=True),
        places=Count("agency__place", distinct=True),
    )
    return Totals(**told, findings=sum(cell.number for cell in counted))


def cells(scope: Scope) -> list[Cell]:
    """Return all findings, counted by law, technology, record category and state."""
    by = ("request__jurisdiction_code", "request__technology", "category", "state")
    return [Cell(*row) for row in _counted(scope.findings, *by)]


def months(scope: Scope) -> list[Grouped]:
    """Return how many findings of each state came in each month, as `2026-11`, in order."""
    month = Substr(Cast("found_at", CharField()), 1, 7)
    rows = scope.findings.order_by().annotate(month=month).values_list("month", "state")
    return [Grouped(*row) for row in rows.annotate(Count("pk")).order_by("month", "state")]


def clocks(scope: Scope) -> list[Grouped]:
    """Return, by law, how many answers were due in each state: met, late, missed, running, …"""
    due = Deadline.objects.filter(request__in=scope.requests, term=RESPONSE)
    return [Grouped(*row) for row in _counted(due, "request__jurisdiction_code", "state")]


def vendors(scope: Scope) -> list[Grouped]:
    """Return findings by the maker of the system that was asked about, and their state.

    For readers only of dossiers that everybody has.
    """
    made = SystemVendor.objects.filter(system__recordsrequest__findings__in=scope.findings)
    if scope.is_public:
        made = made.filter(system__team=None)
    rows = made.order_by().values_list("name", "system__recordsrequest__findings__state")
    return [Grouped(*row) for row in rows.annotate(Count("system__recordsrequest__findings"))]


def exemptions(scope: Scope) -> Counter[tuple[str, str]]:
    """Return how often each section of each law was cited: (law, section as cited) → number."""
    cited = scope.findings.filter(state__in=WITHHOLDS).exclude(exemptions=[])
    counted: Counter[tuple[str, str]] = Counter()
    for law, sections, number in _counted(cited, "request__jurisdiction_code", "exemptions"):
        for section in sections:
            counted[law, section] += number
    return counted


def folded(rows: Iterable[Counted], key: Callable[[Counted], str]) -> dict[str, Counter[str]]:
    """Return states counted under each key, the keys with most first."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(key(row), Counter())[row.state] += row.number
    return dict(sorted(found.items(), key=lambda one: (-one[1].total(), one[0])))


def by_name(rows: Iterable[Grouped]) -> dict[str, Counter[str]]:
    """Return states counted under each name, the names with most first."""
    return folded(rows, lambda row: row.name)


def _counted(rows: QuerySet[Any, Any], *by: str) -> Iterable[tuple[Any, ...]]:
    grouped: Iterable[tuple[Any, ...]] = rows.order_by().values_list(*by).annotate(Count("pk"))
    return grouped
