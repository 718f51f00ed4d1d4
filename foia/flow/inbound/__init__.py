"""Inbound: what came through a door becomes messages.

Waits for: Arrival rows. Writes: Blob, Arrival and ArrivalFile (`take`, `bring`), then Message and
Attachment. `visit` waits for mail in the mailboxes of IMAP_URL and keeps in Mailbox how far it is.

The bytes and their row are on the disk before a door says thank you; everything after that
can be repeated. The same mail through two doors is one message.
"""

from foia.flow.inbound.again import ReadAgain, reparse
from foia.flow.inbound.boxes import empty
from foia.flow.inbound.bringing import BringingError, Brought, bring
from foia.flow.inbound.mailboxes import Visited, visit, visit_all
from foia.flow.inbound.taking import keep_as, keep_unread, take
from foia.flow.inbound.turning import fingerprint, run, take_in, try_again, waiting

__all__ = [
    "BringingError",
    "Brought",
    "ReadAgain",
    "Visited",
    "bring",
    "empty",
    "fingerprint",
    "keep_as",
    "keep_unread",
    "reparse",
    "run",
    "take",
    "take_in",
    "try_again",
    "visit",
    "visit_all",
    "waiting",
]
