"""Match: each message that arrived is filed under its request, or waits for a person.

Waits for: Message rows whose filing is `waiting`. Writes: Message.request, filing, reasons;
Suggestion; FilingAct, of what people do. A message that belongs to several requests has a copy in
each. What is plain is filed before it is written (`place_certain`, `enter`).
"""

from foia.flow.match.by_hand import (
    FilingError,
    file_by_hand,
    put_back,
    set_aside,
    take_back,
)
from foia.flow.match.matching import Certain, enter, match, place_certain, run, waiting
from foia.flow.match.words import rung_in_words, said

__all__ = [
    "Certain",
    "FilingError",
    "enter",
    "file_by_hand",
    "match",
    "place_certain",
    "put_back",
    "run",
    "rung_in_words",
    "said",
    "set_aside",
    "take_back",
    "waiting",
]
