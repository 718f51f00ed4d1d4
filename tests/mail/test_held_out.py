"""How messages that the wordings were never tuned on are read; run with -s to see the table."""

from collections import Counter

from tests.mail.short_letters import HELD_OUT, read


def test_readings_that_are_sure_are_right_on_held_out_messages() -> None:
    tables: dict[str, Counter[str]] = {}
    confusion: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    for language, table in HELD_OUT.items():
        tables[language] = Counter()
        for expected, text in table["items"]:
            reading = read(text, language)
            is_right = reading.kind.value == expected
            verdict = (
                f"{'sure' if reading.is_sure else 'asked'}, {'right' if is_right else 'wrong'}"
            )
            tables[language][verdict] += 1
            confusion[expected, reading.kind.value, "sure" if reading.is_sure else "asked"] += 1
            if reading.is_sure and not is_right:
                wrong.append(f"{language}: {expected} read as {reading.kind.value}: {text}")
    for language, verdicts in tables.items():
        print(f"{language}: {dict(sorted(verdicts.items()))}")
    for (expected, found, sureness), count in sorted(confusion.items()):
        mark = " " if expected == found else "!"
        print(f"{mark} {expected:26} read as {found:26} {sureness:6} {count}")
    print(*wrong, sep="\n")
    total = sum(sum(verdicts.values()) for verdicts in tables.values())
    assert total >= 120
    assert len(wrong) <= total * 0.02
