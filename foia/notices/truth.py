"""Whether what was to be told is still true when it leaves: looked at once more, never assumed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from foia.models import Reminder, User
from foia.notices.audience import audience_of
from foia.notices.facts import facts_of, numbers_of
from foia.notices.occasions import EVENTS

State = Reminder.State


def true_still(reminders: Sequence[Reminder], now: datetime) -> dict[int, int]:
    """Return the reminders that still are true and of concern to their person, by their keys.

    The value: of how many bodies of its campaign; 1 for one request. Each comes with its `request`
    or `campaign`.
    """
    requests = {row.request.pk: row.request for row in reminders if row.request}
    facts = facts_of(requests, now).told if requests else {}
    known = {pk: {fact.key for fact in found} for pk, found in facts.items()}
    campaigns = {row.campaign_id for row in reminders if row.campaign_id}
    numbers = numbers_of(campaigns, now) if campaigns else {}
    audience = audience_of(requests.values(), campaigns=campaigns)
    found: dict[int, int] = {}
    for row in reminders:
        key = (row.occasion, row.term, row.due_on)
        if row.request and row.occasion in EVENTS:  # what happened has happened
            found[row.pk] = int(audience.concerns(row.person, row.request))
        elif row.request:
            if key in known.get(row.request.pk, ()) and row.person in audience.of(row.request):
                found[row.pk] = 1
        elif row.campaign_id and row.person in audience.by_campaign.get(row.campaign_id, ()):
            found[row.pk] = numbers.get((row.campaign_id, *key), 0)
    return {pk: number for pk, number in found.items() if number}


def withdraw_untrue(messages: Iterable[int], now: datetime) -> set[int]:
    """Return which of these notices must not leave; what is true in them waits to be told anew.

    A notice must not leave once its person wants none, when something it says has changed, or when
    no row of the ledger knows it any more: it was withdrawn before, or its person's list is gone.
    """
    messages = set(messages)
    told = Reminder.objects.filter(message__in=messages, state=State.MAILED)
    rows = list(told.select_related("person", "request", "campaign"))
    standing = true_still(rows, now) if rows else {}
    false = [row for row in rows if row.pk not in standing or not is_mailed(row.person, row)]
    known = {row.message_id for row in rows} - {row.message_id for row in false}
    untrue = messages - known
    with transaction.atomic():
        for row in rows:
            if row.message_id in untrue:
                row.state = State.WAITING if row.pk in standing else State.DROPPED
                if not is_mailed(row.person, row):
                    row.state = State.ON_SCREEN
                row.message = None
                row.save(update_fields=["state", "message"])
    return untrue


def is_mailed(person: User, reminder: Reminder) -> bool:
    """Say whether a person wants mail of this occasion."""
    return (
        person.is_active
        and person.notices != User.Notices.NEVER
        and reminder.occasion not in person.muted
    )
