"""The clock: in the sandbox days can pass, and nowhere else; it never goes back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from foia.gateways import clock


@pytest.fixture(autouse=True)
def own_clock(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_days_pass_and_the_offices_are_open_then() -> None:
    day = clock.now().date() + timedelta(days=31)
    clock.pass_to(day)
    opened = datetime.combine(day, clock.OFFICES_ARE_OPEN)
    assert abs(clock.now() - opened) < timedelta(seconds=5)
    clock.pass_to(day + timedelta(days=1))
    assert clock.today() == day + timedelta(days=1)


@pytest.mark.parametrize("days", [0, -1, clock.MOST_AHEAD.days + 1])
def test_time_goes_forward_and_not_beyond_what_anybody_needs(days: int) -> None:
    with pytest.raises(clock.ClockError, match="can be set to a later day"):
        clock.pass_to(clock.now().date() + timedelta(days=days))
    assert not clock.ahead()


def test_a_real_installation_knows_only_the_real_clock(settings: Any) -> None:
    clock.pass_to(clock.now().date() + timedelta(days=31))
    settings.IS_SANDBOX = False
    assert not clock.ahead()
    with pytest.raises(clock.ClockError, match="stays as it is"):
        clock.pass_to(clock.now().date() + timedelta(days=1))


def test_a_spoilt_note_is_no_time_at_all(tmp_path: Path) -> None:
    (tmp_path / "sandbox-seconds-ahead").write_text("soon")
    assert not clock.ahead()
