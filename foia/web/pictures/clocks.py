"""The clocks of a law as a picture: one lane for each who is bound, one bar for each clock.

Long stretches are drawn shorter, so that three days and three years fit on one screen.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

MARGIN = 8
LETTER = 6.9  # how wide a letter of the bars' words is, about
LANE_LETTER = 7.6
AXIS = 30
LANE = 34
ROW = 42
BAR = 9
DOTS = 26  # room for the dots behind a bar without an end
TICK_ROOM = 84


@dataclass(frozen=True)
class Stretch:
    """One clock to draw. Times are nominal days; `longest` is its end with every extension."""

    lane: str
    binds: str
    words: str
    starts: float
    ends: float
    longest: float
    is_open: bool = False
    is_longer_open: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar, placed, with its dashed tail and the dots of what has no end."""

    stretch: Stretch
    words: str
    x: float
    y: float
    width: float
    tail: float
    words_x: float
    side: str
    dots: tuple[float, ...]
    height: int = BAR

    @property
    def words_y(self) -> float:
        """Return the baseline of its words."""
        return self.y - 7

    @property
    def tail_x(self) -> float:
        """Return where the extension begins."""
        return self.x + self.width

    @property
    def middle_y(self) -> float:
        """Return the middle of the bar."""
        return self.y + BAR / 2


@dataclass(frozen=True)
class Lane:
    """The name of whoever is bound by the bars below it."""

    title: str
    y: float

    @property
    def line_y(self) -> float:
        """Return where the thin line above it runs."""
        return self.y - 16


@dataclass(frozen=True)
class Tick:
    """A moment on the axis, in nominal days; `side` says how its words stand."""

    x: float
    days: float
    side: str


@dataclass(frozen=True)
class ClockPicture:
    """Everything a template draws, in the units of a viewBox of this width and height."""

    width: int
    height: float
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    size: str = ""
    axis_y: int = AXIS - 8


class _Scale:
    """Places every start and end; the stretch between two of them grows ever more slowly."""

    def __init__(self, stretches: Sequence[Stretch], width: int) -> None:
        times = {0.0, *(s.starts for s in stretches), *(s.ends for s in stretches)}
        times |= {s.longest for s in stretches}
        self.times = sorted(times)
        room = width - 2 * MARGIN - DOTS
        gaps = [1 + 1.6 * log1p((b - a) / 2) for a, b in pairwise(self.times)]
        unit = room / (sum(gaps) or 1)
        self.places = [float(MARGIN)]
        for gap in gaps:
            self.places.append(round(self.places[-1] + gap * unit, 1))

    def x(self, time: float) -> float:
        """Return where a time lies; it must be one of those that were placed."""
        return self.places[bisect_left(self.times, time)]


def draw_clocks(stretches: Sequence[Stretch], *, width: int, size: str = "") -> ClockPicture | None:
    """Place every stretch under the title of its lane; None if there is nothing to draw."""
    if not stretches:
        return None
    scale = _Scale(stretches, width)
    lanes: list[Lane] = []
    bars: list[Bar] = []
    y = float(AXIS)
    for title in dict.fromkeys(stretch.lane for stretch in stretches):
        lanes.append(Lane(_shortened(title, width, LANE_LETTER), y + 20))
        y += LANE
        for stretch in stretches:
            if stretch.lane == title:
                bars.append(_bar(stretch, scale, y + 18, width))
                y += ROW
        y += 6
    ticks = tuple(_ticks(scale, width))
    return ClockPicture(width, y + 4, tuple(lanes), tuple(bars), ticks, size)


def _bar(stretch: Stretch, scale: _Scale, y: float, width: int) -> Bar:
    left, end, last = (scale.x(t) for t in (stretch.starts, stretch.ends, stretch.longest))
    words = _shortened(stretch.words, width)
    is_tight = left + len(words) * LETTER > width
    has_dots = stretch.is_open or stretch.is_longer_open
    return Bar(
        stretch=stretch,
        words=words,
        x=left,
        y=y,
        width=max(round(end - left, 1), 3),
        tail=round(last - end, 1),
        words_x=width if is_tight else left,
        side="end" if is_tight else "start",
        dots=tuple(round(max(last, left + 3) + step, 1) for step in (7, 14, 21))
        if has_dots
        else (),
    )


def _shortened(words: str, width: int, letter: float = LETTER) -> str:
    most = int(width / letter)
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _ticks(scale: _Scale, width: int) -> list[Tick]:
    """Return the moments that there is room to name, the first one always."""
    ticks: list[Tick] = []
    for time, x in zip(scale.times, scale.places, strict=True):
        if ticks and (x - ticks[-1].x < TICK_ROOM or x > width - TICK_ROOM / 2):
            continue
        ticks.append(Tick(x, time, "middle" if ticks else "start"))
    return ticks
