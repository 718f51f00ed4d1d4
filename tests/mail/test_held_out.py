"""How messages that the wordings were never tuned on are read; run with -s to see the table."""

from tests.mail.confusion import confusion


def test_no_reading_that_is_sure_is_wrong_on_held_out_messages() -> None:
    found = confusion()
    print("", *found.lines(), sep="\n")
    assert found.total >= 190
    assert all(sum(verdicts.values()) >= 15 for verdicts in found.verdicts.values())
    assert found.wrong == []


def test_most_held_out_messages_are_read_without_asking() -> None:
    verdicts = confusion().verdicts
    for language, least in {"en": 0.6, "en-US": 0.65, "es": 0.65, "fr": 0.6, "ru": 0.6}.items():
        counts = verdicts[language]
        assert counts["sure and right"] >= least * sum(counts.values()), language
