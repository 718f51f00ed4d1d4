"""An independent, slow way to count, written only to be compared with the engine."""

from datetime import date, timedelta


def slow_business_days(start: date, days: int, closed: set[str]) -> date:
    """Step one day at a time; weekends and closed days do not count."""
    day, left = start, days
    while left:
        day = day + timedelta(days=1)
        if day.isoweekday() < 6 and day.isoformat() not in closed:
            left -= 1
    return day


def slow_months(start: date, months: int) -> date:
    """Walk month by month to the same day number, or to the last day there is."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


#: Easter Sundays from a printed table.
EASTERS = {
    date.fromisoformat(day).year: date.fromisoformat(day)
    for day in (
        *("2015-04-05", "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12"),
        *("2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05"),
        *("2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28"),
        *("2033-04-17", "2034-04-09", "2035-03-25"),
    )
}


def slow_days(
    start: date,
    days: int,
    *,
    closed: set[date],
    is_working: bool,
    stopped: set[date],
    first_day_counts: bool = False,
    from_open_day: bool = False,
) -> date:
    """Tick days off one at a time; `closed` holds weekends and holidays."""
    day = start - timedelta(days=1) if first_day_counts else start
    while from_open_day and day + timedelta(days=1) in closed:
        day += timedelta(days=1)
    while days:
        day += timedelta(days=1)
        if day not in stopped and not (is_working and day in closed):
            days -= 1
    return day


def slow_roll(day: date, roll: str, closed: set[date], short: set[date]) -> date:
    """Move a last day by hand, one day at a time."""
    step = timedelta(days=-1 if roll == "backward" else 1)
    shut = closed | short if roll == "forward_full_day" else closed
    while roll != "none" and day in shut:
        if roll == "forward_sunday_or_holiday" and _is_plain_saturday(day, closed):
            break
        day += step
    return day


def _is_plain_saturday(day: date, closed: set[date]) -> bool:
    """A Saturday that is no holiday; the lists of the tests have no holiday on a Saturday."""
    return day.isoweekday() == 6


def slow_months_without(start: date, months: int, skipped: int) -> date:
    """Turn the pages of a calendar from which one month was torn out."""
    if start.month == skipped:
        start = start.replace(day=1) - timedelta(days=1)
    year, month = start.year, start.month
    while months:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        months -= month != skipped
    return slow_months(start.replace(day=1), (year - start.year) * 12 + month - start.month) + (
        timedelta(days=min(start.day, _length_of(year, month)) - 1)
    )


def slow_months_from_next_day(start: date, months: int) -> date:
    """Whole months from the day after: they end on the day before the same number."""
    first = start + timedelta(days=1)
    end = slow_months(first, months)
    return end - timedelta(days=1) if end.day == first.day else end


def _length_of(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
