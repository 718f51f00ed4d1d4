"""What people decide about mail: where it belongs, that it belongs nowhere, what was wrong."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from foia import custody, incoming, learnt
from foia.flow.match import ledger
from foia.flow.match.ledger import Act, Placed
from foia.models import (
    AgencyReference,
    FilingAct,
    Message,
    Reading,
    RecordsRequest,
    Suggestion,
    User,
)
from jurisdictions import DomainError

BY_HAND = "by hand"
Filing = Message.Filing


class FilingError(DomainError):
    """A message that cannot be filed, or taken back, as asked."""


def file_by_hand(
    *, message: Message, requests: Sequence[RecordsRequest], by: User, now: datetime
) -> None:
    """File a message from triage where a person says it belongs; under several, one copy each."""
    if not requests:
        raise FilingError("Choose at least one request to file this message under.")
    with transaction.atomic():
        message = _locked(message, Filing.TRIAGE)
        reasons = [*message.filing_reasons, _said_by(by)]
        first, *others = requests
        placed = [Placed(message, first.pk, BY_HAND, reasons, by=by)]
        for request in others:
            copy = incoming.copied(message, request, now=now)
            if copy.filing != Filing.FILED:
                placed.append(Placed(copy, request.pk, BY_HAND, reasons, by=by))
        ledger.write(placed, {request.pk: request.reference for request in requests}, now)


def take_back(*, message: Message, by: User, now: datetime) -> None:
    """Take a filed message back to triage, and with it all that it caused.

    Its docket entries are void, its findings withdrawn, what was read of it and the numbers
    learned from it forgotten. A copy of a mail that is filed elsewhere is set aside instead.
    """
    with transaction.atomic():
        message = _locked(message, Filing.FILED)
        request = message.the_request
        _forget(message, by, now)
        rung, reasons = message.filing_rung, message.filing_reasons
        message.request = None
        message.filing = Filing.ASIDE if message.copy_of_id else Filing.TRIAGE
        message.filing_reasons = [_said_by(by, "taken_back", request.reference)]
        message.awaits_reading = False
        # Who has read it in their request may say where it belongs instead.
        rest = {k: v for k, v in message.marks.items() if k != "brought_to"}
        message.marks = rest | {"for_owner": True}
        message.save(
            update_fields=["request", "filing", "filing_reasons", "marks", "awaits_reading"]
        )
        Suggestion.objects.get_or_create(message=message, request=request, defaults={"position": 0})
        _note(message, Act.TAKEN_BACK, by, now, request=request, rung=rung, reasons=reasons)


def set_aside(*, message: Message, by: User, now: datetime) -> None:
    """Say that a message in triage belongs to no request; it is kept, and can be put back."""
    with transaction.atomic():
        message = _locked(message, Filing.TRIAGE)
        message.filing = Filing.ASIDE
        message.save(update_fields=["filing"])
        _note(message, Act.SET_ASIDE, by, now)


def put_back(*, message: Message, by: User, now: datetime) -> None:
    """Put a message that was set aside back into triage."""
    with transaction.atomic():
        message = _locked(message, Filing.ASIDE)
        message.filing = Filing.TRIAGE
        message.save(update_fields=["filing"])
        _note(message, Act.TAKEN_BACK, by, now)


def _locked(message: Message, expected: str) -> Message:
    """Hold a message until the transaction ends, if nobody was faster."""
    held = Message.objects.select_for_update().get(pk=message.pk)
    if held.filing != expected:
        said = "filed" if held.filing == Filing.FILED else held.get_filing_display().lower()
        raise FilingError(f"This message is {said} already; nothing was changed.")
    return held


def _forget(message: Message, by: User, now: datetime) -> None:
    """Undo what a message caused in the request it was filed under."""
    reason = "The message was filed under the wrong request."
    learnt.take_back(message=message, by=by, now=now, reason=reason)
    Reading.objects.filter(message=message).delete()
    AgencyReference.objects.filter(message=message).delete()


def _note(
    message: Message,
    act: Act,
    by: User,
    now: datetime,
    request: RecordsRequest | None = None,
    **why: Any,
) -> None:
    """Keep what a person did; of a filing taken back also by which rung it was filed, and why."""
    FilingAct.objects.create(message=message, act=act, request=request, by=by, at=now, **why)
    reference = request.reference if request else "triage"
    links = [ledger.link(message, act.value.replace("_", " "), reference)]
    custody.note_all(links, now=now)


def _said_by(by: User, code: str = "by_hand", reference: str = "") -> dict[str, Any]:
    said = {"code": code, "who": str(by)}
    return said | ({"marks": reference} if reference else {})
