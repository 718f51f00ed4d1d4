"""The clock: in the sandbox days can pass, and nowhere else; it never goes back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from foia.gateways import clock


@pytest.fixture(autouse=True)
def own_clock(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_days_pass_and_the_time_of_day_stays() -> None:
    clock.pass_to(clock.now().date() + timedelta(days=31))
    assert clock.days_ahead() == 31
    assert abs(clock.now() - timezone.now() - timedelta(days=31)) < timedelta(seconds=5)
    clock.pass_to(clock.now().date() + timedelta(days=1))
    assert clock.days_ahead() == 32
    assert clock.today() == timezone.now().date() + timedelta(days=32)


@pytest.mark.parametrize("days", [0, -1, clock.MOST_DAYS_AHEAD + 1])
def test_time_goes_forward_and_not_beyond_what_anybody_needs(days: int) -> None:
    with pytest.raises(clock.ClockError, match="can be set to a later day"):
        clock.pass_to(clock.now().date() + timedelta(days=days))
    assert clock.days_ahead() == 0


def test_a_real_installation_knows_only_the_real_clock(settings: Any) -> None:
    clock.pass_to(clock.now().date() + timedelta(days=31))
    settings.IS_SANDBOX = False
    assert clock.days_ahead() == 0
    with pytest.raises(clock.ClockError, match="stays as it is"):
        clock.pass_to(clock.now().date() + timedelta(days=1))


def test_a_spoilt_note_is_no_days_at_all(tmp_path: Path) -> None:
    (tmp_path / "sandbox-days-ahead").write_text("soon")
    assert clock.days_ahead() == 0
