"""Pages over very many rows: each begins behind the last row of the one before, by an index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """The rows of one page, and what `after` says in the address of the next; empty: no more."""

    rows: list[Row]
    after: str
    is_first: bool


def leaf(
    rows: QuerySet[Any, Row],
    order: Sequence[str],
    *,
    size: int,
    last: Sequence[Any] | None,
    mark: Callable[[Row], str],
) -> Leaf[Row]:
    """Return the rows behind the one whose columns of `order` are `last`, or the first ones.

    `mark` says of a row what an address calls it.
    """
    ordered = rows.order_by(*order)
    if last:
        ordered = ordered.filter(_behind(order, last))
    found = list(ordered[: size + 1])
    return Leaf(found[:size], mark(found[size - 1]) if len(found) > size else "", not last)


def _behind(order: Sequence[str], last: Sequence[Any]) -> Q:
    """Return what comes later in this order; the first column alone says where an index begins."""
    behind, same, bound = Q(), Q(), Q()
    for told, value in zip(order, last, strict=True):
        name, way = told.removeprefix("-"), "lt" if told.startswith("-") else "gt"
        behind |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
        bound = bound or Q(**{f"{name}__{way}e": value})
    return bound & behind
