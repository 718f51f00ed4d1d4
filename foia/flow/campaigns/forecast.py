"""What a campaign would do if its letters were written now, before anything is.

The same few statements whatever its size. What bodies of one kind share is worked out for the first
of them, by the very code that writes the letters.
"""

from dataclasses import dataclass
from datetime import date, datetime

from foia.drafts.many import Asked, Said, new_marks
from foia.flow.campaigns.addressing import Work, addressed
from foia.flow.campaigns.bodies import Entry, without_letter_yet
from foia.flow.campaigns.earlier import Duplicates, duplicates_of, sent_before
from foia.flow.campaigns.limits import LimitFound, limits_for
from foia.flow.campaigns.some import Some
from foia.flow.campaigns.tally import HeldBack, LetterCount, Tally
from foia.flow.campaigns.waves import PER_DOMAIN_HOUR, PER_MINUTE
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
    for entry in without_letter_yet(campaign):
        _look_at(entry, work, known, tally)
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


def _look_at(entry: Entry, work: Work, known: dict[object, Said | str], tally: Tally) -> None:
    """Count one body by what its letter would be, or by why there is none."""
    body, contact = entry.body, entry.contact
    tally.count(body, contact.channel if contact else "")
    try:
        asked, on = addressed(body, contact, entry.fields, work)
    except DomainError as error:
        tally.hold(body.name, str(error))
        return
    if asked.kind not in known:
        known[asked.kind] = _said(asked, work)
    said = known[asked.kind]
    if isinstance(said, str):
        tally.hold(body.name, said)
    else:
        tally.take(body, asked.where.channel, said, on)


def _said(asked: Asked, work: Work) -> Said | str:
    """Return what the letter says, or in a sentence why it cannot be written."""
    try:
        said = work.writer.write(asked, new_marks())
    except DomainError as error:
        return str(error)
    return " ".join(said.problems) or said
