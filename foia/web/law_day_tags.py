"""Template words for days of every year, days of the week, and how far a moment lies away."""

from collections.abc import Iterable
from datetime import date, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.web import days
from jurisdictions.calendars import WEEKDAYS
from jurisdictions.rules import Window
from jurisdictions.windows import EASTER

register = template.Library()


@register.filter
def window_days(window: Window) -> str:
    """Say which days of every year a window covers."""
    first, last = (_month_day(text) for text in (window.first, window.last))
    return _("%(first)s to %(last)s of every year") % {"first": first, "last": last}


def _month_day(text: str) -> str:
    """Say one end of a yearly window: "12-25", or "easter-7" for days from Easter Sunday."""
    if not text.startswith(EASTER):
        month, day = (int(part) for part in text.split("-"))
        return days.day_of_year(date(2024, month, day))
    apart = int(text.removeprefix(EASTER) or 0)
    if not apart:
        return _("Easter Sunday")
    number = {"number": abs(apart)}
    if apart < 0:
        return (
            ngettext("the day before Easter Sunday", "%(number)d days before Easter Sunday", -apart)
            % number
        )
    return (
        ngettext("the day after Easter Sunday", "%(number)d days after Easter Sunday", apart)
        % number
    )


@register.filter
def weekday_day(on: date) -> str:
    """Say a day of a year that is known, with its weekday."""
    return days.weekday_day(on)


@register.filter
def elapsed(nominal: float) -> str:
    """Say how far from receipt a moment of the drawn clocks lies, about."""
    if nominal == 0:
        return _("receipt")
    for size, most, one in (
        (1, 21, _("day %d")),
        (7, 75, _("week %d")),
        (30.4, 800, _("month %d")),
    ):
        if nominal < most:
            return str(one % max(1, round(nominal / size)))
    return str(_("year %d") % round(nominal / 365.25))


@register.filter
def weekdays(names: Iterable[str]) -> str:
    """Say on which days of the week offices are closed, in the reader's language."""
    monday = date(2024, 1, 1)
    named = [days.weekday(monday + timedelta(days=WEEKDAYS.index(name))) for name in names]
    return _(" and ").join(named)
