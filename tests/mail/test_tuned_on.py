"""Letters the wordings were tuned on stay readable; prose that looks like a kind is not taken."""

from collections import Counter

import pytest

from foia.mail import languages
from tests.mail.short_letters import TUNED_ON, read

PROSE = [
    (language, kind, text)
    for language, table in TUNED_ON.items()
    for kind, text in table.get("prose", [])
]


@pytest.mark.parametrize("language", languages.known())
def test_a_language_has_samples_and_all_of_them_are_read(language: str) -> None:
    items = TUNED_ON[language]["items"]
    verdicts: Counter[str] = Counter()
    for kind, text in items:
        reading = read(text, language)
        assert reading.kind.value == kind, text
        verdicts["sure" if reading.is_sure else "asked"] += 1
    assert len(items) >= 15
    assert verdicts["asked"] <= max(1, len(items) * 0.1)


@pytest.mark.parametrize(("language", "kind", "text"), PROSE)
def test_prose_that_looks_like_a_kind_is_not_taken_for_it(
    language: str, kind: str, text: str
) -> None:
    reading = read(text, language)
    assert not (reading.is_sure and reading.kind.value == kind), reading.evidence
