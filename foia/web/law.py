"""A law as a screen shows it: the pack, the version in force today, and its clock for an answer."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from jurisdictions import Pack, Statute, load_pack
from jurisdictions.law import Term


@dataclass(frozen=True)
class Law:
    """A pack on one day. `answer` is the term within which an answer is due, if the law has one."""

    pack: Pack
    statute: Statute
    today: date
    answer: Term | None


def law_at(code: str, now: datetime) -> Law:
    """Return the law of a jurisdiction as it stands at this moment, by the clock of that place."""
    pack = load_pack(code)
    today = now.astimezone(ZoneInfo(pack.time_zone)).date()
    statute = pack.statute_on(today)
    answer = next((term for term in statute.terms if term.term == "response"), None)
    return Law(pack, statute, today, answer)


def moment_on(day: date, law: Law, now: datetime) -> datetime:
    """Return a moment on a day a person names: noon at that place, but never in the future."""
    return min(datetime.combine(day, time(12), tzinfo=ZoneInfo(law.pack.time_zone)), now)
