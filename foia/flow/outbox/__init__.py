"""Outbox: approved messages are handed to the mail service, one at a time, each once.

Waits for: Delivery rows that are due. Writes: Delivery, Message.raw and `at`, docket entry `sent`,
Wave.state (done), LineTrouble.

The row says "being handed over" before the hand-over begins. If the process dies in between,
nobody knows whether the mail left, so the row is held for a person and never tried again by
itself. The Message-ID stays the same whenever a message is sent again.

A batch passes through the modules in this order: `picking` reserves it (`handing_over`), `ready`
builds its mails and keeps their bytes, `journal` notes each beginning and end in one commit, `ends`
writes what follows from a letter that was not taken, `leaving` enters in the docket what left.
"""

from foia.flow.outbox.ends import ATTEMPTS, DeliveryError, settle
from foia.flow.outbox.round import hold_cut_off, run

__all__ = ["ATTEMPTS", "DeliveryError", "hold_cut_off", "run", "settle"]
