"""Compose: a plan becomes a draft letter, and a person's approval makes it final.

Waits for: a person. Writes: RecordsRequest, Message (draft, then approved), Delivery.
"""

from foia.flow.compose.approving import approve, filed_by_hand
from foia.flow.compose.drafting import edit, start
from foia.flow.compose.follow_ups import Said, discard, follow_up, revise
from foia.flow.compose.held import ComposeError

__all__ = [
    "ComposeError",
    "Said",
    "approve",
    "discard",
    "edit",
    "filed_by_hand",
    "follow_up",
    "revise",
    "start",
]
