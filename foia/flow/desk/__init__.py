"""The desk: what people who work together do beside the letters. Nothing of it is ever sent.

Waits for: a person. Writes: Visit, Note, Assignment, Tag, Tagging, SavedView, DeskAct; Question,
Coding, Settlement; LedgerEntry.
"""

from foia.flow.desk.held import DeskError
from foia.flow.desk.ledger import Amount, Proof, enter, strike, totals
from foia.flow.desk.notes import take_back, write
from foia.flow.desk.saved import drop_view, save_view
from foia.flow.desk.sorting import assign, tag, untag
from foia.flow.desk.visits import visit, visit_all

__all__ = [
    "Amount",
    "DeskError",
    "Proof",
    "assign",
    "drop_view",
    "enter",
    "save_view",
    "strike",
    "tag",
    "take_back",
    "totals",
    "untag",
    "visit",
    "visit_all",
    "write",
]
