"""Letters of a wave handed to a mail service on loopback, beside a bare loop of the same run."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from worker.services import Services, free_port

LETTERS = int(os.environ.get("LETTERS", "1000"))  # a round, and worker
ROUNDS = 3
#: Statements for one body, as counted of two other platforms.
OTHERS = (102, 35)
ROOT = Path(__file__).parents[2]
Env = dict[str, str]


class Part:
    """One process of the benchmark, ready to begin."""

    def __init__(self, env: Env, *words: object) -> None:
        command = [sys.executable, "-m", "tests.bench.sending_parts", *map(str, words)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True
        )
        assert self.process.stdout.readline() == "ready\n"

    def begin(self) -> None:
        """Let it run."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def result(self) -> dict[str, Any]:
        """Wait for its end, and return what it counted."""
        said, _ = self.process.communicate()
        return dict(json.loads(said))


def rate(env: Env, what: str, workers: int = 1) -> tuple[float, float]:
    """Letters a second of so many workers at once, and statements for each letter."""
    parts = [Part(env, what, LETTERS) for _ in range(workers)]
    began = perf_counter()
    for part in parts:
        part.begin()
    results = [part.result() for part in parts]
    took = perf_counter() - began if workers > 1 else results[0]["seconds"]
    letters = sum(result["letters"] for result in results)
    assert letters == LETTERS * workers, results
    return letters / took, sum(result.get("statements", 0) for result in results) / letters


@contextmanager
def listening(env: Env) -> Iterator[None]:
    """A mail service for the workers, in a process of its own."""
    service = Part(env, "sink", env["SANDBOX_PORT"])
    try:
        yield
    finally:
        service.process.kill()
        service.process.wait()


def measure(name: str, env: Env, workers: tuple[int, ...]) -> None:
    """Print the rates on one database; every round measures the floor and the outbox in turn."""
    total = LETTERS * ROUNDS * sum(workers)
    subprocess.run(
        [sys.executable, "-m", "tests.bench.sending_parts", "prepare", str(total)],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with listening(env):
        found: dict[str, list[float]] = {"bare": [], "kept": [], "statements": []}
        for _ in range(ROUNDS):
            for floor in ("bare", "kept"):
                found[floor].append(rate(env, floor)[0])
            for count in workers:
                speed, statements = rate(env, "work", count)
                found.setdefault(f"work{count}", []).append(speed)
                found["statements"].append(statements)
    bare, kept, one = (median(found[name]) for name in ("bare", "kept", "work1"))
    statements = median(found["statements"])
    print(f"  {name}: bare loop {bare:,.0f}/s; one worker {one:,.0f}/s = {one / bare:.0%} of it")
    print(f"    the loop with one durable commit a letter: {kept:,.0f}/s ({one / kept:.0%} of it)")
    others = ", ".join(f"{other} ({other / statements:.0f} x)" for other in OTHERS)
    print(f"    statements per letter: {statements:.2f}; of other platforms per body: {others}")
    if "work2" in found:
        two = median(found["work2"])
        print(f"    two workers {two:,.0f}/s = {two / one:.2f} x one")


def main() -> None:
    """Print the figures on SQLite, and on Postgres with one and two workers."""
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="bench-sending-") as folder:
        Path(folder).chmod(0o755)  # Postgres runs as a user of its own
        plain = os.environ | {"SANDBOX_PORT": str(free_port()), "REDIS_URL": ""}
        measure("SQLite", plain | {"DATA_DIR": f"{folder}/sqlite"}, (1,))
        with Services(Path(folder) / "services") as services:
            url = services.environment["DATABASE_URL"]
            measure("Postgres", plain | {"DATA_DIR": f"{folder}/pg", "DATABASE_URL": url}, (1, 2))


if __name__ == "__main__":
    main()
