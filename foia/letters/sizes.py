"""How large the lines of a letterhead or an address can be to stay in their place on the page."""

import math
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import east_asian_width

MM_PER_POINT = 25.4 / 72
#: A line's height, and how wide letters are at most, in parts of the type size.
LINE, NARROW, CAPITAL, FULL = 1.35, 0.5, 0.75, 1.0
#: A line ends before a word that no longer fits, so it holds less than its width.
BROKEN = 1.15
STEP, SMALLEST = 0.5, 4.0


@lru_cache(maxsize=1024)
def size_for(lines: tuple[str, ...], *, width: float, height: float, usual: float) -> float:
    """Return the type size in points, at most `usual`, in which the lines fill no more room.

    `width` and `height` in millimeters. The smallest size is returned for what fits in none.
    """
    size = usual
    while size > SMALLEST and _height(lines, width, size) > height:
        size -= STEP
    return size


def _height(lines: Iterable[str], width: float, size: float) -> float:
    """Return how high the lines are in millimeters, estimated from above."""
    em = size * MM_PER_POINT
    return sum(_rows(_ems(line) * em / width) for line in lines) * LINE * em


def _rows(share: float) -> int:
    return max(1, math.ceil(share if share <= 1 else share * BROKEN))


def _ems(line: str) -> float:
    """Return how wide a line is, in parts of its type size."""
    return sum(
        FULL if east_asian_width(sign) in "WF" else CAPITAL if sign.isupper() else NARROW
        for sign in line
    )
