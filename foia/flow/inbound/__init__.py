"""Inbound: what came through a door becomes messages.

Waits for: Arrival rows. Writes: Blob, Arrival and ArrivalFile (`take`, `bring`, `visit`), then
Message and Attachment.

The bytes and their row are on the disk before a door says thank you; everything after that
can be repeated. The same mail through two doors is one message.
"""

from foia.flow.inbound.bringing import BringingError, Brought, bring
from foia.flow.inbound.taking import keep_as, keep_unread, take
from foia.flow.inbound.turning import fingerprint, run, take_in, try_again, waiting

__all__ = [
    "BringingError",
    "Brought",
    "bring",
    "fingerprint",
    "keep_as",
    "keep_unread",
    "run",
    "take",
    "take_in",
    "try_again",
    "waiting",
]
