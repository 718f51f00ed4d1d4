"""`python -m worker`: sets up what is missing, then runs everything as one process group.

Without a broker: web, doors and loop. With `REDIS_URL`: web, doors, Celery workers and beat.
"""

import os
import signal
import socket
import subprocess
import sys
from io import TextIOWrapper
from time import monotonic, sleep
from types import FrameType

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

from django.conf import settings  # noqa: E402  (Django must be set up first)
from django.core.management import CommandError, call_command  # noqa: E402

from worker.parent import IN_GROUP  # noqa: E402

START_SECONDS = 30
STOP_SECONDS = 15


class Stopped(Exception):
    """Somebody asked the group to stop."""


def main() -> int:
    """Run the group until Ctrl-C, SIGTERM or the end of a child; return the exit code."""
    signal.signal(signal.SIGTERM, _on_signal)
    signal.signal(signal.SIGINT, _on_signal)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # whoever reads along, reads at once
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for what, host, port in ports():
            _must_be_free(what, host, port)
        call_command("setup")
        environment = os.environ | {IN_GROUP: str(os.getpid())}
        for name, command in commands().items():
            children[name] = subprocess.Popen(command, env=environment)
        _wait_until_open(children)
        call_command("signin")
        return _watch(children)
    except Stopped:
        print("\nStopping …", flush=True)
        return 0
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        _stop(children)


def commands() -> dict[str, list[str]]:
    """Return the command line of each child."""
    child = [sys.executable, "-m", "worker.child"]
    group = {"web": [*child, "web"], "doors": [*child, "doors"]}
    if not settings.REDIS_URL:
        return group | {"loop": [*child, "loop"]}
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "worker.app"]
    schedule = str(settings.DATA_DIR / "celerybeat-schedule")
    return group | {
        "workers": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule],
    }


def ports() -> list[tuple[str, str, int]]:
    """Return what this installation listens on: what for, host, port."""
    listening = [
        ("WEB_PORT", settings.WEB_HOST, settings.WEB_PORT),
        ("DOOR_PORT", settings.DOOR_HOST, settings.DOOR_PORT),
    ]
    if settings.IS_SANDBOX:
        listening.append(("SANDBOX_PORT", "127.0.0.1", settings.SANDBOX_PORT))
    return listening


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _must_be_free(name: str, host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}); stop what holds it, or start "
                f"with another port: {name}={port + 1000} make run"
            ) from error


def _wait_until_open(children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = monotonic() + START_SECONDS
    for name, host, port in ports():
        while True:
            _must_live(children)
            try:
                socket.create_connection((host, port), timeout=1).close()
                break
            except OSError:
                if monotonic() > deadline:
                    raise CommandError(
                        f"Nothing answers on {host}:{port} ({name}) after {START_SECONDS} s; "
                        "what the processes printed above says why."
                    ) from None
                sleep(0.1)


def _must_live(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(
                f"«{name}» has stopped (exit code {child.returncode}), so everything stops; "
                "what it printed above says why. Nothing is lost: start again with `make run`."
            )


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        _must_live(children)
        sleep(0.5)


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
