"""The clock: the one door through which time enters; in the sandbox it can be set ahead.

A newcomer need not wait a month to see a deadline pass: the sandbox's clock runs before the real
one. It never goes back, for what happened by it is on record. Outside the sandbox it is the real
clock, whatever the sandbox left behind.
"""

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from jurisdictions import DomainError

MOST_AHEAD = timedelta(days=3 * 366)
#: Offices in Europe are open still, and ten minutes later those in Chicago and Mexico City are.
OFFICES_ARE_OPEN = time(15, 50, tzinfo=ZoneInfo("Europe/Paris"))


class ClockError(DomainError):
    """A day to which the clock cannot be set."""


def now() -> datetime:
    """Return the moment it is, aware, in UTC."""
    return timezone.now() + ahead()


def today() -> date:
    """Return the day it is in the zone that is in force (UTC unless a view says otherwise)."""
    return timezone.localdate(now())


def ahead() -> timedelta:
    """Return how far this installation's clock is before the real one; nothing for a real one."""
    if not settings.IS_SANDBOX:
        return timedelta()
    try:
        return timedelta(seconds=int(_kept().read_text(encoding="ascii")))
    except (OSError, ValueError):
        return timedelta()


def pass_to(day: date) -> None:
    """Let time pass until the offices are open on a day; a `ClockError` refuses where it cannot."""
    if not settings.IS_SANDBOX:
        raise ClockError(
            "The clock stays as it is: mail goes to a real mail service here, "
            "and only the sandbox lets time pass."
        )
    real, stands_on = timezone.now(), now().date()
    last = (real + MOST_AHEAD).date()
    if not stands_on < day <= last:
        raise ClockError(
            f"The sandbox's clock stands on {stands_on} and can be set to a later day until "
            f"{last}, not to {day}."
        )
    leap = datetime.combine(day, OFFICES_ARE_OPEN) - real
    draft = _kept().with_suffix(f".{os.getpid()}")
    draft.write_text(f"{int(leap.total_seconds())}\n", encoding="ascii")
    draft.replace(_kept())


def _kept() -> Path:
    return Path(settings.DATA_DIR) / "sandbox-seconds-ahead"
