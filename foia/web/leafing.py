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
    parts: Sequence[Q] = (),
) -> Leaf[Row]:
    """Return the rows behind the one whose columns of `order` are `last`, or the first ones.

    `mark` says of a row what an address calls it. `parts`: these together are the rows, and an
    index has each of them in this order, but not all.
    """
    ordered = rows.order_by(*order)
    if last:
        ordered = ordered.filter(_behind(order, last))
    if parts:
        ordered = rows.filter(pk__in=_first_of_each(ordered, parts, size + 1)).order_by(*order)
    found = list(ordered[: size + 1])
    return Leaf(found[:size], mark(found[size - 1]) if len(found) > size else "", not last)


def _first_of_each(rows: QuerySet[Any, Any], parts: Sequence[Q], most: int) -> list[Any]:
    """Return the keys of the first so many rows of each part, by one statement."""
    every = rows.model._default_manager
    firsts = [rows.filter(part).values("pk")[:most] for part in parts]
    first, *others = [every.filter(pk__in=keys).values_list("pk", flat=True) for keys in firsts]
    return list(first.union(*others, all=True) if others else first)


def _behind(order: Sequence[str], last: Sequence[Any]) -> Q:
    """Return what comes later in this order; the first column alone says where an index begins."""
    behind, same, bound = Q(), Q(), Q()
    for told, value in zip(order, last, strict=True):
        name, way = told.removeprefix("-"), "lt" if told.startswith("-") else "gt"
        behind |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
        bound = bound or Q(**{f"{name}__{way}e": value})
    return bound & behind
