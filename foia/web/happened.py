"""What happened to a request, as its page tells it: its docket, and letters it does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foia import docket
from foia.models import DocketEntry, Message, RecordsRequest
from foia.web import words
from foia.web.correspondence import Item


@dataclass(frozen=True)
class Happening:
    """One entry of the docket; it `counts` unless it is void or makes another one so."""

    entry: DocketEntry
    on: date
    counts: bool
    voided_by: DocketEntry | None


@dataclass(frozen=True)
class Told:
    """Something that happened, by the number of its dot in the picture, in plain words.

    An entry of the docket that counts, or in `letter` one of ours that moved no clock.
    """

    number: int
    on: date
    words: str
    letter: Message | None = None


def happenings_of(request: RecordsRequest, zone: ZoneInfo) -> tuple[Happening, ...]:
    """Return the entries in the order in which they happened, those that do not count as well."""
    entries = list(request.docket.select_related("message", "recorded_by", "voids").order_by("seq"))
    voided = {entry.voids_id: entry for entry in entries if entry.voids_id}
    entries.sort(key=lambda entry: (entry.at, entry.seq))
    return tuple(
        Happening(
            entry=entry,
            on=entry.at.astimezone(zone).date(),
            counts=entry.kind != docket.VOID and entry.pk not in voided,
            voided_by=voided.get(entry.pk),
        )
        for entry in entries
    )


def told_of(
    happenings: Sequence[Happening], items: Sequence[Item], zone: ZoneInfo
) -> tuple[Told, ...]:
    """Number what happened: what the docket counts, and the letters that it does not know."""
    known = {happening.entry.message_id for happening in happenings}
    found: list[tuple[datetime, str, Message | None]] = [
        (h.entry.at, words.said(words.EVENTS, h.entry.kind), None) for h in happenings if h.counts
    ]
    for item in items:
        letter = item.message
        if item.is_letter and letter.at and letter.pk not in known:
            said = _("You wrote to them: {letter}").format(letter=item.letter_title)
            found.append((letter.at, said, letter))
    found.sort(key=lambda one: one[0])
    return tuple(
        Told(number, at.astimezone(zone).date(), said, letter)
        for number, (at, said, letter) in enumerate(found, start=1)
    )
