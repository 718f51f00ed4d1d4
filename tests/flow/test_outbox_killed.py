"""A process killed in the middle of a hand-over: the letter is held, never doubled."""

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from foia.flow import outbox
from foia.models import Delivery, DocketEntry, Message, User
from tests.conftest import environment
from tests.sink import Sink, Taken

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
