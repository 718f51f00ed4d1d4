"""The loop that runs every room without a broker: one process does what Celery does at scale."""

import logging
import threading
from time import monotonic

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from worker.rooms import rooms

logger = logging.getLogger(__name__)
TICK_SECONDS = 0.5


def run(stop: threading.Event) -> None:
    """Let each room look at its rows when its time comes, until `stop` is set."""
    open_rooms = rooms()
    due = {room.name: 0.0 for room in open_rooms}
    while not stop.is_set():
        for room in open_rooms:
            if stop.is_set() or monotonic() < due[room.name]:
                continue
            close_old_connections()
            try:
                room.run(now=timezone.now())
            except DatabaseError:
                logger.exception("%s waits: the database is away", room.name)
            due[room.name] = monotonic() + room.every_seconds
        stop.wait(TICK_SECONDS)
    close_old_connections()
