"""What a campaign would do if its letters were written now, before anything is.

The same few statements whatever its size. What bodies of one kind share is worked out for the first
of them, by the very code that writes the letters.
"""

from dataclasses import dataclass
from datetime import date, datetime

from foia.drafts.many import Asked, Said, new_marks
from foia.flow.campaigns.addressing import Work, addressed
from foia.flow.campaigns.asked import Body, bodies_without_letter
from foia.flow.campaigns.earlier import Duplicates, duplicates_of, sent_before
from foia.flow.campaigns.limits import LimitFound, limits_for
from foia.flow.campaigns.some import Some
from foia.flow.campaigns.tally import HeldBack, LetterCount, Tally
from foia.flow.campaigns.waves import PER_DOMAIN_HOUR, PER_MINUTE
from foia.letters.printable import one_line
from foia.models import Campaign, Channel, Wave
from jurisdictions import DomainError

__all__ = ["Forecast", "HeldBack", "LetterCount", "Some", "forecast"]


@dataclass(frozen=True)
class Forecast:
    """Of the bodies that have no letter yet: what they would get, and what stands in the way.

    `expected`: answers by the day they are due; `undated` have none by law. `by_post`: letters that
    cost postage. `first_on` and `last_on`: the days on which the letters would be dated.
    """

    bodies: int
    letters: tuple[LetterCount, ...]
    held_back: tuple[HeldBack, ...]
    by_channel: dict[str, int]
    duplicates: Duplicates
    expected: tuple[tuple[date, int], ...]
    undated: int
    limits: tuple[LimitFound, ...]
    by_post: int
    first_on: date | None
    last_on: date | None


def forecast(*, campaign: Campaign, now: datetime) -> Forecast:
    """Say what the letters to all bodies without one would be; nothing is written."""
    work = Work.on(_wave_now(campaign, now))
    tally = Tally()
    known: dict[object, Said | str] = {}
    for body in bodies_without_letter(campaign):
        _look_at(body, work, known, tally)
    before = sent_before(campaign, now=now)
    return Forecast(
        bodies=len(tally.names),
        letters=tally.letters(),
        held_back=tally.held_back(),
        by_channel=dict(tally.channels),
        duplicates=duplicates_of(campaign, tally.names, before),
        expected=tuple(sorted(tally.expected.items())),
        undated=tally.undated,
        limits=tuple(limits_for(campaign, tally.by_law, before, now=now)),
        by_post=tally.channels[Channel.POST],
        first_on=min(tally.days, default=None),
        last_on=max(tally.days, default=None),
    )


def _wave_now(campaign: Campaign, now: datetime) -> Wave:
    """Return the wave, unsaved, that would be made now at the usual pace."""
    return Wave(
        campaign=campaign,
        created_at=now,
        per_minute=PER_MINUTE,
        per_domain_hour=PER_DOMAIN_HOUR,
    )


def _look_at(body: Body, work: Work, known: dict[object, Said | str], tally: Tally) -> None:
    """Count one body by what its letter would be, or by why there is none."""
    agency, contact = body.agency, body.contact
    tally.count(agency, contact.channel if contact else "")
    try:
        asked, on = addressed(agency, contact, body.fields, work)
    except DomainError as error:
        tally.hold(agency.name, str(error))
        return
    kind = _kind(asked)
    if kind not in known:
        known[kind] = _said(asked, work)
    said = known[kind]
    if isinstance(said, str):
        tally.hold(agency.name, said)
    else:
        tally.take(agency, asked.where.channel, said, on)


def _kind(asked: Asked) -> object:
    """Return what bodies share whose letters differ in names alone."""
    agency = asked.agency
    has_office = bool(one_line(agency.records_office))
    channel = asked.where.channel
    return agency.jurisdiction_code, channel, asked.at, has_office, frozenset(asked.fields)


def _said(asked: Asked, work: Work) -> Said | str:
    """Return what the letter says, or in a sentence why it cannot be written."""
    try:
        said = work.writer.write(asked, new_marks())
    except DomainError as error:
        return str(error)
    return " ".join(said.problems) or said
