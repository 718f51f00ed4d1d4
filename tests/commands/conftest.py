"""What the tests of commands share: a team."""

from tests.agency_tables import team

__all__ = ["team"]
