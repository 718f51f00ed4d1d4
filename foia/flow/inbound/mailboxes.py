"""Mailboxes on IMAP servers are looked into; what is new there arrives, once.

How far a mailbox has been read is written in the transaction of each arrival: a visit that is cut
off goes on where it was. Where the server counts anew (UIDVALIDITY), all is looked at again, and
what came from this mailbox before brings nothing twice. A mail that is too large stays there: its
headers are kept with why, and staff is shown it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from foia.flow.inbound.taking import keep_unread, take
from foia.gateways import blobs, imap
from foia.gateways.imap import Address, Found, ImapError, OpenMailbox
from foia.models import Arrival, Mailbox

DOOR = "imap"
MOST = 200  # mails of one mailbox in one visit; then the others have their turn
#: How long a mailbox that cannot be read is left alone, after the first such visit and later ones.
PATIENCE = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)]


@dataclass(frozen=True)
class Visited:
    """One mailbox after a visit: how many mails it brought, and what was wrong with it."""

    name: str
    number: int
    trouble: str = ""


def visit(*, now: datetime, limit: int = MOST) -> int:
    """Look into the mailboxes whose turn it is; return how many mails they brought."""
    return sum(one.number for one in visit_all(now=now, limit=limit, is_patient=True))


def visit_all(*, now: datetime, limit: int = MOST, is_patient: bool = False) -> list[Visited]:
    """Look into the mailboxes; `is_patient` leaves those alone that had trouble just now."""
    return list(_visits(now, limit, is_patient))


def _visits(now: datetime, limit: int, is_patient: bool) -> Iterator[Visited]:
    for number, url in enumerate(settings.IMAP_URLS, start=1):
        try:
            address = imap.address_of(url)
        except ImapError as error:
            yield Visited(f"#{number}", 0, str(error))
            continue
        box, _ = Mailbox.objects.get_or_create(name=address.name)
        if is_patient and box.not_before_at and box.not_before_at > now:
            continue
        yield _visit(box, address, now, limit)


def _visit(box: Mailbox, address: Address, now: datetime, limit: int) -> Visited:
    """Look into one mailbox; its trouble is kept for staff to see."""
    number = 0
    try:
        with imap.opened(address) as mailbox:
            for found in _new(mailbox, box, limit):
                number += _take(box, mailbox.uid_validity, found, now)
    except ImapError as error:
        pause = PATIENCE[min(box.tries, len(PATIENCE) - 1)]
        told = {"trouble": str(error), "tries": box.tries + 1, "not_before_at": now + pause}
        Mailbox.objects.filter(pk=box.pk).update(**told)
        return Visited(box.name, number, str(error))
    told = {"trouble": "", "tries": 0, "not_before_at": None, "looked_at": now}
    Mailbox.objects.filter(pk=box.pk).update(**told)
    return Visited(box.name, number)


def _new(mailbox: OpenMailbox, box: Mailbox, limit: int) -> Iterator[Found]:
    """The mails above the last one taken, one at a time; all of them where counting began anew."""
    is_same = box.uid_validity == mailbox.uid_validity
    for uid in mailbox.newer_than(box.last_uid if is_same else 0)[:limit]:
        found = mailbox.fetch(uid, settings.MAX_MAIL_BYTES)
        if found:
            yield found


def _take(box: Mailbox, uid_validity: int, found: Found, now: datetime) -> bool:
    """Keep one mail and how far the mailbox is read, together; False if it is here already."""
    with transaction.atomic():
        held = Mailbox.objects.select_for_update().get(pk=box.pk)
        if held.uid_validity == uid_validity and held.last_uid >= found.uid:
            return False  # another visit was faster
        held.uid_validity, held.last_uid = uid_validity, found.uid
        held.save(update_fields=["uid_validity", "last_uid"])
        ours = f"imap:{hashlib.sha256(box.name.encode()).hexdigest()[:16]}"
        sha256 = blobs.digest_of(found.content)
        if Arrival.objects.filter(blob_id=sha256, event_id__startswith=f"{ours}:").exists():
            return False
        event_id = f"{ours}:{uid_validity}:{found.uid}"
        if found.trouble:
            why = found.trouble
            keep_unread(content=found.content, door=DOOR, trouble=why, now=now, event_id=event_id)
            return False
        came_at = min(found.came_at, now) if found.came_at else now
        take(
            content=found.content,
            door=DOOR,
            told={"at": came_at.isoformat()},
            event_id=event_id,
            now=now,
        )
        return True
