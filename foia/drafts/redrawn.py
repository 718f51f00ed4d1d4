"""An approved letter that was kept as text alone, as a letter again, so that it can be drawn."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from foia.letters.letter import Letter
from foia.models import Message
from jurisdictions import DomainError, load_pack

#: A campaign composes its letters for the end of a day, of the office's or of the whole one.
ENDS = (time(15, 59), time(23, 59))


class NotRedrawn(DomainError):
    """A letter whose words have changed since it was approved."""


def as_approved(message: Message, compose: Callable[[datetime], tuple[str, Letter]]) -> Letter:
    """Return the letter that says word for word what was approved.

    `compose` returns text and letter of a moment. Raises NotRedrawn if no moment gives that text.
    """
    for moment in _moments(message):
        text, letter = compose(moment)
        if text == message.body_text:
            return letter
    raise NotRedrawn(
        f"{message.the_request.reference} cannot be drawn as it was approved, because words of its"
        " law or of its body have changed since; copy its text from its page and print that."
    )


def _moments(message: Message) -> Iterator[datetime]:
    """Yield the moments that the letter can have been composed for."""
    if message.dated_on:
        zone = ZoneInfo(load_pack(message.the_request.jurisdiction_code).time_zone)
        yield from (datetime.combine(message.dated_on, end, zone) for end in ENDS)
    if message.approved_at:
        yield message.approved_at
