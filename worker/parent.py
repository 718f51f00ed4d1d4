"""A process that follows its parent: it stops when the one that started it is gone."""

import os
import threading
from collections.abc import Callable
from time import sleep

# Set by `python -m worker` for its children: its own process id, which it has from the start.
IN_GROUP = "OPEN_SHUTTER_GROUP"


def follow(stop: Callable[[], object]) -> None:
    """Call `stop` once the parent of this process has ended; a killed group leaves nobody."""
    parent = int(os.environ.get(IN_GROUP) or os.getppid())
    threading.Thread(target=_watch, args=(parent, stop), daemon=True).start()


def _watch(parent: int, stop: Callable[[], object]) -> None:
    while os.getppid() == parent:
        sleep(1)
    stop()
