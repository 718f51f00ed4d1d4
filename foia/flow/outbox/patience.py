"""Trouble of the line to the mail service: it rests the outbox, and counts against no letter."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from foia.gateways.mailer import Outcome, Receipt
from foia.models import LineTrouble

logger = logging.getLogger(__name__)
FIRST_REST = timedelta(seconds=2)
LONGEST_REST = timedelta(minutes=30)
IN_A_ROW = 5  # so many letters in a row that were not taken are no longer the letters' fault


class Patience:
    """How long the outbox puts up with the line, and how long it then leaves it alone."""

    def __init__(self) -> None:
        self.trouble = LineTrouble.objects.filter(is_sandbox=settings.IS_SANDBOX).first()
        self.failed = 0
        self.is_over = False

    def is_resting(self, now: datetime) -> bool:
        """Say whether the line is still to be left alone."""
        return self.trouble is not None and now < self.trouble.not_before_at

    def hear(self, receipt: Receipt, now: datetime) -> None:
        """Learn from the end of one hand-over."""
        if receipt.outcome is Outcome.HANDED_OVER:
            self.failed = 0
            self._forget()
        elif receipt.outcome is not Outcome.REFUSED:
            self.failed += 1
            if self.failed >= IN_A_ROW:
                self.lose(receipt.answer, now)

    def lose(self, words: str, now: datetime) -> None:
        """Leave the line alone: for seconds at first, then twice as long each time."""
        self.is_over = True
        tries = self.trouble.tries + 1 if self.trouble else 1
        rest = min(FIRST_REST * 2 ** min(tries - 1, 16), LONGEST_REST)
        found = {"words": words, "last_at": now, "not_before_at": now + rest}
        self.trouble, is_new = LineTrouble.objects.update_or_create(
            is_sandbox=settings.IS_SANDBOX,
            defaults=found | {"tries": tries},
            create_defaults=found | {"since_at": now},
        )
        if is_new:
            logger.warning("All mail waits, for %s at first: %s", rest, words)

    def _forget(self) -> None:
        if self.trouble:
            self.trouble.delete()
            self.trouble = None
            logger.warning("The mail service takes letters again.")
