"""All numbers of a page on findings: counted at once for few requests, else kept for a while."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from django.db.models import QuerySet

from foia.flow.findings import counting
from foia.flow.findings.counting import Cell, Grouped, Totals
from foia.flow.findings.places import POLICY, Place, asked_places, newest, places
from foia.flow.findings.scope import IN_TURN, Filters, Scope, scope_of
from foia.flow.findings.waiting import Taken, days_taken
from foia.models import RecordsRequest, Tally, User

#: Kept numbers are counted anew when somebody looks after that, are not shown after an hour, and
#: are dropped when nobody looks for two days.
FRESH, SHOWN, KEPT = timedelta(minutes=10), timedelta(hours=1), timedelta(days=2)
#: So many wait to be counted at most, so that nobody keeps the room busy with ever new filters.
MOST_WANTED = 200
#: So many places are answered for beside the numbers, the first by name, and so many bodies are
#: told, the first by place; tables have all.
MOST_PLACES, MOST_BODIES = 2_000, 2_000
Requests = Callable[[User | None], QuerySet[RecordsRequest]]


class Numbers(msgspec.Struct, frozen=True):
    """What was counted. `exemptions`: (law, section as cited, times), most first.

    The room alone says `newest`, places of what was published last, and `bodies`, the keys of
    those that were asked: a page has them from few requests without counting.
    """

    totals: Totals
    cells: list[Cell]
    months: list[Grouped]
    clocks: list[Grouped]
    vendors: list[Grouped]
    taken: list[Taken]
    exemptions: list[tuple[str, str, int]]
    places: list[Place]
    newest: list[Place] = []
    bodies: list[int] = []

    @property
    def states(self) -> Counter[str]:
        """Return how many findings are in each state."""
        counted: Counter[str] = Counter()
        for cell in self.cells:
            counted[cell.state] += cell.number
        return counted

    def at(self, name: str) -> Place:
        """Return the place of this name, where these are the numbers of that place alone."""
        counted: Counter[str] = Counter()
        for cell in self.cells:
            if cell.category == POLICY:
                counted[cell.state] += cell.number
        return Place(name, self.totals.bodies, counted)


def counted(scope: Scope) -> Numbers:
    """Count everything now, in ten queries."""
    cells = counting.cells(scope)
    cited = counting.exemptions(scope).most_common(100)
    return Numbers(
        totals=counting.totals(scope, cells),
        cells=cells,
        months=counting.months(scope),
        clocks=counting.clocks(scope),
        vendors=counting.vendors(scope),
        taken=days_taken(scope),
        exemptions=[(law, section, number) for (law, section), number in cited],
        places=places(scope, asked_places(scope)[:MOST_PLACES]),
    )


def counted_by_room(scope: Scope) -> Numbers:
    """Count everything, and what pages on very many requests cannot look up themselves."""
    bodies = scope.bodies.order_by(*IN_TURN).values_list("pk", flat=True)
    return msgspec.structs.replace(
        counted(scope),
        newest=newest(scope) if scope.is_public else [],
        bodies=list(bodies[:MOST_BODIES]),
    )


def numbers_of(
    scope: Scope, *, person: User | None, now: datetime
) -> tuple[Numbers | None, datetime | None]:
    """Return the numbers, and when they were counted if that is not now.

    None while a count of very many requests is wanted from the room, and none of the last hour is
    there.
    """
    if scope.is_small:
        return counted(scope), None
    row = _kept(person, msgspec.to_builtins(scope.filters), now)
    if row is None or row.counted_at is None or now - row.counted_at > SHOWN:
        return None, None
    return msgspec.convert(row.numbers, Numbers), row.counted_at


def newest_places(scope: Scope, *, now: datetime) -> list[Place]:
    """Return places of what was published last; none while very much of it is being counted."""
    if scope.is_small:
        return newest(scope)
    numbers, _counted_at = numbers_of(scope, person=None, now=now)
    return numbers.newest if numbers else []


def run(*, now: datetime, requests: Requests) -> int:
    """Count what is wanted, one row after the other; drop what nobody looks at. Return how many.

    `requests`: those a person may see, or those of readers for None.
    """
    wanted = list(Tally.objects.exclude(wanted_at=None).select_related("person")[:20])
    for row in wanted:
        filters = msgspec.convert(row.filters, Filters)
        scope = scope_of(requests(row.person), filters, is_public=row.person is None)
        row.numbers = msgspec.to_builtins(counted_by_room(scope))
        row.counted_at, row.wanted_at = now, None
        row.save(update_fields=["numbers", "counted_at", "wanted_at"])
    if wanted:
        Tally.objects.filter(wanted_at=None, counted_at__lt=now - KEPT).delete()
    return len(wanted)


def _kept(person: User | None, filters: dict[str, str], now: datetime) -> Tally | None:
    """Return the row of these numbers, wanted anew if it is old; None while too many are wanted."""
    key = _key(person, filters)
    row = Tally.objects.filter(key=key).first()
    if row and (row.wanted_at or (row.counted_at and now - row.counted_at <= FRESH)):
        return row
    if Tally.objects.exclude(wanted_at=None).count() >= MOST_WANTED:
        return row
    told = {"person": person, "filters": filters, "wanted_at": now}
    return Tally.objects.update_or_create(key=key, defaults=told)[0]


def _key(person: User | None, filters: object) -> str:
    """Return whose numbers they are, under which filters; those of another shape are others."""
    shape = Numbers.__struct_fields__
    told = json.dumps([person.pk if person else None, filters, shape], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
