"""Reminders: the requester is told before a deadline and after it, once each.

Waits for: Deadline rows that are near or missed. Writes: Reminder, Message (a notice), Delivery.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foia import notices, rows
from foia.models import Deadline, Reminder

# How many days ahead a person wants to know: their own windows need action, a body's does not.
LEAD_DAYS = {"agency": 2, "requester": 10}
Occasion = Reminder.Occasion


def run(*, now: datetime, limit: int = 1000) -> int:
    """Write the notices that are due; return how many deadlines were looked at."""
    done = 0
    for occasion, deadlines in (
        (Occasion.DUE_SOON, near(now)),
        (Occasion.OVERDUE, missed()),
    ):
        untold = _untold(deadlines, occasion).order_by("due_on", "pk")
        done += rows.each(untold, partial(remind, occasion=occasion, now=now), limit=limit)
    return done


def near(now: datetime) -> QuerySet[Deadline]:
    """Return the running deadlines whose last day is close, in any time zone."""
    windows = [
        Q(binds=binds, due_on__lte=(now + timedelta(days=days)).date())
        for binds, days in LEAD_DAYS.items()
    ]
    today_somewhere = (now - timedelta(days=1)).date()
    return Deadline.objects.filter(
        windows[0] | windows[1], state="running", due_on__gte=today_somewhere
    )


def missed() -> QuerySet[Deadline]:
    """Return the deadlines a body let pass and that nothing has settled since."""
    return Deadline.objects.filter(state="missed", binds="agency")


def remind(deadline: Deadline, *, occasion: Occasion, now: datetime) -> None:
    """Write one notice and its ledger row, or find that it exists already."""
    try:
        with transaction.atomic():
            message = notices.write(
                occasion.value,
                request=deadline.request,
                name=f"{deadline.term}.{deadline.due_on}.{occasion.value}",
                now=now,
                term=deadline.label,
                due_on=deadline.due_on,
                cite=deadline.cite,
            )
            Reminder.objects.create(
                request=deadline.request,
                term=deadline.term,
                due_on=deadline.due_on,
                occasion=occasion,
                message=message,
            )
    except IntegrityError:
        return  # another worker wrote the same reminder first


def _untold(deadlines: QuerySet[Deadline], occasion: Occasion) -> QuerySet[Deadline]:
    told = Reminder.objects.filter(
        request=OuterRef("request"),
        term=OuterRef("term"),
        due_on=OuterRef("due_on"),
        occasion=occasion,
    )
    return (
        deadlines.filter(~Exists(told), request__requester__is_active=True)
        .exclude(request__jurisdiction_code__in=notices.risky_codes())
        .select_related("request__requester", "request__agency")
    )
