"""Does this place have a published usage policy? Its bodies' answers, the best one first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from foia.flow.findings.scope import Scope
from foia.models import Finding, RecordsRequest

State = Finding.State
#: The record category that the question is about.
POLICY = "usage_policy"
#: Which state speaks for a place where its bodies differ: that a policy is there goes before all.
SPEAKS = (
    State.PUBLISHED,
    State.OBTAINED,
    State.PARTLY,
    State.WITHHELD,
    State.CONFIRMED_ABSENT,
    State.SILENT,
    State.PENDING,
)


@dataclass(frozen=True)
class Place:
    """A place, how many bodies were asked there, and what they said of their usage policy."""

    name: str
    bodies: int
    states: Counter[str] = field(default_factory=Counter)

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Return how many findings are in each state, the state that speaks first."""
        return [(state, self.states[state]) for state in SPEAKS if self.states[state]]

    @property
    def verdict(self) -> str:
        """Return the state that speaks for the place."""
        return next((state for state in SPEAKS if self.states[state]), State.PENDING)


def asked_places(scope: Scope) -> QuerySet[RecordsRequest, tuple[str, int]]:
    """Return the places where somebody was asked and how many bodies there, by name."""
    rows = scope.requests.exclude(agency__place="").order_by().values_list("agency__place")
    return rows.annotate(Count("agency", distinct=True)).order_by("agency__place")


def places(scope: Scope, first: int = 0, last: int | None = None) -> list[Place]:
    """Return the places between two positions, by name, in two queries."""
    named = list(asked_places(scope)[first:last])
    said = _said(scope, [name for name, _ in named])
    return [Place(name, bodies, said.get(name, Counter())) for name, bodies in named]


def newest(scope: Scope, most: int = 4) -> list[Place]:
    """Return the places of which something was learnt last, in two queries that read few rows."""
    policies = scope.findings.filter(category=POLICY).exclude(request__agency__place="")
    rows = policies.order_by("-pk").values_list("request__agency__place", flat=True)
    names = list(dict.fromkeys(rows[: most * 8]))[:most]
    said = _said(scope, names)
    return [Place(name, 0, said.get(name, Counter())) for name in names]


def place_of(scope: Scope, name: str) -> Place:
    """Return one place; one where nobody was asked has no bodies."""
    bodies = scope.requests.filter(agency__place=name).values("agency").distinct().count()
    return Place(name, bodies, _said(scope, [name]).get(name, Counter()))


def _said(scope: Scope, names: list[str]) -> Mapping[str, Counter[str]]:
    """Return what was learnt of usage policies at these places: state → number, by place."""
    policies = scope.findings.filter(category=POLICY, request__agency__place__in=names)
    rows = policies.order_by().values_list("request__agency__place", "state")
    found: dict[str, Counter[str]] = {}
    for name, state, number in rows.annotate(Count("pk")):
        found.setdefault(name, Counter())[state] = number
    return found
