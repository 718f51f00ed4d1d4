"""A Postgres and a Redis of one's own, in one folder, for as long as the process runs.

`make services` keeps them up for `make run`; the tests start them for the story at scale.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType

START_SECONDS = 30


class ServiceError(RuntimeError):
    """A service that is missing or does not start; the message says how to get it."""


class Services:
    """Starts both on entering and stops both on leaving; the data stays in the folder."""

    def __init__(self, folder: Path, *, postgres_port: int = 0, redis_port: int = 0) -> None:
        self.folder = folder.resolve()
        self.postgres_port = postgres_port or free_port()
        self.redis_port = redis_port or free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What an installation needs in its environment to use them."""
        password = (self.folder / "password").read_text()
        where = f"127.0.0.1:{self.postgres_port}"
        return {
            "DATABASE_URL": f"postgres://openshutter:{password}@{where}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
        }

    def __enter__(self) -> "Services":
        try:
            self._make_cluster()
            self.start_postgres()
            self.start_redis()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def start_postgres(self) -> None:
        """Start Postgres on the folder's cluster, and return when it answers."""
        self._start(
            "postgres",
            [
                _program("postgres"),
                *["-D", str(self.folder / "postgres"), "-p", str(self.postgres_port)],
                *["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
            ],
            self.postgres_port,
        )

    def start_redis(self) -> None:
        """Start an empty Redis that keeps nothing on disk, and return when it answers."""
        self._start(
            "redis",
            [
                _program("redis-server"),
                *["--port", str(self.redis_port), "--bind", "127.0.0.1"],
                *["--save", "", "--appendonly", "no", "--dir", str(self.folder)],
            ],
            self.redis_port,
        )

    def kill_redis(self) -> None:
        """Kill Redis as a power cut would: what it held is gone."""
        self._kill("redis")

    def kill_postgres(self) -> None:
        """Kill Postgres as a power cut would: every connection breaks, its log is replayed."""
        self._kill("postgres")
        # Its orphans end by themselves; until then a new one would refuse to start.
        deadline = monotonic() + START_SECONDS
        while _has_orphans(self.folder / "postgres") and monotonic() < deadline:
            sleep(0.1)

    def _kill(self, name: str) -> None:
        child = self.running.pop(name)
        child.kill()
        child.wait()

    def _make_cluster(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.folder / "postgres" / "PG_VERSION").exists():
            return
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(16))
        owner = _unprivileged()
        if owner:
            for path in (self.folder, password):
                shutil.chown(path, owner)
        made = subprocess.run(
            [
                _program("initdb"),
                *["-D", str(self.folder / "postgres"), "-U", "openshutter", "-E", "UTF8"],
                *["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password}"],
            ],
            capture_output=True,
            text=True,
            user=owner,
            cwd="/",
            check=False,
        )
        if made.returncode:
            raise ServiceError(f"Postgres could not make its folder: {made.stderr.strip()}")

    def _start(self, name: str, command: list[str], port: int) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = child = subprocess.Popen(
            command, stdout=log, stderr=log, user=_unprivileged(), cwd="/"
        )
        deadline = monotonic() + START_SECONDS
        while child.poll() is None and monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                sleep(0.05)
        raise ServiceError(f"{name} did not start; {self.folder / name}.log says why.")

    def _stop(self) -> None:
        for child in self.running.values():
            child.send_signal(signal.SIGINT)
        for child in self.running.values():
            child.wait()
        self.running.clear()


def _has_orphans(cluster: Path) -> bool:
    """Say whether a process still works in the folder of a cluster whose first one is gone."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if link.readlink() == cluster:
                return True
    return False


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(installed[0]) if installed else None)
    if not found:
        raise ServiceError(
            f"«{name}» is not installed; get it (Debian: apt-get install postgresql redis-server) "
            "or use compose.yaml with Docker."
        )
    return found


def _unprivileged() -> str | None:
    """Postgres refuses to run as root: name the user its package made, if we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def main() -> int:
    """Keep both up until Ctrl-C, and say how to use them."""
    folder = Path(os.environ.get("DATA_DIR", "var")) / "services"
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with Services(folder, postgres_port=15432, redis_port=16379) as services:
            lines = [f"{name}={value}" for name, value in services.environment.items()]
            note = folder / "env"
            note.touch(mode=0o600)
            note.write_text("\n".join(lines) + "\n")
            print("Postgres and Redis are up. In another terminal:\n")
            print(f"  set -a; . {note}; set +a; make run\n\nCtrl-C stops them.", flush=True)
            stop.wait()
    except (ServiceError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
