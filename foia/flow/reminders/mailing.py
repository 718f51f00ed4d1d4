"""Mailing what waits in the ledger: looked at once more, then all of one person in one mail."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import transaction

from foia import notices
from foia.letters.reminders import Item, Links, reminder
from foia.models import Campaign, Deadline, Delivery, Message, RecordsRequest, Reminder, User
from foia.models.many import insert_like, update_each
from foia.notices.moments import after_quiet
from foia.notices.truth import is_mailed, true_still

#: People in one transaction.
CHUNK = 5000
State = Reminder.State
MESSAGE = (
    *("uuid", "request_id", "notice_for_id", "step", "language", "message_id"),
    *("recipient", "subject", "body_text"),
)


@dataclass(frozen=True)
class Mail:
    """One mail to one person, and the reminders that it tells."""

    uuid: uuid.UUID
    person: User
    told: tuple[Reminder, ...]
    is_sandbox: bool
    subject: str
    text: str

    @property
    def message_id(self) -> str:
        return f"<notice.{self.uuid}@{settings.REPLY_DOMAIN}>"


def mail(*, now: datetime) -> int:
    """Write the mails of the next people for whom something waits; return how many people."""
    with transaction.atomic():
        waiting = Reminder.objects.to_mail(now)
        pks = list(waiting.order_by().values_list("person", flat=True).distinct()[:CHUNK])
        locked = User.objects.select_for_update(skip_locked=True, no_key=True)
        people = {user.pk: user for user in locked.filter(pk__in=pks).order_by("pk")}
        rows = list(
            waiting.filter(person__in=people)
            .select_related("request__agency", "campaign")
            .order_by("person", "due_on", "pk")
        )
        for row in rows:
            row.person = people[row.person_id]
        rows = _without_quiet(rows, now)
        if rows:
            _write(list(_mails(rows, now)), rows, now)
    return len(people)


def _without_quiet(rows: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """Put off what would go in its person's quiet hours, such as after a night of downtime."""
    ends = {row.pk: end for row in rows if (end := after_quiet(row.person, now)) > now}
    if ends:
        update_each(Reminder, ["send_at"], ([end, pk] for pk, end in ends.items()))
    return [row for row in rows if row.pk not in ends]


def _mails(rows: Sequence[Reminder], now: datetime) -> Iterator[Mail]:
    """The mails that tell what still is true; what was made in the sandbox stays apart."""
    standing = true_still(rows, now)
    for row in rows:
        if row.pk not in standing:
            row.state = State.DROPPED
        elif not is_mailed(row.person, row):
            row.state = State.ON_SCREEN
    waiting = [row for row in rows if row.state == State.WAITING]
    doubtful = _doubtful(waiting)
    for person, of_one in groupby(waiting, attrgetter("person")):
        apart: dict[bool, list[Reminder]] = defaultdict(list)
        for row in of_one:
            apart[_subject(row).is_sandbox].append(row)
        for is_sandbox, told in apart.items():
            items = [_item(row, standing[row.pk], row.pk in doubtful) for row in told]
            said = reminder(items, person.language, _links(person))
            yield Mail(uuid.uuid4(), person, tuple(told), is_sandbox, *said)


def _write(mails: Sequence[Mail], rows: Sequence[Reminder], now: datetime) -> None:
    """Write the mails, put them in line, and say in the ledger which of them told what."""
    if mails:
        like = Message(
            direction=Message.Direction.OUT,
            kind=Message.Kind.NOTICE,
            state=Message.State.APPROVED,
            sender=settings.DEFAULT_FROM_EMAIL,
            created_at=now,
        )
        insert_like(like, MESSAGE, map(_columns, mails))
        written = Message.objects.filter(uuid__in=[one.uuid for one in mails])
        pks = dict(written.values_list("uuid", "pk"))
        line = ([pks[one.uuid], one.is_sandbox] for one in mails)
        insert_like(Delivery(not_before_at=now), ["message_id", "is_sandbox"], line)
        for one in mails:
            for row in one.told:
                row.state, row.message_id = State.MAILED, pks[one.uuid]
        told = {one.person.pk for one in mails}
        User.objects.filter(pk__in=told).update(noticed_at=now)
    ends = ([row.state, row.message_id, row.pk] for row in rows)
    update_each(Reminder, ["state", "message_id"], ends)


def _columns(one: Mail) -> list[object]:
    person = one.person
    requests = {row.request_id for row in one.told}
    request = requests.pop() if len(requests) == 1 else None  # filed under what it is about
    step = one.told[0].occasion if len(one.told) == 1 else "collected"
    return [
        *(one.uuid, request, person.pk, step, person.language, one.message_id),
        *(person.email, one.subject, one.text),
    ]


def _subject(row: Reminder) -> RecordsRequest | Campaign:
    """Return what a reminder is about."""
    found = row.request or row.campaign
    if found is None:
        raise ValueError(f"Reminder {row.pk} is about nothing.")
    return found


def _doubtful(rows: Sequence[Reminder]) -> set[int]:
    """Return the keys of reminders of a day of one request that nobody has checked in the law."""
    requests = {row.request_id for row in rows if row.request_id and row.cite}
    unchecked = Deadline.objects.filter(request__in=requests, is_verified=False)
    days = set(unchecked.values_list("request", "term", "due_on")) if requests else set()
    return {row.pk for row in rows if (row.request_id, row.term, row.due_on) in days}


def _item(row: Reminder, number: int, is_doubtful: bool) -> Item:
    """Return a reminder as its mail says it."""
    fields = {"term": row.label, "cite": row.cite}
    if row.request:
        link = f"{settings.SITE_URL}/requests/{row.request.uuid}/"
        fields |= {"title": row.request.title, "agency": row.request.agency.name}
        fields |= {"link": link, "reference": row.request.reference}
    elif row.campaign:
        link = f"{settings.SITE_URL}/campaigns/{row.campaign.uuid}/answers/"
        fields |= {"title": row.campaign.name, "link": link}
    return Item(row.occasion, row.due_on, fields, number if row.campaign else 0, is_doubtful)


def _links(person: User) -> Links:
    return Links(
        all=f"{settings.SITE_URL}/notices/",
        settings=f"{settings.SITE_URL}/settings/",
        stop=notices.stop_url(person.pk),
    )
