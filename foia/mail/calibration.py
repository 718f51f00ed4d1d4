"""What a reading is worth: how often readings of its level were right.

Counted by cross-validation over the samples of `foia.mail.diction` (each read by statistics that
never saw it, alone and inside a letter), with Laplace's rule: one right and one wrong are added,
so that a few samples never make a certainty. `tests/mail/test_calibration.py` counts again and
fails when this table no longer says what is found; `python -m tests.bench reading` prints it.
"""

from typing import NamedTuple

SURE = 1.0  # the level of a reading that may be acted on; of others it is their share, below 1


class Step(NamedTuple):
    """Of `read` samples on level `least` or more, and less than the step above, `right` were."""

    least: float
    right: int
    read: int

    @property
    def stated(self) -> float:
        """The share that is right, by Laplace's rule, 0 to 1; never quite 1."""
        return min(0.99, round((self.right + 1) / (self.read + 2), 2))


STEPS = (Step(SURE, 1050, 1054), Step(0.95, 685, 796), Step(0.5, 359, 681), Step(0.0, 284, 1078))


def confidence(share: float, *, is_sure: bool) -> float:
    """The chance, 0 to 1, that a reading with this share of what is likely names the right kind."""
    level = SURE if is_sure else min(share, 0.99)
    return next(step for step in STEPS if level >= step.least).stated


def of_stated(confidence: float) -> Step:
    """The step a confidence came from."""
    return next(step for step in STEPS if step.stated == confidence)
