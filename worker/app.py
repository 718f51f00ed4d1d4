"""The Celery application: one thin task per room, and the schedule that wakes them.

The broker only makes it fast. A task carries a room's name and at most a moment; the rows in
the database say what there is to do, so a lost, late or doubled task loses and doubles nothing.
"""

import os
import signal
from datetime import datetime

import django
from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

from django.conf import settings  # noqa: E402  (needs the settings above)

from foia.gateways import clock  # noqa: E402
from worker import rooms  # noqa: E402
from worker.parent import IN_GROUP, follow  # noqa: E402

app = Celery("open_shutter", broker=settings.REDIS_URL or "memory://")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    timezone="UTC",
)


@app.task(name="open_shutter.run_room")  # type: ignore[untyped-decorator]
def run_room(name: str, now: str | None = None) -> int:
    """Let one room look at its rows; `now` (ISO 8601) is given only where time is told a story."""
    moment = datetime.fromisoformat(now) if now else clock.now()
    return rooms.room(name).run(now=moment)


app.conf.beat_schedule = {
    room.name: {
        "task": run_room.name,
        "schedule": room.every_seconds,
        "args": (room.name,),
        # A tick nobody took in time is worthless: the next one looks at the same rows.
        "options": {"expires": max(room.every_seconds * 2, 10)},
    }
    for room in rooms.rooms()
}


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def stop_with_the_group(**_: object) -> None:
    """As a child of `python -m worker`, stop when that is gone; started alone, stay."""
    if os.environ.get(IN_GROUP):
        follow(lambda: os.kill(os.getpid(), signal.SIGTERM))
