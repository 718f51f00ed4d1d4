"""How samples are read by statistics that never saw them: what is sure, asked, taken for what.

The samples of a language are dealt into folds; each fold is read by a model learnt from the
others, every sample once alone and once inside a letter of sentences that decide nothing, which
that model does not know either. The wordings know what they were tuned on: so the counts are honest
of the statistics, and a little kind to the wordings. Samples differ from one another on purpose;
real letters say a thing more than once, and are read better than these.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from foia.mail import calibration, diction, languages, likeness
from foia.mail.classify import Reading
from tests.mail.plain import read

FOLDS = 4
Sample = tuple[str, str]


@dataclass
class Counts:
    """`verdicts` by language; `pairs` of (is, read as, sure or asked); `steps` of calibration."""

    verdicts: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: Counter[Sample] = field(default_factory=Counter)
    steps: dict[float, tuple[int, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The tables, line by line."""
        for language, counts in self.verdicts.items():
            told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
            yield f"  {language}  {told}"
        for step in calibration.STEPS:
            right, read_ = self.steps.get(step.least, (0, 0))
            told = f"{right} of {read_} right, stated {step.stated:.0%}"
            yield f"  level {step.least:4} and more: {told}"
        for (expected, found), count in self.pairs.most_common(20):
            yield f"  {expected:26} read as {found:26} {count}"
        yield from self.wrong


@cache
def cross_validate() -> Counts:
    """Read every sample by models that never saw it."""
    counts = Counts()
    for code in languages.known():
        verdicts = counts.verdicts[code] = Counter()
        for expected, text, reading in _readings(code):
            found = reading.kind.value
            is_right = found == expected
            sureness = "sure" if reading.is_sure else "asked"
            verdicts[f"{sureness} and {'right' if is_right else 'wrong'}"] += 1
            verdicts["offered first of all"] += expected in [str(k) for k in reading.likely[:3]]
            if not is_right:
                counts.pairs[expected, found] += 1
            if reading.is_sure and not is_right:
                counts.wrong.append(f"  ! {code}: {expected} read as {found}: {text[:160]!r}")
            if reading.kind.value != "unknown":
                step = calibration.of_stated(reading.confidence).least
                right, total = counts.steps.get(step, (0, 0))
                counts.steps[step] = (right + is_right, total + 1)
    return counts


def _readings(code: str) -> Iterator[tuple[str, str, Reading]]:
    folds = _folds(code)
    for fold in folds:
        model = likeness.learn([s for other in folds if other is not fold for s in other], code)
        neutral = [text for kind, text in fold if kind == diction.NOTHING]
        for position, (kind, text) in enumerate(fold):
            if kind == diction.NOTHING:
                yield "unknown", text, read(text, code, lambda _, model=model: model)
                continue
            some = [neutral[(position + step) % len(neutral)] for step in range(3)]
            letter = f"{some[0]}\n\n{text}\n\n{some[1]} {some[2]}"
            for whole in (text, letter):
                yield kind, whole, read(whole, code, lambda _, model=model: model)


def _folds(code: str) -> list[list[Sample]]:
    """The samples dealt out, those of each kind evenly."""
    folds: list[list[Sample]] = [[] for _ in range(FOLDS)]
    for kind, texts in diction.load(code).items():
        for position, text in enumerate(texts):
            folds[position % FOLDS].append((kind, text))
    return folds
