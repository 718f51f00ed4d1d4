"""A small ordeal on each database: each letter leaves exactly once, or is held with a reason."""

import tempfile
from pathlib import Path

import pytest

from tests.chaos.ordeal import ordeal


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.services)])
def test_no_letter_is_lost_or_doubled_whatever_is_killed(on_postgres: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        found = ordeal(Path(folder), letters=200, seconds=5, on_postgres=on_postgres)
    assert found["kills"]
    assert (found["lost"], found["doubled"], found["breaks"]) == (0, 0, [])
    assert found["handed over"] + found["held"] + found["refused"] == found["letters"] == 200
