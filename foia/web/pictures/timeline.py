"""The timeline as a picture: dots for what happened, bars for what is due, a line for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MARGIN = 14
LETTER = 6.6  # how wide a letter of the bars' words is, about
CLEAR = 6  # keeps words off the line of today
BAR_ROW = 46
STACK = 22
AXIS = 26


@dataclass(frozen=True)
class Moment:
    """Something that happened, known in the picture by its number in the list beside it."""

    number: int
    on: date


@dataclass(frozen=True)
class Span:
    """Something due: from the day its clock starts to its last day, but for the days skipped."""

    label: str
    starts_on: date
    due_on: date
    binds: str
    state: str
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True)
class Dot:
    """A numbered dot, placed."""

    x: float
    y: float
    number: int

    @property
    def text_y(self) -> float:
        """Return the baseline of its number."""
        return self.y + 4


@dataclass(frozen=True)
class Gap:
    """A stretch of a bar whose days do not count."""

    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar, placed; its words stand above it, on the side where there is room."""

    span: Span
    words: str
    x: float
    y: float
    width: float
    words_x: float
    gaps: tuple[Gap, ...]

    @property
    def words_y(self) -> float:
        """Return the baseline of its words."""
        return self.y - 8

    @property
    def end_x(self) -> float:
        """Return the middle of the dot on its last day."""
        return self.x + self.width

    @property
    def end_y(self) -> float:
        """Return the middle of the bar."""
        return self.y + 4


@dataclass(frozen=True)
class Tick:
    """The first day of a month on the axis; its name keeps inside the picture."""

    x: float
    words_x: float
    on: date


@dataclass(frozen=True)
class Picture:
    """Everything a template draws, in the units of a viewBox of this width and height."""

    width: int
    height: float
    axis_y: float
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today_x: float

    @property
    def ticks_y(self) -> float:
        """Return the baseline of the months' names."""
        return self.axis_y + 16


def draw(
    *, moments: Sequence[Moment], spans: Sequence[Span], today: date, width: int
) -> Picture | None:
    """Place everything on one scale of days; None while nothing has happened."""
    if not moments:
        return None
    days = [today, *(m.on for m in moments), *(s.starts_on for s in spans)]
    days += [span.due_on for span in spans]
    scale = _Scale(min(days) - ONE_DAY, max(days) + timedelta(days=1), width)
    dots = _dots(moments, scale)
    axis_y = max(dot.y for dot in dots) + AXIS
    return Picture(
        width=width,
        height=axis_y + 22 + BAR_ROW * len(spans),
        axis_y=axis_y,
        dots=dots,
        bars=tuple(
            _bar(span, scale, axis_y + 44 + BAR_ROW * row) for row, span in enumerate(spans)
        ),
        ticks=_ticks(scale),
        today_x=scale.x(today),
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    width: int

    def x(self, day: date) -> float:
        """Return where a day lies between the margins."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (self.width - 2 * MARGIN), 1)


def _dots(moments: Sequence[Moment], scale: _Scale) -> tuple[Dot, ...]:
    """Place the dots; those that would touch are stacked, the earlier above."""
    dots: list[Dot] = []
    for moment in moments:
        x = scale.x(moment.on)
        level = 0
        while any(abs(d.x - x) < STACK and d.y == 14 + level * STACK for d in dots):
            level += 1
        dots.append(Dot(x, 14 + level * STACK, moment.number))
    return tuple(dots)


def _bar(span: Span, scale: _Scale, y: float) -> Bar:
    """Place a bar, and its words where they stay inside the picture."""
    left, right = scale.x(span.starts_on), scale.x(span.due_on)
    words = _shortened(span.label, scale.width)
    room = scale.width - left - CLEAR
    is_tight = len(words) * LETTER > room
    return Bar(
        span=span,
        words=words,
        x=left,
        y=y,
        width=max(round(right - left, 1), 3),
        words_x=max(0, scale.width - len(words) * LETTER) if is_tight else left + CLEAR,
        gaps=_gaps(span, scale),
    )


def _gaps(span: Span, scale: _Scale) -> tuple[Gap, ...]:
    """Return the skipped days as stretches; a day reaches half-way to its neighbors."""
    half = (scale.x(scale.first + ONE_DAY) - scale.x(scale.first)) / 2
    gaps: list[Gap] = []
    previous = None
    for day in span.skipped:
        left = max(scale.x(day) - half, scale.x(span.starts_on))
        right = min(scale.x(day) + half, scale.x(span.due_on))
        if previous and day - previous == ONE_DAY:
            left = gaps.pop().x
        gaps.append(Gap(round(left, 1), round(max(right - left, 0), 1)))
        previous = day
    return tuple(gaps)


def _shortened(label: str, width: int) -> str:
    most = int(width / LETTER)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Return the firsts of months, as many as there is room to name."""
    firsts: list[date] = []
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day >= scale.first:
            firsts.append(day)
        day = (day + timedelta(days=31)).replace(day=1)
    step = max(1, -(-len(firsts) * 60 // scale.width))
    inside = range(MARGIN, scale.width - MARGIN)
    return tuple(
        Tick(scale.x(f), min(max(scale.x(f), inside.start), inside.stop), f) for f in firsts[::step]
    )
