"""Paper, margins and the place of the address window, by country. All measures are millimeters.

A sheet folded in three moves in its envelope, so the address keeps to what a window always shows:
- left, A4 (Germany, and where nothing else is known): DIN 5008 form B, window 20 from the left edge
  and 45 from the top, 85 x 45; the addressee below the space for the sender's own line.
- right, A4 (France): 110 from the left edge and 55 from the top, 85 x 33 (a mailing house).
- right, A4 (Switzerland): SN 010130, window 90 x 40, 17 from the right and 30 from the bottom of a
  C5/6 envelope, so 118 from the left edge and 45 from the top at the least.
- left, US letter: no. 10 envelope, window 4 1/2 x 1 1/8 in, 7/8 in from the left and 1/2 in from
  the bottom. Not checked against any source; nor is the British DL window (35 x 90, 20 from the
  left, 18 from the bottom), in which the German place lies.
"""

from typing import NamedTuple

from foia.letters.sizes import size_for

MOST_SENDER_LINES = 6
SENDER_SIZE, ADDRESS_SIZE = 9.5, 11.0
#: What stays free below the sender's lines and the address.
GAP = 2.0
_LETTER_COUNTRIES = frozenset(["US", "CA", "MX", "CL", "CO", "CR", "GT", "PA", "PH", "SV", "VE"])
# Countries whose window envelopes, or habits, have the addressee on the right.
_RIGHT_COUNTRIES = frozenset(["FR", "BE", "IT", "ES", "PT", "RU"])


class Page(NamedTuple):
    """One layout: the paper's name and size, and where things stand, from the paper's edge."""

    paper: str
    width: float
    height: float
    address_x: float
    address_y: float
    margin: float = 25.0
    sender_y: float = 15.0
    sender_width: float = 120.0
    address_width: float = 80.0
    body_y: float = 93.0


_LETTER = Page("us-letter", 215.9, 279.4, address_x=25.0, address_y=56.0)
_A4_LEFT = Page("a4", 210.0, 297.0, address_x=25.0, address_y=51.0)
_A4_RIGHT = Page("a4", 210.0, 297.0, address_x=110.0, address_y=56.0)
_A4_SWISS = Page("a4", 210.0, 297.0, address_x=118.0, address_y=46.0, address_width=75.0)


def page_for(country: str) -> Page:
    """Return the layout for letters to bodies of this country (ISO 3166-1, either case)."""
    code = country.upper()
    if code in _LETTER_COUNTRIES:
        return _LETTER
    if code == "CH":
        return _A4_SWISS
    return _A4_RIGHT if code in _RIGHT_COUNTRIES else _A4_LEFT


def sender_size(sender_block: tuple[str, ...], page: Page) -> float:
    """Return the size in points in which the sender's lines end above the address window."""
    height = page.address_y - page.sender_y - GAP
    lines = letterhead(sender_block)
    return size_for(lines, width=page.sender_width, height=height, usual=SENDER_SIZE)


def address_size(addressee_block: tuple[str, ...], page: Page) -> float:
    """Return the size in points in which the address ends above the text of the letter."""
    height = page.body_y - page.address_y - GAP
    lines = addressee_block
    return size_for(lines, width=page.address_width, height=height, usual=ADDRESS_SIZE)


def letterhead(sender_block: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sender's lines, so few that they end above the address window."""
    surplus = len(sender_block) - MOST_SENDER_LINES
    if surplus <= 0:
        return sender_block
    name, *rest = sender_block
    return (name, ", ".join(rest[: surplus + 1]), *rest[surplus + 1 :])
