"""Requests that are held until the transaction ends, and all that was ever recorded of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from foia.docket.projections import by_request
from foia.models import AgencyClosure, DocketEntry, LawChange, RecordsRequest

#: What is encrypted, and not looked at here.
SEALED = ("signed_address", "identity")


@dataclass(frozen=True)
class Held:
    """Locked requests by their key, the entries of each in their order, and whether a change of the
    law has yet to come to one of them: then a date may have moved that nobody was told of."""

    requests: dict[int, RecordsRequest]
    history: dict[int, list[DocketEntry]]
    is_law_changing: bool


def hold_all(pks: Iterable[int]) -> Held:
    """Lock requests with their bodies and closed days, then read their history.

    Two statements, and the history last: what was recorded while a lock was waited for is read,
    too. No entry brings its request along, so a long history costs no more than its own rows.
    """
    wanted = sorted(set(pks))
    requests = {request.pk: request for request in _locked(wanted)}
    entries = list(DocketEntry.objects.filter(request__in=wanted).order_by("request_id", "seq"))
    for entry in entries:
        entry.request = requests[entry.request_id]
    found = requests.values()
    _close(found, is_any=any(request.has_closures for request in found))
    return Held(requests, by_request(entries), any(request.is_law_changing for request in found))


def _locked(pks: Sequence[int]) -> QuerySet[Any]:
    touching = Q(agency=None) | Q(agency=OuterRef("agency"))
    changes = LawChange.objects.filter(touching, finished_at=None, cursor__lt=OuterRef("pk"))
    rows = RecordsRequest.objects.filter(pk__in=pks).select_related("agency").defer(*SEALED)
    return (
        rows.annotate(
            has_closures=Exists(AgencyClosure.objects.filter(agency=OuterRef("agency"))),
            is_law_changing=Exists(changes),
        )
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def _close(requests: Iterable[RecordsRequest], *, is_any: bool) -> None:
    """Let the bodies come with their closed days; few have any, and then nobody is asked."""
    days = AgencyClosure.objects.all() if is_any else AgencyClosure.objects.none()
    prefetch_related_objects(
        [request.agency for request in requests], Prefetch("closures", queryset=days)
    )
