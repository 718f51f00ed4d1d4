"""One place's page: its law in sections, as plain values for the template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foia.web import law_tags, law_words, words
from foia.web.lawbook.clocks import Clock, clocks_of
from foia.web.lawbook.closed import ClosedDays, closed_days
from foia.web.lawbook.standing import Standing, standing_of
from foia.web.lawbook.versions import answer_term, shown
from foia.web.pictures.clocks import ClockPicture, Stretch, draw_clocks
from foia.web.sentences import to_reader
from jurisdictions import Clause, Pack, Statute, codes, load_pack
from jurisdictions.law import Channel, Term
from jurisdictions.rules import Appeal, ReceiptRule, Silence

WIDE, NARROW = 1000, 346


class Provision(NamedTuple):
    """A provision under its heading; None if it is not on file."""

    title: str
    clause: Clause | None


class Step(NamedTuple):
    """One step of the ladder, with the clocks that belong to it."""

    appeal: Appeal
    terms: tuple[Term, ...]


class Way(NamedTuple):
    """A way to ask, and when what went that way counts as received."""

    kind: str
    channel: Channel | None
    receipt: ReceiptRule | None


@dataclass(frozen=True)
class LawPage:
    """A pack on one day, with everything its page shows."""

    pack: Pack
    statute: Statute
    today: date
    answer: Term | None
    silence: tuple[Silence, ...]
    clocks: tuple[Clock, ...]
    pictures: tuple[ClockPicture, ...]
    standing: Standing
    calendars: tuple[ClosedDays, ...]

    @property
    def is_in_force(self) -> bool:
        """Say whether the version shown is in force today."""
        statute = self.statute
        return statute.valid_from <= self.today and (
            statute.valid_to is None or self.today <= statute.valid_to
        )

    @property
    def is_to_come(self) -> bool:
        """Say whether the version shown has not begun yet."""
        return self.statute.valid_from > self.today

    @property
    def others(self) -> list[Statute]:
        """Return the other versions, the newest first."""
        ordered = sorted(self.pack.statutes, key=lambda s: s.valid_from, reverse=True)
        return [statute for statute in ordered if statute is not self.statute]

    def asking(self) -> list[Provision]:
        """Return what to know before one asks."""
        return self._provisions("right", "who", "identity", "format")

    def costs(self) -> list[Provision]:
        """Return what it costs."""
        return self._provisions("fees", "fee_waiver", "commercial")

    def answering(self) -> list[Provision]:
        """Return what an answer has to be like."""
        return self._provisions("denial_contents", "segregability", "transfer")

    def more_clauses(self) -> list[Provision]:
        """Return the provisions that letters quote and that stand in no other section."""
        told = {"right", "who", "identity", "format", "fees", "fee_waiver", "commercial"}
        told |= {"denial_contents", "segregability", "transfer"}
        ordered = [name for name in law_words.CLAUSES if name not in told]
        names = [*ordered, *(name for name in self.statute.clauses if name not in ordered)]
        return [p for p in self._provisions(*(n for n in names if n not in told)) if p.clause]

    def _provisions(self, *names: str) -> list[Provision]:
        clauses = self.statute.clauses
        return [Provision(words.said(law_words.CLAUSES, name), clauses.get(name)) for name in names]

    def ways(self) -> list[Way]:
        """Return every way to ask, then the ways of which only the receipt is settled."""
        receipt = self.statute.receipt
        listed = [
            Way(c.kind, c, receipt.get(c.kind, receipt.get("any"))) for c in self.pack.channels
        ]
        known = {way.kind for way in listed}
        return [*listed, *(Way(k, None, rule) for k, rule in receipt.items() if k not in known)]

    def ladder(self) -> list[Step]:
        """Return the steps in the order of the pack, each with its clocks."""
        terms = self.statute.terms
        return [
            Step(appeal, tuple(term for term in terms if _is_of(term, appeal, self.statute)))
            for appeal in self.statute.appeals
        ]

    def family(self) -> list[Pack]:
        """Return the places above this one and right below it, by their codes."""
        parts = self.pack.code.split("-")
        above = ["-".join(parts[:length]) for length in range(1, len(parts))]
        below = [c for c in codes() if c.startswith(f"{self.pack.code}-")]
        near = [c for c in below if c.count("-") == len(parts)]
        return [load_pack(code) for code in (*above, *near) if code in codes()]


def law_page(pack: Pack, now: datetime) -> LawPage:
    """Return the law of a place as it stands at this moment, by the clock of that place."""
    today = now.astimezone(ZoneInfo(pack.time_zone)).date()
    statute = shown(pack, today)
    clocks = clocks_of(statute)
    return LawPage(
        pack=pack,
        statute=statute,
        today=today,
        answer=answer_term(statute),
        silence=statute.silence,
        clocks=clocks,
        pictures=tuple(_pictures(statute, clocks)),
        standing=standing_of(pack, statute),
        calendars=tuple(closed_days(name, today) for name in (pack.calendar, *pack.calendars)),
    )


def _is_of(term: Term, appeal: Appeal, statute: Statute) -> bool:
    """Say whether a clock belongs to a step.

    Going to court belongs to the court, or to the step after the one it leaves; a clock that names
    no step, to the only one before court.
    """
    steps = [other.step for other in statute.appeals]
    if term.term == "court" and "court" in steps:
        return appeal.step == "court"
    if term.term == "court" and term.step in steps[:-1]:
        return appeal.step == steps[steps.index(term.step) + 1]
    if term.step:
        return appeal.step == term.step
    before_court = [step for step in steps if step != "court"]
    return term.term.startswith("appeal") and before_court == [appeal.step]


def _pictures(statute: Statute, clocks: Sequence[Clock]) -> Iterator[ClockPicture]:
    stretches = [_stretch(statute, clock) for clock in clocks]
    for width, size in ((WIDE, "is-wide"), (NARROW, "is-narrow")):
        picture = draw_clocks(stretches, width=width, size=size)
        if picture:
            yield picture


def _stretch(statute: Statute, clock: Clock) -> Stretch:
    return Stretch(
        lane=_lane(statute, clock),
        binds=clock.term.binds,
        words=f"{law_tags.clock_length(clock)}: {to_reader(clock.term.label)}",
        starts=clock.starts,
        ends=clock.ends,
        longest=clock.longest,
        is_open=clock.is_open,
        is_longer_open=clock.is_longer_open,
    )


def _lane(statute: Statute, clock: Clock) -> str:
    """Name whoever is bound: you, the body, or the body of a step of appeal."""
    if clock.lane in ("requester", "agency"):
        return _("You may") if clock.lane == "requester" else _("The body you asked must")
    bodies = {appeal.step: words.named(appeal.body) for appeal in statute.appeals}
    body = bodies.get(clock.term.step)
    return _("On appeal: %(body)s") % {"body": body} if body else _("On appeal")
