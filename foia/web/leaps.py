"""Letting time pass in the sandbox: the days worth going to."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from foia.web import days


@dataclass(frozen=True)
class Leap:
    """A later day, and what its button says."""

    until: date
    words: str


def leaps(today: date, due_on: date | None) -> list[Leap]:
    """Return where one may want to go from today; `due_on` is when something is due next."""
    found = [
        Leap(today + timedelta(days=1), _("To tomorrow")),
        Leap(today + timedelta(days=7), _("A week on")),
        Leap(today + timedelta(days=31), _("A month on")),
    ]
    if due_on and due_on >= today:
        after = due_on + timedelta(days=1)
        words = _("To the day after the next date: {day}").format(day=days.long_day(after))
        found.append(Leap(after, words))
    return found
