"""The room at work: large tables are compared and taken in, each by one worker at a time."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

import msgspec
from django.db import connection

from foia import rows
from foia.flow.agencies.applying import apply
from foia.flow.agencies.comparison import comparison_of
from foia.flow.agencies.dry_run import plan
from foia.flow.agencies.uploads import must_be_idle
from foia.models import AgencyImport, User
from jurisdictions import DomainError

logger = logging.getLogger(__name__)
State = AgencyImport.State
WORKING = (State.COMPARING, State.APPLYING)
#: Under this number Postgres knows the tables that workers have, until a worker lets go or dies.
HELD = 4_100
SAY_EVERY = 1.0  # seconds
BROKE_OFF = (
    "This table could not be read to its end, for a reason that lies in this software and not in"
    " the table; nothing of it was taken in. The operator finds the reason in the log."
)
Clock = Callable[[], datetime]


def ask_to_compare(agency_import: AgencyImport, *, by: User, now: datetime) -> None:
    """Have the room find out what a table would change. Raises ImportTrouble once taken in."""
    _ask(agency_import, State.COMPARING, by, now)


def ask_to_apply(agency_import: AgencyImport, *, by: User, now: datetime) -> None:
    """Have the room take a table in. Raises ImportTrouble if it was, or is being, taken in."""
    _ask(agency_import, State.APPLYING, by, now)


def _ask(row: AgencyImport, state: State, by: User, now: datetime) -> None:
    must_be_idle(row)
    idle = AgencyImport.objects.filter(pk=row.pk).exclude(state__in=(State.APPLYING, State.APPLIED))
    idle.update(state=state, asked_by=by, asked_at=now, rows_done=0, trouble="")


def run(*, now: datetime, limit: int = 1) -> int:
    """Compare or take in the table that waits longest; return how many were worked on."""
    began = monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    done = 0
    waiting = AgencyImport.objects.filter(state__in=WORKING).select_related("team")
    for pk in list(waiting.order_by("asked_at", "pk").values_list("pk", flat=True)):
        if done >= limit:
            break
        with _held(pk) as is_held:
            row = waiting.filter(pk=pk).first() if is_held else None
            if row is not None:
                _work(row, clock)
                done += 1
    return done


@contextmanager
def _held(pk: int) -> Iterator[bool]:
    """Hold a table for this worker alone; a worker that is killed holds nothing any more.

    SQLite has one worker; were there two, the second would read in vain and change nothing.
    """
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [HELD, pk])
        (is_held,) = cursor.fetchone()
        try:
            yield is_held
        finally:
            if is_held:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [HELD, pk])


def _work(row: AgencyImport, clock: Clock) -> None:
    """Do what was asked for; what goes wrong is said on the table's page."""
    watch = _Watch(row)
    try:
        if row.state == State.APPLYING:
            apply(row, now=clock(), tell=watch.tell, count=watch.count)
        else:
            found = comparison_of(plan(row, tell=watch.tell, count=watch.count))
            told = msgspec.to_builtins(found)
            watch.asked.update(state=State.COMPARED, comparison=told)
    except DomainError as error:
        watch.asked.update(state=State.FAILED, trouble=str(error))
    except rows.AWAY:
        raise
    except Exception:
        logger.exception("Import %s breaks off", row.pk)
        watch.asked.update(state=State.FAILED, trouble=BROKE_OFF)


class _Watch:
    """Says how far one table is."""

    def __init__(self, row: AgencyImport) -> None:
        self.said_at = monotonic()
        self.number = 0
        # Only as long as it is what was asked for: somebody may have asked for something else.
        self.asked = AgencyImport.objects.filter(pk=row.pk, state=row.state, asked_at=row.asked_at)

    def count(self, number: int) -> None:
        """Say how many rows are read."""
        self.number = number
        if monotonic() - self.said_at >= SAY_EVERY:
            self.said_at = monotonic()
            self.asked.update(rows_done=number)

    def tell(self, words: str) -> None:
        """Say, where a step begins, that all rows of the one before are read."""
        if self.number:
            self.asked.update(rows_done=self.number, rows_total=self.number)
