"""The pace of a wave: how many of its letters may begin now, in all and to each mail domain.

Counted from what has begun, so that a changed pace counts from the next letter on.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from foia.models import Delivery, Wave


class Pace:
    """What the pace of one wave leaves at one moment."""

    def __init__(self, wave: Wave, now: datetime) -> None:
        self.wave, self.now = wave, now
        #: By domain: letters in some worker's hands, as if all of them began now.
        self.reserved = Counter(
            wave.deliveries.filter(state=Delivery.State.HANDING_OVER).values_list(
                "domain", flat=True
            )
        )
        self.left_to: dict[str, int] = {}

    def left(self) -> int:
        """How many letters may begin, to whatever domain.

        A minute's pace is counted over the shortest stretch that holds ten letters, from five
        seconds to a minute: no minute ever sees more, and they do not leave in one burst.
        """
        seconds = min(60.0, max(5.0, 600 / max(self.wave.per_minute, 1)))
        begun = self._begun(timedelta(seconds=seconds)).count() + self.reserved.total()
        return max(0, int(self.wave.per_minute * seconds / 60) - begun)

    def look_at(self, domains: Iterable[str]) -> None:
        """Count what may still go to these domains."""
        new = set(domains) - self.left_to.keys()
        begun: dict[str, int] = {}
        if self.wave.per_domain_hour < self.wave.per_minute * 60:  # else the pace alone keeps to it
            letters = self._begun(timedelta(hours=1)).filter(domain__in=new)
            begun = dict(letters.values_list("domain").annotate(Count("pk")))
        for domain in new:
            used = begun.get(domain, 0) + self.reserved[domain]
            self.left_to[domain] = self.wave.per_domain_hour - used

    def allows(self, domain: str) -> bool:
        """Say whether one more letter may go to a domain that was looked at; if so, count it."""
        self.left_to[domain] -= 1
        return self.left_to[domain] >= 0

    def spent(self) -> list[str]:
        """Domains that get no more for the moment."""
        return [domain for domain, left in self.left_to.items() if left <= 0]

    def _begun(self, within: timedelta) -> QuerySet[Delivery]:
        return self.wave.deliveries.filter(paced_at__gt=self.now - within)
