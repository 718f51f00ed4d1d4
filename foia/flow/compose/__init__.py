"""Compose: a plan becomes a draft letter, and a person's approval makes it final.

Waits for: a person. Writes: RecordsRequest, Message (draft, then approved), Attachment (its
drawings, a proof of filing), Delivery, OwnWords.
"""

from foia.flow.compose.approving import approve
from foia.flow.compose.drafting import edit, start
from foia.flow.compose.filing import filed_by_hand, posted, waiting
from foia.flow.compose.follow_ups import Said, discard, follow_up, revise
from foia.flow.compose.held import ComposeError
from foia.flow.compose.own_words import back_to_catalogue, keep, share
from foia.flow.compose.piles import write_pile
from foia.flow.compose.proofs import Proof, kind_of, prove

__all__ = [
    "ComposeError",
    "Proof",
    "Said",
    "approve",
    "back_to_catalogue",
    "discard",
    "edit",
    "filed_by_hand",
    "follow_up",
    "keep",
    "kind_of",
    "posted",
    "prove",
    "revise",
    "share",
    "start",
    "waiting",
    "write_pile",
]
