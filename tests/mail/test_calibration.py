"""A confidence says how often such readings are right; run with -s to see the counts."""

from foia.mail import calibration
from tests.mail.cross_validation import cross_validate


def test_the_table_says_what_is_found_on_samples_the_statistics_never_saw() -> None:
    stated = {step.least: (step.right, step.read) for step in calibration.STEPS}
    assert cross_validate().steps == stated, "Write these counts into foia/mail/calibration.py."


def test_a_higher_level_is_never_stated_lower() -> None:
    stated = [step.stated for step in calibration.STEPS]
    assert stated == sorted(stated, reverse=True)
    assert len(set(stated)) == len(stated)


def test_nothing_is_stated_as_certain() -> None:
    assert calibration.confidence(1.0, is_sure=True) < 1
    assert calibration.confidence(0.0, is_sure=False) > 0
