"""The rows that a form ticked: what a browser sent, as keys that a table could have."""

from collections.abc import Iterable
from uuid import UUID

#: More digits than this are no key, and too many for a database to look for.
LONGEST = 18


def key_of(told: str) -> int:
    """Return the key that a form named; what is none is that of no row."""
    return int(told) if told.isdecimal() and len(told) <= LONGEST else 0


def keys_of(told: Iterable[str]) -> list[int]:
    """Return the keys that a form ticked."""
    return [key for key in map(key_of, told) if key]


def is_uuid(told: str) -> bool:
    """Say whether a form named something by its UUID."""
    try:
        return bool(UUID(told))
    except ValueError:
        return False
