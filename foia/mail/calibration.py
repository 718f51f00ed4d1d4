"""What a score is worth: how often readings with such a score were right.

Counted on the samples the wordings were tuned on (`tests/mail/tuned_on.toml`), prose that only
looks like a kind included, with Laplace's rule: one right and one wrong are added, so that a few
samples never make a certainty. `tests/mail/test_calibration.py` counts again and fails when this
table no longer says what is found; it also prints how the held-out samples fare. Letters by other
hands than the samples' will be read less well than either.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """Of `read` samples that scored `least` or more, and less than the step above, `right` were."""

    least: float
    right: int
    read: int

    @property
    def stated(self) -> float:
        """The share that is right, by Laplace's rule, 0 to 1; never quite 1."""
        return min(0.99, round((self.right + 1) / (self.read + 2), 2))


STEPS = (Step(0.8, 337, 337), Step(0.5, 6, 9), Step(0.0, 1, 3))


def confidence(score: float) -> float:
    """The chance, 0 to 1, that a reading with this score (0 to 1) names the right kind."""
    return step_of(score).stated


def step_of(score: float) -> Step:
    """The step a score stands on."""
    return next(step for step in STEPS if score >= step.least)
