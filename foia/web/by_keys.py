"""Pages over many wide rows: what lies before a page is skipped, and sorted, as keys alone."""

from typing import Any

from django.core.paginator import Page, Paginator


class ByKeys(Paginator):  # type: ignore[type-arg]
    """Pages of a sorted queryset; of the rows on the page, and of no others, everything is read."""

    def _get_page(self, rows: Any, number: int, paginator: Any) -> Page[Any]:
        keys = list(rows.values_list("pk", flat=True))
        return Page(self.object_list.filter(pk__in=keys), number, paginator)  # type: ignore[attr-defined]
