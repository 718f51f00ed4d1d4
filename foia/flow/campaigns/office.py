"""When a letter may leave on its day: within office hours at the body, on a working day there.

The hours are our own custom and no law's: they leave an hour at each end of a common office day.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from jurisdictions import load_pack
from jurisdictions.calendars import load_calendar
from jurisdictions.law import zone

OPENS, CLOSES = time(9), time(16)
#: So much of a day must be left for a letter to be dated on it.
LEAST = timedelta(hours=1)


class Place(NamedTuple):
    """The law that binds a body, and its own calendar if it has one."""

    code: str
    calendar: str = ""


class Window(NamedTuple):
    """The aware moments between which a letter may leave; the second is not included."""

    opens_at: datetime
    closes_at: datetime

    @property
    def last_at(self) -> datetime:
        """The moment that the letter is composed for: what it says is true of any earlier one."""
        return self.closes_at - timedelta(minutes=1)


@lru_cache(maxsize=4096)
def window(place: Place, day: date, *, keeps_office_hours: bool) -> Window:
    """Return the window of that day at the place, on its own clock."""
    where = zone(load_pack(place.code).time_zone)
    if keeps_office_hours:
        return Window(datetime.combine(day, OPENS, where), datetime.combine(day, CLOSES, where))
    midnight = datetime.combine(day + timedelta(days=1), time(0), where)
    return Window(datetime.combine(day, time(0), where), midnight)


def first_day(place: Place, at: datetime, *, keeps_office_hours: bool) -> date:
    """Return the first day on which a letter can leave from that moment on."""
    day = at.astimezone(zone(load_pack(place.code).time_zone)).date()
    day = open_day(place, day, keeps_office_hours=keeps_office_hours)
    if window(place, day, keeps_office_hours=keeps_office_hours).closes_at - at >= LEAST:
        return day
    return open_day(place, day + timedelta(days=1), keeps_office_hours=keeps_office_hours)


def open_day(place: Place, day: date, *, keeps_office_hours: bool) -> date:
    """Return that day or the next working day; `OutsideCalendar` beyond the days on file."""
    if not keeps_office_hours:
        return day
    return load_calendar(place.calendar or load_pack(place.code).calendar).next_open(day)
