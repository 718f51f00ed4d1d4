"""Mails that nobody had in mind who wrote or tuned the reader, and how it does on them.

Written by somebody who had not seen its rules. Never train or tune on them: whoever does writes new
ones first, and moves these to the samples.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foia.mail.classify import AskedItem, classify
from foia.mail.parse import parse

FOLDER = Path(__file__).parent.parent / "held_out"


@dataclass
class Confusion:
    """Mails by language and verdict, and which kind was taken for which."""

    verdicts: dict[str, Counter[str]] = field(default_factory=dict)
    mistaken: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def count(self, verdict: str) -> int:
        """Return how many mails of all languages got this verdict ("sure and wrong", …)."""
        return sum(of_language[verdict] for of_language in self.verdicts.values())

    def lines(self) -> Iterator[str]:
        """Yield the tables as text."""
        for language, of_language in self.verdicts.items():
            told = ", ".join(f"{number} {verdict}" for verdict, number in of_language.most_common())
            yield f"  {language:6}{told}"
        for (verdict, kind, read_as), number in sorted(self.mistaken.items()):
            yield f"  {verdict}: {kind} read as {read_as} ({number})"


def confusion() -> Confusion:
    """Read every held-out mail."""
    found = Confusion()
    for path in sorted(FOLDER.rglob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        asked = [AskedItem(*item) for item in expected["asked"]]
        mail = parse(path.with_suffix(".eml").read_bytes())
        reading = classify(mail, language=expected["language"], asked=asked)
        kind = expected["reading"]["kind"]
        is_right = reading.kind.value == kind
        verdict = f"{'sure' if reading.is_sure else 'asked'} and {'right' if is_right else 'wrong'}"
        found.verdicts.setdefault(path.parent.name, Counter())[verdict] += 1
        if not is_right:
            found.mistaken[verdict, kind, reading.kind.value] += 1
    return found
