"""Dates that moved while nothing happened: between which rows, and by which change of the law."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from foia.models import Deadline, LawChange, RecordsRequest


@dataclass(frozen=True)
class Moved:
    """A clock that ends on another day now."""

    term: str
    label: str
    step: str
    cite: str
    was_on: date
    is_on: date

    def plain(self) -> dict[str, str]:
        """The same as text, dates as ISO 8601."""
        return {name: str(value) for name, value in asdict(self).items()}


def moved_between(before: Iterable[Deadline], after: Iterable[Deadline]) -> Iterator[Moved]:
    """The clocks that run before and after, and end on another day.

    A paused clock moves with every day that passes, and nobody needs to be told.
    """
    was = dict(_numbered(before))
    for key, row in _numbered(after):
        old = was.get(key)
        if old and old.due_on != row.due_on and "paused" not in (old.state, row.state):
            yield Moved(row.term, row.label, row.step, row.cite, old.due_on, row.due_on)


def _numbered(rows: Iterable[Deadline]) -> Iterator[tuple[tuple[str, str, int], Deadline]]:
    """Each deadline under its term, its step, and its place among those of the same two."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        seen[row.term, row.step] += 1
        yield (row.term, row.step, seen[row.term, row.step]), row


def change_waiting_for(request: RecordsRequest) -> LawChange | None:
    """The latest change of the law that may touch a request and has not come to it yet."""
    waiting = LawChange.objects.filter(finished_at=None, cursor__lt=request.pk).order_by("-pk")
    for change in waiting.only("agency_id", "codes"):
        if change.agency_id == request.agency_id or request.jurisdiction_code in change.codes:
            return change
    return None
