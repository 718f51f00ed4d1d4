"""Read: what a filed message seems to say, with the words it rests on.

Waits for: filed messages without a Reading. Writes: Reading, and the body's own number; when the
reading is sure or a person confirms it, a docket entry and Findings. What a returned mail tells of
a letter of ours becomes a `DeliveryReport`.
"""

from foia.flow.read.deciding import ReadingError, confirm, undo
from foia.flow.read.events import EVENTS
from foia.flow.read.reading import read, read_all, run, waiting

__all__ = ["EVENTS", "ReadingError", "confirm", "read", "read_all", "run", "undo", "waiting"]
