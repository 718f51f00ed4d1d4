"""How a hand-over ends when the service did not take the letter, and what follows from it."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from foia.flow.outbox import leaving
from foia.flow.outbox.picking import Taken, unbegun
from foia.gateways.mailer import Outcome, Receipt
from foia.models import Delivery, User
from jurisdictions import DomainError

logger = logging.getLogger(__name__)
ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=2)
State = Delivery.State


class DeliveryError(DomainError):
    """A delivery that cannot be settled as asked."""


def conclude(
    delivery: Delivery, receipt: Receipt, *, now: datetime, unbegun_of: Taken | None = None
) -> None:
    """Record how a hand-over ended that did not go well.

    `unbegun_of`: the reservation of a letter whose hand-over never began.
    """
    is_last = delivery.attempt >= ATTEMPTS
    is_given_up = receipt.outcome is Outcome.DEFERRED and is_last
    state = State.REFUSED if is_given_up else State(receipt.outcome.value)
    begun = Delivery.objects.filter(state__in=Delivery.UNDECIDED)
    rows = (unbegun(unbegun_of) if unbegun_of else begun).filter(pk=delivery.pk)
    with transaction.atomic():
        was_ours = rows.update(
            state=state,
            answer=receipt.answer,
            provider_id=receipt.provider_id[:255],
            finished_at=None if state == State.UNCLEAR else now,
            taken_until_at=None,
            paced_at=F("started_at"),
        )
        if not was_ours:
            # A person may have settled it meanwhile, if this hand-over outlasted its lease.
            logger.error("Delivery %s was settled before it ended: %s", delivery.pk, receipt)
        elif state == State.DEFERRED:
            try_again(delivery, not_before_at=now + FIRST_PAUSE * 2 ** (delivery.attempt - 1))


def put_back(delivery: Delivery, receipt: Receipt) -> None:
    """Let a letter wait as before, as the service went away before it was handed over."""
    Delivery.objects.filter(pk=delivery.pk, state=State.HANDING_OVER).update(
        state=State.WAITING, answer=receipt.answer, started_at=None, taken_until_at=None
    )


def try_again(delivery: Delivery, *, not_before_at: datetime) -> None:
    """Let the same message wait for another attempt, with the same bounds as this one."""
    Delivery.objects.create(
        message=delivery.message,
        desk=delivery.desk,
        attempt=delivery.attempt + 1,
        is_sandbox=delivery.is_sandbox,
        not_before_at=not_before_at,
        not_after_at=delivery.not_after_at,
        wave=delivery.wave,
        domain=delivery.domain,
    )


def settle(*, delivery: Delivery, was_sent: bool, by: User, now: datetime) -> None:
    """Settle an unclear hand-over: a person says it left, or has it sent again."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("message__request", "wave")
            .get(pk=delivery.pk)
        )
        if delivery.state != State.UNCLEAR or delivery.finished_at:  # it ended well after all
            raise DeliveryError("This hand-over is settled already; nothing was changed.")
        delivery.state = State.SETTLED
        delivery.settled_by = by
        delivery.finished_at = now
        delivery.taken_until_at = None
        delivery.save()
        if was_sent:
            leaving.enter([(delivery, delivery.started_at or now)], now=now)
        else:
            try_again(delivery, not_before_at=now)
