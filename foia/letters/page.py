"""Paper, margins and the place of the address window, by country. All measures are millimeters."""

from typing import NamedTuple

MOST_SENDER_LINES = 6
_LETTER_COUNTRIES = frozenset(["US", "CA", "MX", "CL", "CO", "CR", "GT", "PA", "PH", "SV", "VE"])
# Countries whose window envelopes, or habits, have the addressee on the right.
_RIGHT_COUNTRIES = frozenset(["FR", "BE", "CH", "IT", "ES", "PT", "RU"])


class Page(NamedTuple):
    """One layout: the paper's name and size, and where things stand, from the paper's edge."""

    paper: str
    width: float
    height: float
    address_x: float
    address_y: float
    margin: float = 25.0
    sender_y: float = 15.0
    address_width: float = 80.0
    body_y: float = 88.0


_LETTER = Page("us-letter", 215.9, 279.4, address_x=25.0, address_y=51.0)
_A4_LEFT = Page("a4", 210.0, 297.0, address_x=25.0, address_y=51.0)
_A4_RIGHT = Page("a4", 210.0, 297.0, address_x=110.0, address_y=51.0)


def page_for(country: str) -> Page:
    """Return the layout for letters to bodies of this country (ISO 3166-1, either case)."""
    code = country.upper()
    if code in _LETTER_COUNTRIES:
        return _LETTER
    return _A4_RIGHT if code in _RIGHT_COUNTRIES else _A4_LEFT


def letterhead(sender_block: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sender's lines, so few that they end above the address window."""
    surplus = len(sender_block) - MOST_SENDER_LINES
    if surplus <= 0:
        return sender_block
    name, *rest = sender_block
    return (name, ", ".join(rest[: surplus + 1]), *rest[surplus + 1 :])
