"""A process killed in the middle of a hand-over: the letter is held, never doubled."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from foia import samples
from foia.flow import outbox
from foia.models import Delivery, DocketEntry, Message, User
from tests.conftest import environment
from tests.killed import dies_before
from tests.sink import Sink, Taken
from tests.waves import a_wave, letters_of

State = Delivery.State
ROOT = Path(__file__).parents[2]
WORKER = """
import sys, django
django.setup()
from datetime import datetime
from django.conf import settings
from foia.flow import outbox
settings.BLOB_DIR = sys.argv[2]
outbox.run(now=datetime.fromisoformat(sys.argv[1]))
"""


def start_worker(settings: Any, now: datetime) -> subprocess.Popen[bytes]:
    """Run the outbox in a process of its own, on the tests' database and mail service."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, now.isoformat(), str(settings.BLOB_DIR)],
        cwd=ROOT,
        env=environment(SANDBOX_PORT=settings.EMAIL_PORT),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("was_sent", [True, False])
def test_a_worker_killed_in_a_hand_over_leaves_the_letter_to_a_person(
    approved: Message, citizen: User, sink: Sink, settings: Any, now: datetime, was_sent: bool
) -> None:
    def kill(mail: Taken) -> None:
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)

    sink.on_mail = kill
    worker = start_worker(settings, now)
    assert worker.wait(30) == -signal.SIGKILL
    assert len(sink.taken) == 1
    delivery = approved.deliveries.get()
    assert delivery.state == Delivery.State.HANDING_OVER

    sink.on_mail = lambda mail: None
    outbox.run(now=now + timedelta(minutes=1))
    outbox.run(now=now + timedelta(hours=1))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.UNCLEAR
    assert len(sink.taken) == 1
    assert not DocketEntry.objects.exists()

    outbox.settle(delivery=delivery, was_sent=was_sent, by=citizen, now=now + timedelta(hours=2))
    outbox.run(now=now + timedelta(hours=2))
    assert len(sink.taken) == (1 if was_sent else 2)
    assert {approved.message_id.encode() in mail.content for mail in sink.taken} == {True}
    assert DocketEntry.objects.get().kind == "sent"


@pytest.mark.django_db(transaction=True)
def test_killed_before_any_statement_each_letter_leaves_once_or_one_is_held(
    citizen: User, sink: Sink, now: datetime
) -> None:
    samples.load()
    wave, held = a_wave(citizen, now=now), 0
    for nth in count(1):
        letters = letters_of(wave, 3, now=now)
        has_died = dies_before(nth, now, outbox.run)
        outbox.run(now=now + timedelta(minutes=70))  # when all that was begun is over
        states = Counter(letter.deliveries.get().state for letter in letters)
        left = Counter(str(message_from_bytes(mail.content)["Message-ID"]) for mail in sink.taken)
        sent = DocketEntry.objects.filter(kind="sent", message__in=letters)
        assert states.keys() <= {State.HANDED_OVER, State.UNCLEAR}, nth
        assert states[State.UNCLEAR] <= 1, nth
        assert max(left.values()) == 1, nth
        assert sent.count() == states[State.HANDED_OVER] <= len(left), nth
        held += states[State.UNCLEAR]
        sink.taken.clear()
        if not has_died:
            break
    assert nth > 25
    assert held == 3  # those whose end, known to the process alone, was not yet written
