"""The journal of hand-overs: each one's beginning, and its end, committed in one step each.

The end of one letter and the beginning of the next are one statement, so that a letter costs one
commit and one way to the database.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from foia.flow.outbox.picking import LEAVING, Taken
from foia.gateways.mailer import Outcome, Receipt
from foia.models import Delivery, Wave

logger = logging.getLogger(__name__)
State = Delivery.State


@dataclass(frozen=True)
class _Ended:
    """A letter that the mail service took, not yet noted."""

    pk: int
    receipt: Receipt
    at: datetime


class Journal:
    """What one worker notes of the letters of one batch."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.last: _Ended | None = None
        self.begun = 0  # the letter that began last

    def begin(self, pk: int, *, now: datetime) -> bool:
        """Note that a letter is being handed over; False if it is no longer ours to send.

        The wave, the day and the reservation are asked in the very statement that claims it.
        """
        is_ours = pk in self._note(pk, now)
        self.begun = pk if is_ours else self.begun
        return is_ours

    def taken_by_service(self, pk: int, receipt: Receipt, *, now: datetime) -> None:
        """Remember that the service took a letter; noted with the next beginning, or the end."""
        self.last = _Ended(pk, receipt, now)

    def end(self) -> None:
        """Note what is still to be noted."""
        if self.last:
            self._note(0, self.last.at)

    def _note(self, pk: int, now: datetime) -> set[int]:
        """End the last letter and begin the next in one statement, which is one commit."""
        last = self.last or _Ended(0, Receipt(Outcome.HANDED_OVER, ""), now)
        words = {
            "next": pk,
            "began": _stored(now),
            "until": _stored(self.taken.until_at),
            "last": last.pk,
            "ended": _stored(last.at),
            "answer": last.receipt.answer,
            "provider_id": last.receipt.provider_id[:255],
        }
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, words)
            noted = {key for (key,) in cursor.fetchall()}
        self.last = None
        if last.pk and last.pk not in noted:
            # A person may have settled it meanwhile, if this hand-over outlasted its lease.
            logger.error("Delivery %s was settled before it ended: %s", last.pk, last.receipt)
        return noted


def _stored(moment: datetime) -> Any:
    """A moment as the database's columns hold it."""
    return connection.ops.adapt_datetimefield_value(moment)


_DELIVERIES, _WAVES = Delivery._meta.db_table, Wave._meta.db_table
_LEAVING = ", ".join(f"'{state.value}'" for state in LEAVING)
_UNDECIDED = ", ".join(f"'{state.value}'" for state in Delivery.UNDECIDED)
#: It sets columns that stand in no index, so that a letter costs one page of the table.
_NOTE = f"""
    UPDATE {_DELIVERIES} SET
        started_at = CASE WHEN id = %(last)s THEN started_at ELSE %(began)s END,
        finished_at = CASE WHEN id = %(last)s THEN %(ended)s ELSE finished_at END,
        answer = CASE WHEN id = %(last)s THEN %(answer)s ELSE answer END,
        provider_id = CASE WHEN id = %(last)s THEN %(provider_id)s ELSE provider_id END
    WHERE (id = %(last)s AND state IN ({_UNDECIDED}))
       OR (id = %(next)s
           AND state = '{State.HANDING_OVER.value}' AND started_at IS NULL
           AND taken_until_at = %(until)s
           AND (not_after_at IS NULL OR not_after_at > %(began)s)
           AND (wave_id IS NULL OR EXISTS (
               SELECT 1 FROM {_WAVES} w WHERE w.id = wave_id AND w.state IN ({_LEAVING}))))
    RETURNING id
"""
