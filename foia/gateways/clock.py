"""The clock: the one door through which time enters; in the sandbox it can be set ahead.

A newcomer need not wait a month to see a deadline pass: the sandbox's clock runs some whole days
before the real one. It never goes back, for what happened by it is on record. Outside the sandbox
it is the real clock, whatever the sandbox left behind.
"""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jurisdictions import DomainError

MOST_DAYS_AHEAD = 3 * 366


class ClockError(DomainError):
    """A day to which the clock cannot be set."""


def now() -> datetime:
    """Return the moment it is, aware, in UTC."""
    return timezone.now() + timedelta(days=days_ahead())


def today() -> date:
    """Return the day it is in the zone that is in force (UTC unless a view says otherwise)."""
    return timezone.localdate(now())


def days_ahead() -> int:
    """Return how many days this installation's clock is before the real one; 0 for a real one."""
    if not settings.IS_SANDBOX:
        return 0
    try:
        return int(_kept().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def pass_to(day: date) -> None:
    """Let time pass until a day (in UTC) has begun; a `ClockError` refuses where it cannot."""
    if not settings.IS_SANDBOX:
        raise ClockError(
            "The clock stays as it is: mail goes to a real mail service here, "
            "and only the sandbox lets time pass."
        )
    ahead = days_ahead() + (day - now().date()).days
    if ahead <= days_ahead() or ahead > MOST_DAYS_AHEAD:
        last = timezone.now().date() + timedelta(days=MOST_DAYS_AHEAD)
        raise ClockError(
            f"The sandbox's clock stands on {now().date()} and can be set to a later day until "
            f"{last}, not to {day}."
        )
    draft = _kept().with_suffix(f".{os.getpid()}")
    draft.write_text(f"{ahead}\n", encoding="ascii")
    draft.replace(_kept())


def _kept() -> Path:
    return Path(settings.DATA_DIR) / "sandbox-days-ahead"
