"""The books of an ordeal: `python -m tests.chaos.ledger prepare 3000`, `wait 12`, `close file`.

They compare what the record says with what the mail service took: each letter exactly once, or
held or refused with a reason.
"""

import json
import logging
import os
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  (Django must be set up first)
from django.db import OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import custody, samples  # noqa: E402
from foia.flow import law_changes, outbox  # noqa: E402
from foia.models import Delivery, DocketEntry, Message, User  # noqa: E402
from tests.waves import a_wave, letters_of  # noqa: E402

State = Delivery.State


def prepare(count: str) -> dict[str, Any]:
    """Make the tables, and letters of two teams in line."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    samples.load()
    now = timezone.now()
    law_changes.run(now=now)
    person = User.objects.create_user("chaos@openshutter.example", "chaos-pass-word")
    for _ in range(2):
        letters_of(a_wave(person, now=now), int(count) // 2, now=now)
    return {"letters": Message.objects.filter(wave__isnull=False).count()}


def wait(hours: str) -> dict[str, Any]:
    """Let so much time pass, and the outbox work."""
    logging.disable(logging.WARNING)
    now = timezone.now()
    for minutes in range(0, int(hours) * 60, 10):
        while outbox.run(now=now + timedelta(minutes=minutes)):
            pass
    return {}


def close(path: str) -> dict[str, Any]:
    """Compare; return the figures, and each break in one sentence."""
    taken: dict[str, list[str]] = json.loads(Path(path).read_text())
    letters = list(Message.objects.filter(wave__isnull=False).prefetch_related("deliveries"))
    sent = Counter(DocketEntry.objects.filter(kind="sent").values_list("message_id", flat=True))
    breaks = list(custody.breaks())
    figures = Counter[str]()
    for letter in letters:
        last = max(letter.deliveries.all(), key=lambda one: one.attempt)
        kept = taken.get(letter.message_id, [])
        is_cut_off = last.state == State.UNCLEAR and "process stopped" in last.answer
        figures["cut off"] += is_cut_off
        figures["held"] += last.state == State.UNCLEAR
        figures["refused"] += last.state == State.REFUSED
        figures["handed over"] += last.state == State.HANDED_OVER
        figures["lost"] += last.state == State.HANDED_OVER and not kept
        figures["doubled"] += len(kept) > 1
        breaks += _odd(letter, last, kept, sent[letter.pk])
    figures["unknown to us"] = len(taken.keys() - {letter.message_id for letter in letters})
    return {"letters": len(letters), **figures, "breaks": breaks}


def _be_connected() -> None:
    """Wait until the database answers: one that was killed reads its log first."""
    for _ in range(60):
        try:
            return connection.ensure_connection()
        except OperationalError:
            sleep(0.5)


def _odd(letter: Message, last: Delivery, kept: list[str], sent: int) -> list[str]:
    """What of a letter's books does not fit together."""
    odd = []
    if last.state not in (State.HANDED_OVER, State.UNCLEAR, State.REFUSED):
        odd.append(f"is {last.state} for good")
    if last.state != State.HANDED_OVER and not last.answer:
        odd.append("is held without a reason")
    if last.state == State.REFUSED and kept:
        odd.append("is called refused and was taken")
    if sent != (last.state == State.HANDED_OVER):
        odd.append(f"is {last.state} and stands {sent} times in the docket")
    if last.state == State.HANDED_OVER and kept and letter.raw_id != kept[0]:
        odd.append("left in other bytes than those kept")
    return [f"{letter.message_id} {words}" for words in odd]


ACTS = {"prepare": prepare, "wait": wait, "close": close}

if __name__ == "__main__":
    _be_connected()
    print(json.dumps(ACTS[sys.argv[1]](sys.argv[2])), flush=True)
