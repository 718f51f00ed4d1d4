"""The desk: what people who work together do beside the letters. Nothing of it is ever sent.

Waits for: a person. Writes: Visit, Note, Assignment, Tag, Tagging, SavedView, DeskAct; Question,
Coding, Settlement; LedgerEntry.
"""

from foia.flow.desk.coded import coded
from foia.flow.desk.coding import Agreement, agreements, code, differences, settle, to_code
from foia.flow.desk.held import DeskError
from foia.flow.desk.ledger import Amount, Proof, enter, strike, totals
from foia.flow.desk.notes import take_back, write
from foia.flow.desk.questions import add_question, retire_question, value_of
from foia.flow.desk.saved import drop_view, save_view
from foia.flow.desk.sorting import assign, tag, tags_of, untag
from foia.flow.desk.visits import seen_at, unread, visit, visit_all

__all__ = [
    "Agreement",
    "Amount",
    "DeskError",
    "Proof",
    "add_question",
    "agreements",
    "assign",
    "code",
    "coded",
    "differences",
    "drop_view",
    "enter",
    "retire_question",
    "save_view",
    "seen_at",
    "settle",
    "strike",
    "tag",
    "tags_of",
    "take_back",
    "to_code",
    "totals",
    "unread",
    "untag",
    "value_of",
    "visit",
    "visit_all",
    "write",
]
