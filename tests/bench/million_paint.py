"""The largest paint of the main pages, and what they weigh, in Chromium over a real server."""

from foia.models import User, Wave


def show(person: User, wave: Wave, only: str) -> None:
    """Print the largest paint of each main page, and the bytes that came over the wire."""
