"""On which day each letter of a wave leaves, so that it can say so.

A day takes as many letters as the pace lets through in its window, less a margin for what the mail
service puts off; what does not leave on its day after all is outdated and has to be renewed.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Count, Value
from django.db.models.functions import Lower, StrIndex, Substr

from foia.flow.campaigns.office import Place, first_day, open_day, window
from foia.models import Channel, Wave

#: The part of a day's pace that is planned with.
SHARE = 0.8
_DOMAIN = Lower(Substr("recipient", StrIndex("recipient", Value("@")) + 1))


class Schedule:
    """Days of one wave, given out in order; `start_at` is the first moment that a letter leaves."""

    def __init__(self, wave: Wave, *, start_at: datetime) -> None:
        self._wave = wave
        self._start_at = start_at
        self._all: Counter[date] = Counter()
        self._domain: Counter[tuple[date, str]] = Counter()
        self._first: dict[Place, date] = {}
        self._next: dict[tuple[Place, str], date] = {}

    @classmethod
    def resumed(cls, wave: Wave, *, start_at: datetime) -> "Schedule":
        """Return the schedule of a wave of which some letters have their day already.

        The database counts; a domain with one letter on a day is as good as new.
        """
        schedule = cls(wave, start_at=start_at)
        if wave.cursor:
            dated = wave.messages.filter(channel=Channel.EMAIL, dated_on__isnull=False)
            by_day = dated.values_list("dated_on").annotate(n=Count("pk")).order_by()
            schedule._all.update(dict(by_day))
            by_domain = dated.annotate(domain=_DOMAIN).values_list("dated_on", "domain")
            for on, domain, count in by_domain.annotate(n=Count("pk")).filter(n__gt=1).order_by():
                schedule._domain[on, domain] = count
        return schedule

    def by_mail(self, place: Place, domain: str) -> date:
        """Return the day of the next letter by e-mail to a body of that place and mail domain."""
        day = self._next.get((place, domain)) or self.by_hand(place)
        while not self._has_room(place, day, domain):
            day = self._open(place, day + timedelta(days=1))
        self._next[place, domain] = day
        self._all[day] += 1
        self._domain[day, domain] += 1
        return day

    def by_hand(self, place: Place) -> date:
        """Return the day of a letter that a person files: the first one that can be."""
        if place not in self._first:
            keeps = self._wave.keeps_office_hours
            self._first[place] = first_day(place, self._start_at, keeps_office_hours=keeps)
        return self._first[place]

    def at(self, place: Place, day: date) -> datetime:
        """Return the moment that a letter of that day is composed for."""
        return window(place, day, keeps_office_hours=self._wave.keeps_office_hours).last_at

    def _open(self, place: Place, day: date) -> date:
        return open_day(place, day, keeps_office_hours=self._wave.keeps_office_hours)

    def _has_room(self, place: Place, day: date, domain: str) -> bool:
        opens_at, closes_at = window(place, day, keeps_office_hours=self._wave.keeps_office_hours)
        hours = (closes_at - max(opens_at, self._start_at)) / timedelta(hours=1) * SHARE
        most = max(1, int(hours * 60 * self._wave.per_minute))
        most_there = max(1, int(hours * self._wave.per_domain_hour))
        return self._all[day] < most and self._domain[day, domain] < most_there


def domain_of(address: str) -> str:
    """Return the mail domain of an address in lower case; none is longer (RFC 1035, 2.3.4)."""
    return address.rpartition("@")[2].strip().rstrip(">").lower()[:255]
