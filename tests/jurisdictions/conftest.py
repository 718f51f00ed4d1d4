"""Hypothesis without a stopwatch: machines are busy, and a first use builds tables."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
