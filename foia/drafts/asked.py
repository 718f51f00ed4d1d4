"""One body as its letter sees it: a few columns of a row, as fifty thousand of them are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from foia.drafts.plan import Where
from foia.letters.printable import one_line


class Body(NamedTuple):
    """A body's key, name, law, own calendar, the office that takes requests, and its successor."""

    pk: int
    name: str
    code: str
    calendar: str = ""
    office: str = ""
    merged_into: str | None = None


@dataclass(frozen=True)
class Asked:
    """A body, its address, its merge fields, and a moment of the day that its letter is dated."""

    body: Body
    where: Where
    fields: Mapping[str, str]
    at: datetime

    @property
    def kind(self) -> tuple[object, ...]:
        """What this letter shares with those that differ from it in names and numbers alone."""
        has_office = bool(one_line(self.body.office))
        clock = self.at.replace(tzinfo=None)  # the law's code names the zone
        return self.body.code, self.where.channel, clock, has_office, frozenset(self.fields)
