"""What the clock's rooms cost with a million requests: with nothing due, and 10,000 at once."""

from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foia.flow import reminders
from foia.models import Deadline, RecordsRequest, Reminder, User
from worker.rooms import room

DUE = 10_000
MOST_STATEMENTS = 15  # for a thousand reminders


def show() -> None:
    """Print both."""
    now = timezone.now()
    for name in ("deadlines", "reminders"):
        while room(name).run(now=now):
            pass
        with CaptureQueriesContext(connection) as asked:
            started = perf_counter()
            room(name).run(now=now)
        took = (perf_counter() - started) * 1000
        print(f"  {name}, nothing due: {took:.1f} ms, {len(asked)} statements (of 1)")
    with transaction.atomic():
        _ten_thousand(now)
        transaction.set_rollback(True)


def _ten_thousand(now: datetime) -> None:
    """Have so many requests of thousands of people be due, each to be mailed; then nothing."""
    missed = RecordsRequest.objects.filter(deadlines__state="running", campaign=None)
    keys = list(missed.order_by("pk").values_list("pk", flat=True)[:DUE])
    then = now + timedelta(days=365)
    User.objects.filter(records_requests__in=keys).update(notices=User.Notices.AT_ONCE)
    RecordsRequest.objects.filter(pk__in=keys).update(remind_at=now)
    running = Deadline.objects.filter(request__in=keys, state="running")
    running.update(due_on=now.date() + timedelta(days=1))
    RecordsRequest.objects.exclude(pk__in=keys).filter(remind_at__lte=then).update(remind_at=None)
    with CaptureQueriesContext(connection) as asked:
        started = perf_counter()
        reminders.run(now=now)
    took = perf_counter() - started
    written = Reminder.objects.filter(created_at=now).count()
    print(
        f"  {DUE:,} requests due at once: {written:,} reminders in {took:.1f} s, "
        f"{len(asked) * 1000 / DUE:.1f} statements a thousand (of {MOST_STATEMENTS})"
    )
