"""When a person may be mailed: at once or collected, outside their quiet hours, in their zone."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from foia.models import User

#: Between two mails to one person; of campaigns, where news come in by the hundred, longer.
PAUSE = timedelta(hours=1)
PAUSE_OF_CAMPAIGNS = timedelta(days=1)
A_DAY = timedelta(days=1)


def send_at(person: User, now: datetime, *, of_campaign: bool = False) -> datetime:
    """Return the moment from which something may be mailed to a person who wants mail."""
    match person.notices:
        case User.Notices.DAILY:
            return _next(person, now, every=1)
        case User.Notices.WEEKLY:
            return _next(person, now, every=7)
    at = now
    if person.noticed_at:
        at = max(now, person.noticed_at + (PAUSE_OF_CAMPAIGNS if of_campaign else PAUSE))
    return after_quiet(person, at)


def _next(person: User, now: datetime, *, every: int) -> datetime:
    """Return when the next collected mail goes: at their hour, each day or each Monday."""
    there = now.astimezone(_zone(person.time_zone))
    at = _at(there, person.notices_hour)
    while at <= now or (every == 7 and at.weekday() != 0):
        at = _at(at + A_DAY, person.notices_hour)
    return at.astimezone(UTC)


def after_quiet(person: User, at: datetime) -> datetime:
    """Return the moment itself, or the end of the quiet hours that it falls in."""
    if person.quiet_from is None or person.quiet_until is None:
        return at
    there = at.astimezone(_zone(person.time_zone))
    begins, ends = person.quiet_from, person.quiet_until
    is_over_night = begins > ends
    is_quiet = begins <= there.hour < ends
    if is_over_night:
        is_quiet = there.hour >= begins or there.hour < ends
    if not is_quiet:
        return at
    morning = there + A_DAY if is_over_night and there.hour >= begins else there
    return _at(morning, ends).astimezone(UTC)


def _at(day: datetime, hour: int) -> datetime:
    """Return that hour of that local day; the clock's own changes are the zone's."""
    return datetime.combine(day.date(), time(hour), tzinfo=day.tzinfo)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    """Return a time zone by its name, or UTC for one that is not known here."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
