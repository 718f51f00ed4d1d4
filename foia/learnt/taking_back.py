"""Undo of what was decided of a mail: its history is void, its findings are withdrawn."""

from datetime import datetime

from django.db import transaction

from foia import docket
from foia.learnt.entries import FindingError, withdraw
from foia.mail.kinds import MessageKind
from foia.models import DocketEntry, Message, Reading, User

WHY = "What this mail says is decided anew."


def take_back(*, message: Message, by: User | None, now: datetime, reason: str = WHY) -> None:
    """Take back everything that reading a mail caused, so that it is a question again.

    Raises a domain error, and changes nothing, where later history rests on it or where it was
    taken for a returned letter, on which the house has acted already.
    """
    with transaction.atomic():
        reading = Reading.objects.select_for_update(of=("self",)).filter(message=message).first()
        if reading is None:
            return
        if MessageKind.BOUNCE in (reading.decided_kind, _acted_on(reading)):
            raise FindingError(
                "This mail was taken for a returned letter and its address was given up; give the"
                " body its address again instead."
            )
        entries = DocketEntry.objects.filter(origin=reading.origin, voided_by=None)
        for entry in entries.select_related("request__agency"):
            docket.void(entry=entry, reason=reason, by=by, now=now)
        withdraw(request=message.the_request, origin=reading.origin, by=by, now=now)
        reading.turn += 1
        reading.state = Reading.State.ASKED
        reading.decided_by, reading.decided_at, reading.decided_kind = None, None, ""
        reading.save()


def _acted_on(reading: Reading) -> str:
    """What the machine took a mail for and acted upon by itself; "" if it did not."""
    return reading.kind if reading.state == Reading.State.SURE else ""
