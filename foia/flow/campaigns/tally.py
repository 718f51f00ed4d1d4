"""The tally of a forecast: letters by law and language, days, and what is held back."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from foia.drafts.many import Body, Said
from foia.flow.campaigns.some import Some
from foia.letters.catalogue import catalogue
from foia.letters.wording import language_name, wording
from jurisdictions import load_pack


class LetterCount(NamedTuple):
    """Letters under one law, in one language, on one channel. `is_fallback`: English instead."""

    code: str
    law: str
    language: str
    language_name: str
    channel: str
    letters: int
    is_fallback: bool
    is_reviewed: bool


class HeldBack(NamedTuple):
    """Why these bodies would get no letter, in one sentence."""

    why: str
    bodies: Some


class Tally:
    """Counts bodies one by one."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.by_law: dict[str, dict[int, str]] = defaultdict(dict)
        self.channels: Counter[str] = Counter()
        self.expected: Counter[date] = Counter()
        self.undated = 0
        self.days: set[date] = set()
        self._letters: Counter[tuple[str, str, str]] = Counter()
        self._held: dict[str, Some] = {}

    def count(self, body: Body, channel: str) -> None:
        """Count a body, whether or not it gets a letter."""
        self.names[body.pk] = body.name
        self.channels[channel] += 1

    def hold(self, name: str, why: str) -> None:
        """Count a body that would get no letter."""
        self._held.setdefault(why, Some()).add(name)

    def take(self, body: Body, channel: str, said: Said, on: date) -> None:
        """Count a letter, its day, and the day its answer is due."""
        code = body.code
        self._letters[code, said.language, channel] += 1
        self.by_law[code][body.pk] = body.name
        self.days.add(on)
        if said.expected_on:
            self.expected[said.expected_on] += 1
        else:
            self.undated += 1

    def letters(self) -> tuple[LetterCount, ...]:
        """Return the letters by law, language and channel, the most first."""
        return tuple(
            _letter_count(code, language, channel, letters)
            for (code, language, channel), letters in self._letters.most_common()
        )

    def held_back(self) -> tuple[HeldBack, ...]:
        """Return the reasons, that of the most bodies first."""
        held = sorted(self._held.items(), key=lambda item: -item[1].count)
        return tuple(HeldBack(why, bodies) for why, bodies in held)


def _letter_count(code: str, language: str, channel: str, letters: int) -> LetterCount:
    pack = load_pack(code)
    is_reviewed = wording("request", language, pack.code).is_reviewed
    return LetterCount(
        code=code,
        law=pack.name["en"],
        language=language,
        language_name=language_name(language),
        channel=channel,
        letters=letters,
        is_fallback=language not in pack.languages,
        is_reviewed=is_reviewed and catalogue().reviewed.get(language, False),
    )
