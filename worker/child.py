"""One child of the process group: `python -m worker.child web|loop|doors`.

A child stops on SIGTERM or Ctrl-C, and when its parent is gone.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

import waitress  # noqa: E402  (Django must be set up first)
from django.conf import settings  # noqa: E402

from foia.wsgi import application  # noqa: E402
from jurisdictions import DomainError, codes, load_pack  # noqa: E402
from worker import loop  # noqa: E402
from worker.doors import doors  # noqa: E402
from worker.parent import follow  # noqa: E402


def web(stop: threading.Event) -> None:
    """Serve the web application."""
    server = waitress.create_server(
        application, host=settings.WEB_HOST, port=settings.WEB_PORT, threads=8
    )
    threading.Thread(target=server.run, daemon=True).start()
    # The first visitor of the list of laws need not wait until all of them are read.
    threading.Thread(target=lambda: list(map(load_pack, codes())), daemon=True).start()
    stop.wait()
    server.close()


def open_doors(stop: threading.Event) -> None:
    """Keep the mail doors open."""
    listening = doors()
    for door in listening:
        door.open()
    stop.wait()
    for door in listening:
        door.stop()


CHILDREN: dict[str, Callable[[threading.Event], None]] = {
    "web": web,
    "loop": loop.run,
    "doors": open_doors,
}


def main(name: str) -> int:
    """Run one child until it is told to stop; return its exit code."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    follow(stop.set)
    try:
        CHILDREN[name](stop)
    except (DomainError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
