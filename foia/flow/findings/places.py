"""Does this place have a published usage policy? Its bodies' answers, the best one first."""

from collections.abc import Iterable, Mapping

import msgspec
from django.db.models import Count, QuerySet

from foia.flow.findings.scope import Scope
from foia.models import Agency, Finding

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


class Place(msgspec.Struct, frozen=True):
    """A place, how many bodies were asked there, and what they said of their usage policy."""

    name: str
    bodies: int
    states: dict[str, int]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Return how many findings are in each state, the state that speaks first."""
        return [(state, self.states[state]) for state in SPEAKS if self.states.get(state)]

    @property
    def verdict(self) -> str:
        """Return the state that speaks for the place."""
        return next((state for state in SPEAKS if self.states.get(state)), State.PENDING)


def asked_places(scope: Scope) -> QuerySet[Agency, str]:
    """Return the names of the places where somebody was asked, in order."""
    placed = scope.bodies.exclude(place="").order_by("place")
    return placed.values_list("place", flat=True).distinct()


def places(scope: Scope, names: Iterable[str]) -> list[Place]:
    """Return the places of these names with their answers, in two queries."""
    told = list(names)
    here = scope.bodies.filter(place__in=told).order_by().values_list("place")
    bodies = dict(here.annotate(Count("pk")))
    said = _said(scope, told)
    return [Place(name, bodies.get(name, 0), said.get(name, {})) for name in told]


def newest(scope: Scope, most: int = 4) -> list[Place]:
    """Return places of the requests published last, in four queries that read few rows."""
    last = scope.requests.order_by("-publication__published_at").values_list("pk", flat=True)
    policies = scope.few.filter(category=POLICY, request__in=list(last[: most * 16]))
    rows = policies.order_by("-pk").values_list("request__agency__place", flat=True)
    names = list(dict.fromkeys(name for name in rows if name))[:most]
    return places(scope, names)


def _said(scope: Scope, names: list[str]) -> Mapping[str, dict[str, int]]:
    """Return what was learnt of usage policies at these places: state → number, by place."""
    policies = scope.few.filter(category=POLICY, request__agency__place__in=names)
    rows = policies.order_by().values_list("request__agency__place", "state")
    found: dict[str, dict[str, int]] = {}
    for name, state, number in rows.annotate(Count("pk")):
        found.setdefault(name, {})[state] = number
    return found
