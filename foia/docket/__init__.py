"""The docket: the one writer of history, and of the stage and deadlines that follow from it."""

from foia.docket.held import Held, hold_all
from foia.docket.history import DocketError, digest_of, record, standing, void
from foia.docket.many import Happened, record_all, record_held, void_all
from foia.docket.moves import Moved
from foia.docket.projections import (
    VOID,
    Refolded,
    event_of,
    fold_entries,
    refold,
    refold_all,
    standing_of,
    tell_silence,
    timeline_of,
)
from foia.docket.projections import lock as hold

__all__ = [
    "VOID",
    "DocketError",
    "Happened",
    "Held",
    "Moved",
    "Refolded",
    "digest_of",
    "event_of",
    "fold_entries",
    "hold",
    "hold_all",
    "record",
    "record_all",
    "record_held",
    "refold",
    "refold_all",
    "standing",
    "standing_of",
    "tell_silence",
    "timeline_of",
    "void",
    "void_all",
]
