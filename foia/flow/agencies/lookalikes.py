"""Possible duplicates: bodies under one law whose names are nearly the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from foia.flow.agencies.bodies import Body
from foia.flow.agencies.laws import plain

#: Names are alike from so many points of a hundred on.
ALIKE = 83
#: A word that stands in more names under one law tells none of them apart.
COMMON = 200
#: Of a name, so many of its rarest words are looked up.
LOOKED_UP = 3


class Lookalike(NamedTuple):
    """A new body, and one that it may be; `agency` is the other's uuid, empty if it is new too."""

    line: int
    name: str
    agency: str
    other: str
    score: int


class There(NamedTuple):
    """A body that is there already, as it is compared."""

    uuid: str
    name: str
    place: str
    jurisdiction_code: str


class _Named(NamedTuple):
    """A name taken apart: its words in order, its numbers, the place it belongs to."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    place: str
    agency: str
    shown: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


def lookalikes(new: Sequence[Body], there: Iterable[There]) -> list[Lookalike]:
    """Return for each new body the one most like it, among those there and those before it.

    Bodies at two different places, or with two different numbers in their names, are not alike.
    """
    old: dict[str, list[_Named]] = defaultdict(list)
    for one in there:
        old[one.jurisdiction_code].append(_named(one.name, one.place, one.uuid))
    found = []
    for code in dict.fromkeys(body.jurisdiction_code for body in new):
        bodies = [body for body in new if body.jurisdiction_code == code]
        found += _alike(bodies, old[code])
    return sorted(found)


def _named(name: str, place: str, agency: str = "") -> _Named:
    words = tuple(sorted(plain(name).split()))
    numbers = tuple(word for word in words if word.isdigit())
    return _Named(words, numbers, plain(place), agency, name)


def _alike(bodies: Sequence[Body], old: Sequence[_Named]) -> list[Lookalike]:
    """Return the lookalikes under one law."""
    new = [_named(body.name, body.place) for body in bodies]
    often = Counter(word for one in (*old, *new) for word in set(one.words))
    by_word: dict[str, list[_Named]] = defaultdict(list)
    for one in old:
        _enter(one, by_word, often)
    found = []
    for body, one in zip(bodies, new, strict=True):
        near = {id(other): other for word in _rare(one, often) for other in by_word[word]}
        if best := _best(one, list(near.values())):
            other, score = best
            found.append(Lookalike(body.line, body.name, other.agency, other.shown, score))
        _enter(one, by_word, often)
    return found


def _enter(one: _Named, by_word: dict[str, list[_Named]], often: Counter[str]) -> None:
    for word in set(one.words):
        if often[word] <= COMMON:
            by_word[word].append(one)


def _rare(one: _Named, often: Counter[str]) -> list[str]:
    """Return the words by which a name is looked up."""
    telling = {word for word in one.words if often[word] <= COMMON}
    return sorted(telling, key=lambda word: (often[word], word))[:LOOKED_UP]


def _best(one: _Named, near: Sequence[_Named]) -> tuple[_Named, int] | None:
    could_be = [
        other
        for other in near
        if one.numbers == other.numbers
        and (one.place == other.place or not (one.place and other.place))
    ]
    names = [other.text for other in could_be]
    match = process.extractOne(one.text, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return (could_be[match[2]], int(match[1])) if match else None
