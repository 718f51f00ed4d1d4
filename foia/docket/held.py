"""Requests that are held until the transaction ends, and all that was ever recorded of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
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
    """Lock requests and read their history, bodies and closed days.

    One statement for those that have a history, one more where there is none, and on Postgres one
    for the lock: what was recorded while it was waited for is read, too.
    """
    wanted = sorted(set(pks))
    if connection.features.has_select_for_update:
        rows = RecordsRequest.objects.filter(pk__in=wanted).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))
    entries = list(_entries(wanted))
    requests: dict[int, RecordsRequest] = {}
    for entry in entries:
        entry.request = requests.setdefault(entry.request_id, entry.request)
    flagged: list[Any] = [*entries]
    if len(requests) < len(wanted):
        bare = list(_without_history(set(wanted) - set(requests)))
        requests |= {request.pk: request for request in bare}
        flagged += bare
    _close(requests.values(), is_any=any(row.has_closures for row in flagged))
    in_order = {pk: requests[pk] for pk in wanted if pk in requests}
    return Held(in_order, by_request(entries), any(row.is_law_changing for row in flagged))


def _entries(pks: Sequence[int]) -> QuerySet[DocketEntry]:
    rows = DocketEntry.objects.filter(request__in=pks).select_related("request__agency")
    rows = rows.defer(*(f"request__{name}" for name in SEALED))
    return rows.annotate(**_flags("request", "request__agency")).order_by("request_id", "seq")


def _without_history(pks: Iterable[int]) -> QuerySet[RecordsRequest]:
    rows = RecordsRequest.objects.filter(pk__in=pks).select_related("agency").defer(*SEALED)
    return rows.annotate(**_flags("pk", "agency"))


def _flags(request: str, agency: str) -> dict[str, Exists]:
    touching = Q(agency=None) | Q(agency=OuterRef(agency))
    changes = LawChange.objects.filter(touching, finished_at=None, cursor__lt=OuterRef(request))
    return {
        "has_closures": Exists(AgencyClosure.objects.filter(agency=OuterRef(agency))),
        "is_law_changing": Exists(changes),
    }


def _close(requests: Iterable[RecordsRequest], *, is_any: bool) -> None:
    """Let the bodies come with their closed days; few have any, and then nobody is asked."""
    days = AgencyClosure.objects.all() if is_any else AgencyClosure.objects.none()
    prefetch_related_objects(
        [request.agency for request in requests], Prefetch("closures", queryset=days)
    )
