"""Findings: the one writer of what was learnt of each body and each record category.

Whatever is said is kept as a `FindingEntry`; what counts is projected into `Finding`. Rooms say
what readings teach, people correct it, and what a decided mail caused is taken back here.
"""

from foia.learnt.entries import FindingError, Said, correct, history, said_by, say, withdraw
from foia.learnt.taking_back import take_back

__all__ = ["FindingError", "Said", "correct", "history", "said_by", "say", "take_back", "withdraw"]
