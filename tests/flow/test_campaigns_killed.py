"""The room killed again and again, at any statement: every body still gets one letter, once."""

import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from foia.flow import campaigns
from foia.models import Delivery, Message, RecordsRequest, User, Wave
from tests.conftest import environment
from tests.flow.campaign_cases import bodies, campaign_of

ROOT = Path(__file__).parents[2]
BODIES = 120
WORKER = """
import sys, django
django.setup()
from datetime import datetime
from foia.flow.campaigns import preparing, releasing, run
preparing.CHUNK = releasing.CHUNK = 7
print("ready", flush=True)
while True:
    run(now=datetime.fromisoformat(sys.argv[1]), limit=7)
"""


def killed_worker(now: datetime, after: float) -> None:
    """Let the room work in a process of its own for so many seconds."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, now.isoformat()],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
    )
    assert worker.stdout and worker.stdout.readline()
    time.sleep(after)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)


@pytest.mark.django_db(transaction=True)
def test_a_room_killed_at_any_moment_neither_loses_nor_doubles_a_letter(
    citizen: User, now: datetime
) -> None:
    campaign = campaign_of(citizen, now, bodies(["us-il", "gb", "us-ca"] * (BODIES // 3)))
    wave = campaigns.new_wave(campaign=campaign, by=citizen, now=now)
    chance = random.Random(5)
    kills = 0
    while wave.state in (Wave.State.PREPARING, Wave.State.RELEASING):
        if kills < 40:
            killed_worker(now, chance.uniform(0.02, 0.35))
            kills += 1
        else:  # on a busy machine little is done between two kills
            campaigns.run(now=now)
        wave.refresh_from_db()
        if wave.state == Wave.State.READY:
            campaigns.approve(wave=wave, digest=wave.digest, by=citizen, now=now)
            wave.refresh_from_db()
    campaigns.run(now=now)
    wave.refresh_from_db()
    assert wave.state == Wave.State.SENDING
    assert kills > 1
    assert wave.digest and not wave.bodies.exclude(trouble="").exists()
    asked = set(RecordsRequest.objects.values_list("agency", flat=True))
    letters = Message.objects.filter(wave=wave)
    assert len(asked) == RecordsRequest.objects.count() == letters.count() == BODIES
    assert Delivery.objects.filter(wave=wave, attempt=1).count() == BODIES
    assert all(letter.approved_digest == letter.content_digest() for letter in letters)
