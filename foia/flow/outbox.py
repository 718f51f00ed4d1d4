"""Outbox: approved messages are handed to the mail service, one at a time, each once.

Waits for: Delivery rows that are due. Writes: Delivery, Message.raw, docket entry `sent`.

The row says "being handed over" before the hand-over begins. If the process dies in between,
nobody knows whether the mail left, so the row is held for a person and never tried again by
itself. The Message-ID stays the same whenever a message is sent again.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.core.mail import EmailMessage
from django.db import transaction

from foia import custody, docket, drafts, rows
from foia.gateways import mailer
from foia.gateways.mailer import Line, Outcome, OutgoingMail, Receipt
from foia.models import Delivery, Message, User
from jurisdictions import DomainError, load_pack

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # ten times the mail service's time-out
ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=2)
State = Delivery.State


class DeliveryError(DomainError):
    """A delivery that cannot be settled as asked."""


def run(*, now: datetime, limit: int = 200) -> int:
    """Hold what was cut off, then hand over what is due; return how many were tried."""
    hold_cut_off(now=now)
    began = monotonic()
    line = Line()
    due = Delivery.objects.to_hand_over(now).order_by("not_before_at", "pk")
    done = 0
    try:
        # Not `rows.each`: the claim must be committed before the hand-over begins.
        for pk in list(due.values_list("pk", flat=True)[:limit]):
            # A long run must not date its last letter by its first: that lease would be over.
            moment = now + timedelta(seconds=monotonic() - began)
            with rows.alone(f"Delivery {pk}"):
                done += hand_over(pk, line=line, now=moment)
    finally:
        line.close()
    return done


def hold_cut_off(*, now: datetime, lease: timedelta = LEASE) -> int:
    """Hold every hand-over that began longer than `lease` ago and never ended."""
    return Delivery.objects.cut_off(now - lease).update(
        state=State.UNCLEAR,
        answer="The process stopped during the hand-over; whether the mail left is not known.",
    )


def hand_over(pk: int, *, line: Line, now: datetime) -> bool:
    """Hand one waiting message over, unless somebody else is already doing so."""
    try:
        with transaction.atomic():
            delivery = _claim(pk, now)
            if delivery is None:
                return False
            ready = _made_ready(delivery, now)
    except rows.AWAY:
        raise
    except Exception as error:
        logger.exception("Delivery %s could not be made ready", pk)
        _put_off(pk, f"It could not be made ready: {error or type(error).__name__}", now)
        return True
    # From here on the mail may leave, and the record says so.
    receipt = ready if isinstance(ready, Receipt) else line.hand_over(ready)
    _conclude(delivery, receipt, now)
    return True


def _claim(pk: int, now: datetime) -> Delivery | None:
    """Take a waiting delivery for this worker alone; None if another one has it."""
    claimed = Delivery.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.HANDING_OVER, started_at=now
    )
    return Delivery.objects.select_related("message__request").get(pk=pk) if claimed else None


def _made_ready(delivery: Delivery, now: datetime) -> EmailMessage | Receipt:
    """Return the mail whose bytes are kept, or why it must not leave."""
    message = delivery.message
    if message.kind == Message.Kind.LETTER and message.content_digest() != message.approved_digest:
        return Receipt(Outcome.REFUSED, "This is not the text that was approved; draft it anew.")
    if message.request and load_pack(message.request.jurisdiction_code).risk == "high":
        return Receipt(Outcome.REFUSED, "Asking there can be dangerous; nothing leaves from here.")
    refusal = mailer.refusal_before_sending(message.recipient, is_sandbox=delivery.is_sandbox)
    if refusal:
        return Receipt(Outcome.REFUSED, refusal)
    mail = mailer.build(_outgoing(message, now))
    raw = mailer.as_bytes(mail)
    message.raw = custody.keep(raw, subject=message.message_id[:120], now=now)
    message.save(update_fields=["raw"])
    return mail


def settle(*, delivery: Delivery, was_sent: bool, by: User, now: datetime) -> None:
    """Settle an unclear hand-over: a person says it left, or has it sent again."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("message__request")
            .get(pk=delivery.pk)
        )
        if delivery.state != Delivery.State.UNCLEAR:
            raise DeliveryError("This hand-over is settled already; nothing was changed.")
        delivery.state = Delivery.State.SETTLED
        delivery.settled_by = by
        delivery.finished_at = now
        delivery.save()
        if was_sent:
            _sent(delivery, at=delivery.started_at or now, now=now)
        else:
            _try_again(delivery, not_before_at=now)


def _outgoing(message: Message, now: datetime) -> OutgoingMail:
    headers = {"X-Open-Shutter": message.kind}
    if message.kind == Message.Kind.NOTICE:
        headers["Auto-Submitted"] = "auto-generated"  # RFC 3834
    return OutgoingMail(
        message_id=message.message_id,
        sender=message.sender,
        recipient=message.recipient,
        subject=message.subject,
        body_text=message.body_text,
        written_at=now,
        reply_to=message.reply_to,
        headers=headers,
    )


def _put_off(pk: int, why: str, now: datetime) -> None:
    """Try a delivery again later whose mail could not even be built; nothing has left."""
    with transaction.atomic():
        delivery = _claim(pk, now)
        if delivery is not None:
            _conclude(delivery, Receipt(Outcome.DEFERRED, why), now)


def _conclude(delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    """Record how a hand-over ended, and what follows from it."""
    is_last = delivery.attempt >= ATTEMPTS
    is_given_up = receipt.outcome is Outcome.DEFERRED and is_last
    state = State.REFUSED if is_given_up else State(receipt.outcome.value)
    with transaction.atomic():
        # A person may have settled it meanwhile, if this hand-over outlasted its lease.
        ours = Delivery.objects.filter(pk=delivery.pk, state__in=[*Delivery.UNDECIDED])
        was_ours = ours.update(
            state=state,
            answer=receipt.answer,
            provider_id=receipt.provider_id[:255],
            finished_at=None if state == State.UNCLEAR else now,
        )
        if not was_ours:
            logger.error("Delivery %s was settled before it ended: %s", delivery.pk, receipt)
        elif state == State.HANDED_OVER:
            _sent(delivery, at=now, now=now)
        elif state == State.DEFERRED:
            pause = FIRST_PAUSE * 2 ** (delivery.attempt - 1)
            _try_again(delivery, not_before_at=now + pause)


def _sent(delivery: Delivery, *, at: datetime, now: datetime) -> None:
    message = delivery.message
    message.at = at
    message.save(update_fields=["at"])
    event = drafts.event_of_leaving(message, channel="email")
    if message.kind == Message.Kind.LETTER and message.request and event:
        docket.record(
            request=message.request,
            kind=event[0],
            at=at,
            details=event[1],
            message=message,
            by=message.approved_by,
            origin=f"delivery:{delivery.pk}:sent",
            now=now,
        )


def _try_again(delivery: Delivery, *, not_before_at: datetime) -> None:
    Delivery.objects.create(
        message=delivery.message,
        attempt=delivery.attempt + 1,
        is_sandbox=delivery.is_sandbox,
        not_before_at=not_before_at,
    )
