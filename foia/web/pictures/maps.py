"""Maps of laws: countries, and the states of the USA, each in the color of its most common answer.

The outlines are files beside this one (`shapes/`), projected once; dots are projected here.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

SHAPES = Path(__file__).with_name("shapes")
WORLD, STATES = "world", "states"
#: The country whose states have a map of their own.
OF_STATES = "us"
# The projection of `world.json`: Equal Earth (Šavrič, Patterson, Jenny 2018), in its units.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE, _X, _Y = 960 / (2 * 2.7066297), 480, 236


class Placed(NamedTuple):
    """A system and where its city lies, in degrees."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Area:
    """One outline: its path, its place's code, and the state that colors it, "" if none."""

    code: str
    path: str
    state: str


@dataclass(frozen=True)
class Dot:
    """A system on the world map."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Map:
    """A map in the units of its viewBox, and the codes that it has no outline for."""

    width: int
    height: int
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]
    lacking: tuple[str, ...]


def draw(
    which: str,
    counted: Mapping[str, Counter[str]],
    systems: Iterable[Placed] = (),
) -> Map:
    """Return the map `which` with states counted by the code of a law.

    Laws of cities and of parts count for the whole that has an outline. `systems`: the dots.
    """
    told = _shapes(which)
    whole: dict[str, Counter[str]] = {}
    for code, states in counted.items():
        if area := _area(code, which):
            whole.setdefault(area, Counter()).update(states)
    areas = (
        Area(code, shape["path"], _commonest(whole.get(code, Counter())))
        for code, shape in told["shapes"].items()
    )
    width, height = told["size"]
    dots = tuple(Dot(*_placed(one.latitude, one.longitude), one.name) for one in systems)
    return Map(width, height, tuple(areas), dots, tuple(sorted(set(whole) - set(told["shapes"]))))


def _area(code: str, which: str) -> str:
    """Return the outline that a law's code belongs to on a map, if it belongs on it."""
    country, _, part = code.partition("-")
    if which == WORLD:
        return country
    return f"{country}-{part.split('-')[0]}" if country == OF_STATES and part else ""


def _commonest(states: Counter[str]) -> str:
    """Return the state that most have; of equal ones the first by name."""
    return min(states, key=lambda state: (-states[state], state), default="")


def _placed(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a point lies on the world map."""
    half = math.sqrt(3) / 2
    theta = math.asin(half * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(longitude) * math.cos(theta) / (half * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return round(_X + x * _SCALE, 1), round(_Y - y * _SCALE, 1)


@lru_cache
def _shapes(which: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SHAPES / f"{which}.json").read_text(encoding="utf-8"))
    return read
