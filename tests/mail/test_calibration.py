"""A confidence says how often such readings are right; run with -s to see the counts."""

from collections import Counter

from foia.mail import calibration
from tests.mail.short_letters import HELD_OUT, TUNED_ON, Tables, read

STATED = {step.stated: step for step in calibration.STEPS}


def _counts(tables: Tables) -> dict[float, tuple[int, int]]:
    """Right and read by the least score of each step; prose counts where it is taken for real."""
    right: Counter[float] = Counter()
    total: Counter[float] = Counter()
    for language, table in tables.items():
        for kind, text in table["items"]:
            reading = read(text, language)
            if reading.kind.value != "unknown":
                least = STATED[reading.confidence].least
                total[least] += 1
                right[least] += reading.kind.value == kind
        for kind, text in table.get("prose", []):
            reading = read(text, language)
            if reading.kind.value == kind:
                total[STATED[reading.confidence].least] += 1
    return {step.least: (right[step.least], total[step.least]) for step in calibration.STEPS}


def test_the_table_says_what_is_found_on_the_samples_it_was_fitted_to() -> None:
    fitted = {step.least: (step.right, step.read) for step in calibration.STEPS}
    assert _counts(TUNED_ON) == fitted, "Write these counts into foia/mail/calibration.py."


def test_what_is_stated_holds_for_samples_that_were_held_out() -> None:
    for least, (right, total) in _counts(HELD_OUT).items():
        stated = calibration.step_of(least).stated
        print(f"score {least:.1f} and more: {right} of {total} right, stated {stated:.0%}")
        assert right >= total * stated - max(1, total * 0.03)


def test_a_higher_score_is_never_stated_lower() -> None:
    stated = [step.stated for step in calibration.STEPS]
    assert stated == sorted(stated, reverse=True)
    assert len(set(stated)) == len(stated)


def test_nothing_is_stated_as_certain() -> None:
    assert calibration.confidence(1.0) < 1
    assert calibration.confidence(0.0) > 0
