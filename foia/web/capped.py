"""Pages over very many rows, of which only the first so many are counted and leafed through."""

from functools import cached_property

from django.core.paginator import Paginator

#: So many rows are leafed through; whoever wants all takes the table.
MOST = 2_000


class Capped(Paginator):  # type: ignore[type-arg]
    """Pages of a queryset that stops counting at MOST, so that no page waits for a count."""

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, or MOST where there are more."""
        return int(self.object_list.order_by()[:MOST].count())  # type: ignore[attr-defined]

    @property
    def is_cut(self) -> bool:
        """Say whether there may be more rows than are counted."""
        return self.count >= MOST
