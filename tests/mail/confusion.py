"""How the held-out letters are read: counts by language, and what is taken for what."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.mail.short_letters import HELD_OUT, read


@dataclass
class Confusion:
    """`verdicts` by language; `pairs` of (is, read as, sure or asked); the sure and wrong ones."""

    verdicts: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many letters were read."""
        return sum(self.pairs.values())

    def lines(self) -> Iterator[str]:
        """The table, line by line."""
        for language, verdicts in self.verdicts.items():
            counts = ", ".join(f"{count} {name}" for name, count in sorted(verdicts.items()))
            yield f"  {language:6}{counts}"
        for (expected, found, sureness), count in sorted(self.pairs.items()):
            mark = " " if expected == found else "!"
            yield f"  {mark} {expected:26} read as {found:26} {sureness:6} {count}"
        yield from self.wrong


def confusion() -> Confusion:
    """Read every held-out letter."""
    found = Confusion()
    for language, table in HELD_OUT.items():
        verdicts = found.verdicts[language] = Counter()
        for expected, text in table["items"]:
            reading = read(text, language)
            sureness = "sure" if reading.is_sure else "asked"
            is_right = reading.kind.value == expected
            verdicts[f"{sureness} and {'right' if is_right else 'wrong'}"] += 1
            found.pairs[expected, reading.kind.value, sureness] += 1
            if reading.is_sure and not is_right:
                found.wrong.append(f"{language}: {expected} read as {reading.kind.value}: {text}")
    return found
