"""Reminders: the requester is told before a deadline and after it, once each.

Of a campaign they are told of one body for all of the same day, and once a day at most: the
campaign's grid shows the others.

Waits for: Deadline rows that are near or missed. Writes: Reminder, Message (a notice), Delivery.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from foia import notices, rows
from foia.models import Deadline, Reminder

# How many days ahead a person wants to know: their own windows need action, a body's does not.
LEAD_DAYS = {"agency": 2, "requester": 10}
A_DAY = timedelta(days=1)
Occasion = Reminder.Occasion


def run(*, now: datetime, limit: int = 1000) -> int:
    """Write the notices that are due; return how many deadlines were looked at."""
    done = 0
    for occasion, deadlines in (
        (Occasion.DUE_SOON, near(now)),
        (Occasion.OVERDUE, missed()),
    ):
        untold, step = _untold(deadlines, occasion), partial(remind, occasion=occasion, now=now)
        single = untold.filter(request__campaign=None).order_by("due_on", "pk")
        for waiting in (single, _of_campaigns(untold, occasion, now)):
            done += rows.each(waiting, step, limit=limit)
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
                person=deadline.request.requester,
                request=deadline.request,
                term=deadline.term,
                due_on=deadline.due_on,
                occasion=occasion,
                state=Reminder.State.MAILED,
                send_at=now,
                created_at=now,
                message=message,
            )
    except IntegrityError:
        return  # another worker wrote the same reminder first


def _of_campaigns(
    untold: QuerySet[Deadline], occasion: Occasion, now: datetime
) -> QuerySet[Deadline]:
    """Return one deadline of each campaign that has not heard of its day, nor within a day.

    Who left the campaign's team hears nothing of it.
    """
    there = untold.filter(request__campaign__team__memberships__user=F("request__requester"))
    firsts = there.order_by().values_list("request__campaign", "due_on").annotate(Min("pk"))
    found = sorted(firsts)
    if not found:
        return untold.none()
    told = Reminder.objects.filter(occasion=occasion, request__campaign__isnull=False)
    latest = told.order_by().values("request__campaign")
    latest = latest.annotate(until=Max("due_on"), at=Max("message__created_at"))
    heard = {row["request__campaign"]: (row["until"], row["at"]) for row in latest}
    chosen: dict[int, int] = {}
    for campaign, due_on, pk in found:
        until, at = heard.get(campaign, (None, None))
        if until is None or (due_on > until and at <= now - A_DAY):
            chosen.setdefault(campaign, pk)
    return untold.filter(pk__in=chosen.values())


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
