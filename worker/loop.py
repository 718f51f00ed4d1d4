"""The loop that runs every room without a broker: one process does what Celery does at scale."""

import logging
import threading
from collections.abc import Sequence
from time import monotonic

from django.db import close_old_connections

from foia.gateways import clock
from worker.rooms import Room, rooms

logger = logging.getLogger(__name__)
TICK_SECONDS = 0.5
PAUSE_AFTER_TROUBLE = 15.0
LEAVE_SECONDS = 10.0  # what a slow room does then is begun anew at the next start


def run(stop: threading.Event) -> None:
    """Let each room look at its rows when its time comes, until `stop` is set.

    Slow rooms have a thread of their own.
    """
    slow = [room for room in rooms() if room.is_slow]
    beside = threading.Thread(target=_turns, args=(slow, stop), name="slow rooms", daemon=True)
    beside.start()
    _turns([room for room in rooms() if not room.is_slow], stop)
    beside.join(LEAVE_SECONDS)


def _turns(open_rooms: Sequence[Room], stop: threading.Event) -> None:
    """Give the rooms their turns, one after the other."""
    due = {room.name: 0.0 for room in open_rooms}
    while not stop.is_set():
        for room in open_rooms:
            if stop.is_set() or monotonic() < due[room.name]:
                continue
            close_old_connections()
            began = monotonic()
            pause = room.every_seconds
            try:
                room.run(now=clock.now())
            except Exception:  # one room's trouble is not the others'; its rows wait
                logger.exception("The room %s stands still and tries again", room.name)
                began, pause = monotonic(), max(pause, PAUSE_AFTER_TROUBLE)
            # Counted from its beginning: a room with much to do is not made to wait as well.
            due[room.name] = began + pause
        stop.wait(TICK_SECONDS)
    close_old_connections()
