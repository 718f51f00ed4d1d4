"""The grid of findings: bodies × kinds of record, whatever campaign they were asked in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, QuerySet

from foia.flow.findings import IN_TURN, Scope
from foia.letters.catalogue import catalogue
from foia.models import Agency, Finding
from foia.web.leafing import leaf
from foia.web.ticked import is_uuid

PAGE = 50
State = Finding.State


@dataclass(frozen=True)
class Row:
    """One body, and for each kind of record what is known: None if it was not asked for."""

    agency: Agency
    cells: tuple[tuple[str, str] | None, ...]


class FindingsGrid:
    """One page of the grid, in four queries however many bodies there are.

    `bodies`: those that were asked; `after`: the last one of the page before.
    """

    def __init__(self, scope: Scope, bodies: QuerySet[Agency], after: str) -> None:
        self.scope = scope
        named = Agency.objects.filter(uuid=after) if is_uuid(after) else Agency.objects.none()
        last = named.values_list(*IN_TURN).first()
        self.page = leaf(bodies, IN_TURN, size=PAGE, last=last, mark=lambda body: str(body.uuid))

    @cached_property
    def asks(self) -> list[tuple[int, list[dict[str, str]]]]:
        """What each body on this page was asked for, as it stands now: (body, ask)."""
        requests = self.scope.requests.filter(agency__in=[body.pk for body in self.page.rows])
        return list(requests.order_by().values_list("agency", "ask").distinct())

    @cached_property
    def known(self) -> dict[tuple[int, str], str]:
        """What is known of each body and kind of record on this page; else it is pending."""
        here = {agency for agency, _ in self.asks}
        known = {
            (agency, item["category"]): str(State.PENDING)
            for agency, ask in self.asks
            for item in ask
            if item.get("category")
        }
        found = self.scope.findings.filter(request__agency__in=here).order_by()
        said = found.values_list("request__agency", "category", "state").annotate(Max("found_at"))
        for agency, category, state, _at in sorted(said, key=lambda one: one[3]):
            known[agency, category] = state
        return known

    @cached_property
    def categories(self) -> Sequence[str]:
        """The kinds of record on this page, in the order of the catalogue."""
        here = {category for _, category in self.known}
        ordered = [entry.id for entry in catalogue().categories if entry.id in here]
        return [*ordered, *sorted(here - set(ordered))]

    @cached_property
    def rows(self) -> list[Row]:
        """The bodies of this page with their cells: (kind of record, state).

        One that was counted, and since then nobody may know was asked, is not told.
        """
        asked = {agency for agency, _ in self.asks}
        return [
            Row(agency, tuple(self._cell(agency.pk, c) for c in self.categories))
            for agency in self.page.rows
            if agency.pk in asked
        ]

    def _cell(self, agency: int, category: str) -> tuple[str, str] | None:
        state = self.known.get((agency, category))
        return (category, state) if state else None
