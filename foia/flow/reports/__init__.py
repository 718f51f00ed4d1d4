"""Reports: what became of a letter after it was handed over, as mail services and servers say.

Waits for: `DeliveryReport` rows. Writes: Delivery.fate, and a new attempt after a soft bounce;
after a hard one the docket entry `sent` is void (the clock never started), the address no longer
works for that team, and the letter waits for another.
"""

from foia.flow.reports.applying import run, waiting

__all__ = ["run", "waiting"]
