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
