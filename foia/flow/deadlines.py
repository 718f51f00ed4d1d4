"""Deadlines: requests whose day has passed are folded again, so that stages stay true.

Waits for: RecordsRequest.refold_at. Writes: stage and Deadline rows, through the docket.
"""

from datetime import datetime, timedelta

from foia import docket, rows
from foia.models import RecordsRequest


def run(*, now: datetime, limit: int = 1000) -> int:
    """Refold the requests that time has overtaken; return how many.

    One that its law refuses is logged and looked at again a day later, behind the others.
    """
    due = RecordsRequest.objects.to_refold(now).select_related("agency").order_by("refold_at")
    return rows.each(
        due,
        lambda request: docket.refold(request=request, now=now),
        limit=limit,
        broken=lambda request, error: _put_off(request, now + timedelta(days=1)),
    )


def _put_off(request: RecordsRequest, until: datetime) -> None:
    RecordsRequest.objects.filter(pk=request.pk).update(refold_at=until)
