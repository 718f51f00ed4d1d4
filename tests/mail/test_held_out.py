"""The reader meets mails that nobody had in mind who wrote it."""

from tests.mail.held_out import confusion


def test_what_is_sure_is_right_and_most_first_guesses_are() -> None:
    found = confusion()
    sure = found.count("sure and right")
    wrong = found.count("sure and wrong")
    guessed = found.count("asked and right")
    everything = sure + wrong + guessed + found.count("asked and wrong")
    assert everything >= 128
    assert wrong <= 0.06 * (sure + wrong)
    assert sure >= 0.5 * everything
    assert sure + guessed >= 0.75 * everything
