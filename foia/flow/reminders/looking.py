"""Looking at requests: what there is to tell of them now becomes rows of the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from foia import notices
from foia.models import RecordsRequest, Reminder, User
from foia.models.many import insert_like, update_each
from foia.notices.moments import send_at
from foia.notices.truth import is_mailed

#: Requests in one transaction.
CHUNK = 5000
NEEDED = ("campaign_id", "requester_id", "jurisdiction_code")
State = Reminder.State
ROW = (
    *("person_id", "request_id", "occasion", "term", "label", "cite", "due_on"),
    *("state", "send_at"),
)


class Key(NamedTuple):
    """What makes a reminder the same as another: told once."""

    person: int
    request: int | None
    campaign: int | None
    occasion: str
    term: str
    due_on: date


def look(*, now: datetime) -> int:
    """Look at the next requests whose moment has come; return how many."""
    with transaction.atomic():
        due = RecordsRequest.objects.to_remind_of(now).order_by("remind_at").only(*NEEDED)
        requests = list(due.select_for_update(skip_locked=True, no_key=True)[:CHUNK])
        if not requests:
            return 0
        facts = notices.facts_of([request.pk for request in requests], now)
        audience = notices.audience_of(requests)
        risky = set(notices.risky_codes())
        wanted: dict[Key, Reminder] = {}
        for request in requests:
            for fact in facts.told.get(request.pk, ()):
                for person in audience.of(request):
                    row = _row(request, fact, person, audience, risky, now)
                    wanted.setdefault(_key(row), row)
        _write(wanted, requests)
        moments = ((facts.next_at.get(request.pk), request.pk) for request in requests)
        update_each(RecordsRequest, ["remind_at"], moments)
    return len(requests)


def _row(
    request: RecordsRequest,
    fact: notices.Fact,
    person: User,
    audience: notices.Audience,
    risky: set[str],
    now: datetime,
) -> Reminder:
    """Return the row that tells one person one thing: of a request, or of its whole campaign.

    Where asking is dangerous it is shown on the screen and never mailed.
    """
    is_risky = request.jurisdiction_code in risky
    is_joint = request.campaign_id is not None and request.pk not in audience.by_request
    row = Reminder(
        person=person,
        request_id=None if is_joint else request.pk,
        campaign_id=request.campaign_id if is_joint else None,
        occasion=fact.occasion,
        term=f"{request.jurisdiction_code}:{fact.term}" if is_risky and is_joint else fact.term,
        label=fact.label,
        cite=fact.cite,
        due_on=fact.due_on,
        created_at=now,
    )
    is_to_mail = is_mailed(person, row) and not is_risky
    row.state = State.WAITING if is_to_mail else State.ON_SCREEN
    row.send_at = send_at(person, now, of_campaign=is_joint) if is_to_mail else now
    return row


def _key(row: Reminder) -> Key:
    return Key(row.person_id, row.request_id, row.campaign_id, row.occasion, row.term, row.due_on)


def _write(wanted: dict[Key, Reminder], requests: Sequence[RecordsRequest]) -> None:
    """Write the rows that are not there yet; a campaign's may come from two workers at once."""
    if not wanted:
        return
    known = set(_known(requests, {key.campaign for key in wanted if key.campaign}))
    new = [row for key, row in wanted.items() if key not in known]
    single = [row for row in new if row.request_id]
    if single:
        rows = ([getattr(row, name) for name in ROW] for row in single)
        insert_like(Reminder(created_at=single[0].created_at), ROW, rows)
    Reminder.objects.bulk_create([row for row in new if row.campaign_id], ignore_conflicts=True)


def _known(requests: Sequence[RecordsRequest], campaigns: Iterable[int]) -> Iterator[Key]:
    columns = ("person", "request", "campaign", "occasion", "term", "due_on")
    of_requests: Any = Reminder.objects.filter(request__in=[one.pk for one in requests])
    yield from (Key(*row) for row in of_requests.values_list(*columns))
    if campaigns:
        of_campaigns = Reminder.objects.filter(campaign__in=campaigns)
        yield from (Key(*row) for row in of_campaigns.values_list(*columns))
