"""Match: each message that arrived is filed under its request, or waits for a person.

Waits for: Message rows whose filing is `waiting`. Writes: Message.request, filing, reasons;
Suggestion; FilingAct. A message that belongs to several requests has a copy in each.
"""

from foia.flow.match.by_hand import (
    FilingError,
    file_by_hand,
    put_back,
    set_aside,
    take_back,
)
from foia.flow.match.matching import match, run, waiting
from foia.flow.match.words import rung_in_words, said

__all__ = [
    "FilingError",
    "file_by_hand",
    "match",
    "put_back",
    "run",
    "rung_in_words",
    "said",
    "set_aside",
    "take_back",
    "waiting",
]
