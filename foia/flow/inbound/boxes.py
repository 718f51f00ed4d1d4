"""A box of mails (mbox) is emptied: each mail in it becomes an arrival of its own."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from foia import custody, rows
from foia.gateways import blobs
from foia.mail import mbox
from foia.models import Arrival

TOGETHER = 100


def take_out(
    pk: int, *, now: datetime, broken: Callable[[Arrival, Exception], object] | None = None
) -> int:
    """Take the mails out of one waiting box; return how many boxes went well: 1 or 0."""
    boxes = Arrival.objects.filter(state=Arrival.State.WAITING, form=Arrival.Form.MBOX)
    return rows.chunk_of(boxes, [pk], lambda found: _empty(found[0], now), broken=broken)


def _empty(box: Arrival, now: datetime) -> None:
    """Write an arrival for each mail; all of them or none, in the caller's transaction."""
    some: list[bytes] = []
    number = 0
    for content in mbox.split(blobs.read(box.blob_id)):
        some.append(content)
        if len(some) == TOGETHER:
            number = _keep(box, some, number, now)
            some = []
    _keep(box, some, number, now)
    box.state = Arrival.State.TAKEN_IN
    box.save(update_fields=["state"])


def _keep(box: Arrival, some: list[bytes], number: int, now: datetime) -> int:
    """Keep the next mails of a box; return how many were kept of it so far."""
    of_box = partial("mail {} of the box {}".format)
    things = [
        (content, of_box(number + place, box.blob_id[:12])) for place, content in enumerate(some, 1)
    ]
    kept = custody.keep_all(things, now=now) if things else []
    Arrival.objects.bulk_create(
        Arrival(
            blob=blob,
            door=box.door,
            told=box.told,
            brought_by_id=box.brought_by_id,
            request_id=box.request_id,
            arrived_at=box.arrived_at,
            event_id=f"mbox:{box.pk}:{number + place}",
            out_of=box,
        )
        for place, blob in enumerate(kept, 1)
    )
    return number + len(some)


def empty(box: Arrival, *, now: datetime) -> None:
    """Take the mails out of one box at once; trouble is the caller's. Raises `BlobError`."""
    with transaction.atomic():
        _empty(Arrival.objects.select_for_update().get(pk=box.pk), now)
