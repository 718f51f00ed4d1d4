"""What the tests of the rooms share: a day on which the Chicago answer is late."""

from datetime import datetime, timedelta

import pytest

from tests.agency_tables import taken, team, uploaded

__all__ = ["late", "taken", "team", "uploaded"]


@pytest.fixture
def late(now: datetime) -> datetime:
    """The day after Monday the 23rd, on which the answer is due."""
    return now + timedelta(days=8)
