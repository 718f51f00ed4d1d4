"""Addresses: letters that came back or were refused wait here for another address.

Waits for: a person. Writes: Contact, Message (a draft again), Delivery.fate, docket `void`.
"""

from foia.flow.addresses.mending import AddressError, decide, mend, take_back
from foia.flow.addresses.waiting import (
    RETURNED,
    bodies,
    riddles,
    taken_back,
    undelivered,
    unwritten,
)

__all__ = [
    "RETURNED",
    "AddressError",
    "bodies",
    "decide",
    "mend",
    "riddles",
    "take_back",
    "taken_back",
    "undelivered",
    "unwritten",
]
