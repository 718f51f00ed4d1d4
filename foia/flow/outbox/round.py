"""One round of the outbox: batch after batch, until nothing is due, or its time is over."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from foia.flow.outbox import ends, leaving
from foia.flow.outbox.journal import Journal
from foia.flow.outbox.patience import Patience
from foia.flow.outbox.picking import Taken, release, release_cut_off, take
from foia.flow.outbox.ready import Ready, Unfit, made_ready
from foia.gateways.mailer import Line, Outcome
from foia.models import Delivery, Wave, WaveAct

LEASE = timedelta(minutes=5)  # ten times the mail service's time-out
BATCH = 250  # letters
BATCH_SECONDS = 20  # of a slow service: what is not begun by then is given back
ROUND_SECONDS = 5  # then the other rooms have their turn
Clock = Callable[[], datetime]


def run(*, now: datetime, limit: int = 5000) -> int:
    """Clear up what was cut off, then hand over what is due; return how many were tried."""
    hold_cut_off(now=now)
    release_cut_off(now=now)
    leaving.enter_cut_off(now=now, most=limit)
    patience = Patience()
    if patience.is_resting(now):
        return 0
    began = monotonic()

    def clock() -> datetime:
        # A long round must not date its last letter by its first: that lease would be over.
        return now + timedelta(seconds=monotonic() - began)

    done = 0
    with closing(Line()) as line:
        while done < limit and monotonic() - began < ROUND_SECONDS and not patience.is_over:
            taken = take(now=clock(), most=min(BATCH, limit - done))
            if not taken.pks:
                break
            done += _Batch(taken, line, patience, clock).hand_over()
    _finish_waves(now=clock())
    return done


def hold_cut_off(*, now: datetime, lease: timedelta = LEASE) -> int:
    """Hold every hand-over that began longer than `lease` ago and never ended."""
    return Delivery.objects.cut_off(now - lease).update(
        state=Delivery.State.UNCLEAR,
        answer="The process stopped during the hand-over; whether the mail left is not known.",
        paced_at=F("started_at"),
    )


class _Batch:
    """Reserved letters on their way through one worker's line."""

    def __init__(self, taken: Taken, line: Line, patience: Patience, clock: Clock) -> None:
        self.taken, self.line, self.patience, self.clock = taken, line, patience, clock
        self.journal = Journal(taken)

    def hand_over(self) -> int:
        """Hand over one after another, and enter what left; return how many were tried."""
        began = self.clock()
        done = 0
        letters = made_ready(self.taken, now=began)
        for letter in letters:
            is_slow = self.clock() - began > timedelta(seconds=BATCH_SECONDS)
            if self.patience.is_over or is_slow or not self._one(letter):
                break
            done += 1
        self.journal.end()
        deliveries = {letter.delivery.pk: letter.delivery for letter in letters}
        leaving.enter_batch(deliveries, now=self.clock())
        release(self.taken)
        return done

    def _one(self, letter: Ready | Unfit) -> bool:
        """Hand one letter over; False if it was no longer ours to send, or the line is down.

        Then the rest of the batch is given back, to be looked at anew.
        """
        delivery = letter.delivery
        if isinstance(letter, Unfit):
            now = self.clock()
            ends.conclude(delivery, letter.receipt, now=now, unbegun_of=self.taken)
            return True
        if trouble := self.line.open():
            self.patience.lose(trouble, self.clock())
            return False
        receipt = self.line.hand_over(
            letter.mail,
            letter.raw,
            # Before anything can be taken, the record says so.
            may_leave=lambda: self.journal.begin(delivery.pk, now=self.clock()),
        )
        if receipt is None:
            return False
        now = self.clock()
        if receipt.outcome is Outcome.HANDED_OVER:
            self.journal.taken_by_service(delivery.pk, receipt, now=now)
        elif receipt.outcome is Outcome.AWAY:
            ends.put_back(delivery, receipt)
        else:
            is_begun = self.journal.begun == delivery.pk
            ends.conclude(delivery, receipt, now=now, unbegun_of=None if is_begun else self.taken)
        self.patience.hear(receipt, now)
        return True


def _finish_waves(*, now: datetime) -> None:
    """Call a wave done when nothing of it can leave any more by itself."""
    moving = Delivery.objects.filter(wave=OuterRef("pk")).filter(
        Q(state=Delivery.State.HANDING_OVER)
        | Q(state=Delivery.State.WAITING, not_after_at=None)
        | Q(state=Delivery.State.WAITING, not_after_at__gt=now)
    )
    for wave in Wave.objects.filter(state=Wave.State.SENDING).exclude(Exists(moving)):
        with transaction.atomic():
            sending = Wave.objects.filter(pk=wave.pk, state=Wave.State.SENDING)
            if sending.update(state=Wave.State.DONE):
                WaveAct.objects.create(wave=wave, act="done", at=now)
