"""Accounts: how a person is told, what they keep with us, their calendars, their data, the end.

Waits for: a person. Writes: User, KeptDetails, CalendarFeed, Reminder.read_at.
"""

from foia.flow.accounts.closing import close, what_stays
from foia.flow.accounts.details import forget_details, keep_details
from foia.flow.accounts.exporting import exported
from foia.flow.accounts.feeds import Due, due_in, make_feed, opened_feed
from foia.flow.accounts.wishes import WISHES, choose, end_notices, mark_read

__all__ = [
    "WISHES",
    "Due",
    "choose",
    "close",
    "due_in",
    "end_notices",
    "exported",
    "forget_details",
    "keep_details",
    "make_feed",
    "mark_read",
    "opened_feed",
    "what_stays",
]
