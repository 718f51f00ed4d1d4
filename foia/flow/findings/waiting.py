"""How long bodies took to answer, beside the time that their law gives them."""

from collections import defaultdict
from statistics import median
from typing import NamedTuple

from django.db.models import Min, OuterRef, Subquery

from foia.flow.findings.counting import RESPONSE
from foia.flow.findings.scope import Scope
from foia.models import Deadline, DocketEntry

#: What counts as an answer: a decision, records, a refusal, or that there are none.
ANSWERS = ("determined", "released", "partially_released", "denied", "no_records")
#: So many answers are read at most; beyond that the newest stand for all.
MOST = 20_000


class Taken(NamedTuple):
    """Of one law: how many answers, after how many days (median), and how many it allows."""

    law: str
    answers: int
    days: float
    allowed: float


def days_taken(scope: Scope) -> list[Taken]:
    """Return, by law, how many days answers took, with the median of the days allowed.

    Days are those of the calendar from the day that the clock starts, whatever the law counts.
    """
    answered = Deadline.objects.filter(
        request__in=scope.requests,
        term=RESPONSE,
        state__in=("met", "late"),
        starts_on__isnull=False,
    )
    standing = DocketEntry.objects.filter(
        request=OuterRef("request"), kind__in=ANSWERS, voided_by=None
    )
    first = standing.order_by().values("request").annotate(first=Min("at")).values("first")
    rows = answered.annotate(answered_at=Subquery(first)).exclude(answered_at=None)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    columns = ("request__jurisdiction_code", "starts_on", "due_on", "answered_at")
    for law, start, due, at in rows.order_by("-pk").values_list(*columns)[:MOST]:
        found[law].append((max((at.date() - start).days, 0), (due - start).days))
    taken = [
        Taken(law, len(days), median(day for day, _ in days), median(due for _, due in days))
        for law, days in found.items()
    ]
    return sorted(taken, key=lambda one: (-one.answers, one.law))
