"""A mail service that drops, delays, puts off, refuses, hangs up in a mail, and takes and dies."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from tests import sink
from tests.sink import Service, Sink, Taken

#: How often it does what, of a thousand times that it is asked.
HABITS = {
    sink.DEFER_RCPT: 4,
    sink.REFUSE_RCPT: 2,
    sink.DEFER_DATA: 4,
    sink.REFUSE_DATA: 2,
    sink.CLOSE_IN_DATA: 3,
    sink.CLOSE_BEFORE_ANSWER: 3,
}
DELAYED, DELAY_SECONDS = 5, 0.3


class Nasty(Sink):
    """A sink of bad habits, until it is told to behave."""

    def __init__(self, **columns: Any) -> None:
        self.dice = random.Random(20261122)
        self.behaves = False
        super().__init__(**columns)
        self.letters_a_line = 150
        self.on_mail = self.dawdle

    @property
    def mode(self) -> str:
        """What it does this time."""
        if self.behaves:
            return sink.ACCEPT
        habits = [*HABITS, sink.ACCEPT]
        weights = [*HABITS.values(), 1000 - sum(HABITS.values())]
        return self.dice.choices(habits, weights)[0]

    @mode.setter
    def mode(self, mode: str) -> None:
        pass

    def dawdle(self, mail: Taken) -> None:
        """Answer some mails late."""
        if not self.behaves and self.dice.randrange(1000) < DELAYED:
            sleep(DELAY_SECONDS)


class Flaky:
    """The listening service of a nasty sink, which can go away and come back."""

    def __init__(self, nasty: Nasty) -> None:
        self.nasty = nasty
        self.service = Service(nasty)
        self.service.start()

    def go_away(self, seconds: float) -> None:
        """Listen to nobody for so long; lines that are open break."""
        self.service.stop()
        sleep(seconds)
        self.service = Service(self.nasty)
        self.service.start()


@contextmanager
def flaky(nasty: Nasty) -> Iterator[Flaky]:
    """Listen, until the block ends."""
    service = Flaky(nasty)
    try:
        yield service
    finally:
        service.service.stop()
