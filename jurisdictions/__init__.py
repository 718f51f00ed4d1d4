"""Records-request law as dated data, and the counting of its days: no Django, clock or network."""

from jurisdictions.anchors import Closure
from jurisdictions.errors import DomainError
from jurisdictions.events import Event, parse_events
from jurisdictions.law import Clause, Pack, Statute
from jurisdictions.limits import Deadline, Undated
from jurisdictions.packs import codes, load_pack
from jurisdictions.terms import CountedDay
from jurisdictions.timeline import Timeline, fold, to_plain

__all__ = [
    "Clause",
    "Closure",
    "CountedDay",
    "Deadline",
    "DomainError",
    "Event",
    "Pack",
    "Statute",
    "Timeline",
    "Undated",
    "codes",
    "fold",
    "load_pack",
    "parse_events",
    "to_plain",
]
