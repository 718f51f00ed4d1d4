"""The journal of hand-overs: each one's beginning, and its end, committed in one step each.

The end of one letter and the beginning of the next share a commit, so that a letter costs one.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from foia.flow.outbox.picking import LEAVING, Taken
from foia.gateways.mailer import Receipt
from foia.models import Delivery, Wave

logger = logging.getLogger(__name__)
State = Delivery.State


@dataclass(frozen=True)
class _Taken:
    """A letter that the mail service took, not yet noted."""

    pk: int
    receipt: Receipt
    at: datetime


class Journal:
    """What one worker notes of the letters of one batch."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.last: _Taken | None = None

    def begin(self, pk: int, *, now: datetime) -> bool:
        """Note that a letter is being handed over; False if it is no longer ours to send.

        The wave, the day and the reservation are asked in the very statement that claims it.
        """
        moment, until = _stored(now), _stored(self.taken.until_at)
        with transaction.atomic(), connection.cursor() as cursor:
            self._note_last(cursor)
            cursor.execute(_BEGIN, [moment, pk, until, moment, *LEAVING])
            is_ours: bool = cursor.rowcount == 1
        self.last = None
        return is_ours

    def taken_by_service(self, pk: int, receipt: Receipt, *, now: datetime) -> None:
        """Remember that the service took a letter; noted with the next beginning, or the end."""
        self.last = _Taken(pk, receipt, now)

    def end(self) -> None:
        """Note what is still to be noted."""
        if self.last:
            with transaction.atomic(), connection.cursor() as cursor:
                self._note_last(cursor)
            self.last = None

    def _note_last(self, cursor: Any) -> None:
        if self.last is None:
            return
        receipt, moment = self.last.receipt, _stored(self.last.at)
        cursor.execute(_END, [receipt.answer, receipt.provider_id[:255], moment, self.last.pk])
        if cursor.rowcount != 1:
            # A person may have settled it meanwhile, if this hand-over outlasted its lease.
            logger.error("Delivery %s was settled before it ended: %s", self.last.pk, receipt)


def _stored(moment: datetime) -> Any:
    """A moment as the database's columns hold it."""
    return connection.ops.adapt_datetimefield_value(moment)


_DELIVERIES, _WAVES = Delivery._meta.db_table, Wave._meta.db_table
_BEGIN = f"""
    UPDATE {_DELIVERIES} SET state = '{State.HANDING_OVER.value}', started_at = %s
    WHERE id = %s AND state = '{State.WAITING.value}' AND taken_until_at = %s
      AND (not_after_at IS NULL OR not_after_at > %s)
      AND (wave_id IS NULL OR EXISTS (
          SELECT 1 FROM {_WAVES} WHERE id = wave_id AND state IN (%s, %s)))
"""
_END = f"""
    UPDATE {_DELIVERIES}
    SET state = '{State.HANDED_OVER.value}', answer = %s, provider_id = %s, finished_at = %s
    WHERE id = %s AND state IN ('{State.HANDING_OVER.value}', '{State.UNCLEAR.value}')
"""
