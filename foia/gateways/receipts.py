"""How the hand-over of a mail ended, in the words of the mail service where it gave any."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a hand-over ended."""

    HANDED_OVER = "handed_over"
    DEFERRED = "deferred"  # surely not taken; may be tried again
    REFUSED = "refused"  # surely not taken; trying again is pointless
    UNCLEAR = "unclear"  # may or may not have been taken
    AWAY = "away"  # surely not taken, and it was not about this mail: the service went away


@dataclass(frozen=True)
class Receipt:
    """What the mail service answered, in its own words where it gave any."""

    outcome: Outcome
    answer: str
    provider_id: str = ""


def answered(code: int, words: bytes | str) -> Receipt:
    """Read an SMTP reply code: 4xx may be tried again, 5xx may not (RFC 5321, 4.2.1).

    421 closes the line whatever was asked (RFC 5321, 3.8). What is no reply code says nothing.
    """
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    if code == 421 or code < 400:
        return Receipt(Outcome.AWAY, f"The mail service hung up: {code} {text}")
    outcome = Outcome.DEFERRED if code < 500 else Outcome.REFUSED
    return Receipt(outcome, f"{code} {text}")
