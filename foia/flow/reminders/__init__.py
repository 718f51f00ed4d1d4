"""Reminders: people are told of what is due, missed or unread, once each, as they want to be told.

First the requests are looked at whose moment has come, and what is new of them is put into the
ledger; then what waits there is looked at once more, and mailed, all of one person in one mail.

Waits for: RecordsRequest.remind_at, Reminder rows that wait. Writes: Reminder, Message (a notice),
Delivery.
"""

from collections.abc import Callable
from datetime import datetime

from foia.flow.reminders.looking import CHUNK as LOOKED_AT
from foia.flow.reminders.looking import look
from foia.flow.reminders.mailing import CHUNK as MAILED
from foia.flow.reminders.mailing import mail
from foia.models import RecordsRequest, Reminder

__all__ = ["run"]


def run(*, now: datetime, limit: int = 20_000) -> int:
    """Look and mail; return how many requests were looked at and people were mailed.

    Where nothing is due that costs one statement.
    """
    if not _is_anything_due(now):
        return 0
    return _all(look, LOOKED_AT, now, limit) + _all(mail, MAILED, now, limit)


def _all(step: Callable[..., int], chunk: int, now: datetime, limit: int) -> int:
    """Take a step, a chunk in each transaction, until nothing waits or the limit is reached."""
    done = 0
    while done < limit:
        made = step(now=now)
        done += made
        if made < chunk:
            break
    return done


def _is_anything_due(now: datetime) -> bool:
    """Ask both indexes of what is due in one statement."""
    requests = RecordsRequest.objects.to_remind_of(now).order_by().values_list("pk")
    waiting = Reminder.objects.to_mail(now).order_by().values_list("pk")
    return bool(requests.union(waiting, all=True)[:1])
