"""One ordeal: letters leave on one database while workers and services are killed at random."""

import hashlib
import json
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from email import message_from_bytes
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.chaos.nasty import Flaky, Nasty, flaky
from worker.services import Services

ROOT = Path(__file__).parents[2]
HOURS = 12  # afterwards, in which put-off letters are tried again
PYTHON = [sys.executable, "-m"]
SENDER = [*PYTHON, "tests.chaos.sender"]
CELERY = [*PYTHON, "celery", "--quiet", "-A", "worker.app"]
CELERY_WORKER = [*CELERY, "worker", "--pool", "solo", "--loglevel", "CRITICAL"]


class Ordeal:
    """Two workers, what they stand on, and a hand that kills."""

    def __init__(self, folder: Path, services: Services | None) -> None:
        self.folder, self.services = folder, services
        self.nasty = Nasty()
        self.env = os.environ | {
            "DATA_DIR": str(folder / "kept"),
            "SANDBOX_PORT": str(self.nasty.port),
            "REDIS_URL": "",
            **(services.environment if services else {}),
        }
        self.dice = random.Random(1)
        self.kills: Counter[str] = Counter()
        self.workers: list[subprocess.Popen[bytes]] = []

    def run(self, letters: int, seconds: float) -> dict[str, Any]:
        """Prepare, let it rage for so long, close the books; return the figures."""
        self._ledger("prepare", letters)
        with flaky(self.nasty) as service, self._working():
            self._rage(service, seconds)
        meanwhile = len(self.nasty.taken)
        self.nasty.behaves = True
        with flaky(self.nasty):
            self._ledger("wait", HOURS)
        path = self.folder / "taken.json"
        path.write_text(json.dumps(self._taken()))
        closed = self._ledger("close", path)
        most = self.kills["workers"] + 2 * self.kills["postgres"] + 2  # two are killed at the end
        if closed["cut off"] > most:
            closed["breaks"].append(f"{closed['cut off']} letters were cut off; at most {most} may")
        return {"kills": dict(self.kills), "meanwhile": meanwhile, **closed}

    def _rage(self, service: Flaky, seconds: float) -> None:
        """Kill one thing after another, and bring it back."""
        acts: list[Callable[[Flaky], None]] = [self._kill_worker] * 4 + [self._hang_up]
        if self.services:
            acts += [self._kill_redis, self._kill_postgres]
        end = monotonic() + seconds
        while monotonic() < end:
            sleep(self.dice.uniform(1, 3))
            self.dice.choice(acts)(service)

    def _kill_worker(self, service: Flaky) -> None:
        worker = self.dice.choice(self.workers)
        worker.kill()
        worker.wait()
        self.workers.remove(worker)
        self.workers.append(self._start(self._command()))
        self.kills["workers"] += 1

    def _hang_up(self, service: Flaky) -> None:
        service.go_away(0.2)
        self.kills["mail service"] += 1

    def _kill_redis(self, service: Flaky) -> None:
        assert self.services
        self.services.kill_redis()
        sleep(0.3)
        self.services.start_redis()
        self.kills["redis"] += 1

    def _kill_postgres(self, service: Flaky) -> None:
        assert self.services
        self.services.kill_postgres()
        sleep(0.3)
        self.services.start_postgres()
        self.kills["postgres"] += 1

    @contextmanager
    def _working(self) -> Iterator[None]:
        self.workers = [self._start(self._command()) for _ in range(2)]
        schedule = str(self.folder / "schedule")
        beat = [*CELERY, "beat", "--loglevel", "CRITICAL", "--schedule", schedule]
        others = [self._start(beat)] if self.services else []
        try:
            sleep(4)  # until they have begun
            yield
        finally:
            for child in [*self.workers, *others]:
                child.kill()
                child.wait()

    def _command(self) -> list[str]:
        return CELERY_WORKER if self.services else SENDER

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = (self.folder / "workers.log").open("ab")
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)

    def _ledger(self, act: str, about: object) -> dict[str, Any]:
        done = subprocess.run(
            [*PYTHON, "tests.chaos.ledger", act, str(about)],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def _taken(self) -> dict[str, list[str]]:
        """The SHA-256s of what the service took, by Message-ID."""
        found: dict[str, list[str]] = defaultdict(list)
        for mail in self.nasty.taken:
            message_id = str(message_from_bytes(mail.content)["Message-ID"]).strip()
            found[message_id].append(hashlib.sha256(mail.content).hexdigest())
        return found


def ordeal(folder: Path, *, letters: int, seconds: float, on_postgres: bool) -> dict[str, Any]:
    """Run one ordeal in a folder of its own."""
    folder.chmod(0o755)  # Postgres runs as a user of its own
    with Services(folder / "services") if on_postgres else nullcontext() as services:
        return Ordeal(folder, services).run(letters, seconds)
