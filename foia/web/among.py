"""Rows of some requests among all there are: found by their keys, or walked and asked."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.models import RecordsRequest

#: Up to so many requests are named one by one; among more, each row is asked whether it is theirs.
FEW = 1000


def few(*parts: QuerySet[RecordsRequest]) -> list[int] | None:
    """Return the keys of these requests, or None where together they are many."""
    keys: list[int] = []
    for part in parts:
        keys += part.order_by().values_list("pk", flat=True)[: FEW + 1]
        if len(keys) > FEW:
            return None
    return keys


def among(requests: QuerySet[RecordsRequest], keys: list[int] | None) -> Q | Exists:
    """Return what narrows rows to those of these requests, so that an index serves either way.

    Rows of few requests are found by them and sorted; of many, rows are walked in their order.
    """
    if keys is not None:
        return Q(request__in=keys)
    return Exists(requests.filter(pk=OuterRef("request")))
