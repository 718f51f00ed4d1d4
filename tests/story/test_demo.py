"""The main job, door to door: in one process on SQLite, and on Postgres, Redis and Celery."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from worker.services import Services, free_port

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of an installation of its own."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith("EMAIL")}
    bare.pop("DATABASE_URL", None)
    bare.pop("REDIS_URL", None)
    bare.pop("PYTHONUNBUFFERED", None)
    return bare | {
        "DATA_DIR": str(folder),
        "DOOR_PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
        **more,
    }


def demo(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "worker.demo"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_the_story_holds_in_one_process(tmp_path: Path) -> None:
    told = demo(environment(tmp_path))
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-4000:]
    assert "no policy responsive to item 1" in told.stdout
    assert "from 2026-11-23 to 2026-12-02" in told.stdout
    assert "5 ILCS 140/3(e)" in told.stdout
    assert "Every step held" in told.stdout


def test_the_story_can_be_told_twice_in_one_installation(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert demo(env).returncode == 0
    again = demo(env)
    assert again.returncode == 0, again.stdout[-2000:] + again.stderr[-4000:]


def test_a_story_that_breaks_says_where_and_fails(tmp_path: Path) -> None:
    env = environment(tmp_path)
    env["DOOR_PORT"] = env["SANDBOX_PORT"]
    told = demo(env)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert env["DOOR_PORT"] in told.stderr


@pytest.fixture
def workers(services: Services, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Two real Celery worker processes on real services; yields their environment.

    One database, one store: the data folder is as old as the services.
    """
    env = environment(services.folder / "data", **services.environment)
    subprocess.run(
        [sys.executable, "manage.py", "setup"],
        cwd=ROOT,
        env=env,
        check=True,
        timeout=120,
        capture_output=True,
    )
    log = (tmp_path / "workers.log").open("wb")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "worker.app", "worker", "--concurrency", "2"],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield env
    finally:
        worker.terminate()
        worker.wait(30)


@pytest.mark.services
def test_the_story_holds_on_postgres_redis_and_celery(workers: dict[str, str]) -> None:
    told = demo(workers)
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-4000:]
    assert "the rooms ran in Celery workers" in told.stdout


@pytest.mark.services
def test_killing_redis_in_the_middle_loses_nothing(
    services: Services, workers: dict[str, str]
) -> None:
    """The story goes on after its broker, and every task in it, is gone."""
    story = subprocess.Popen(
        [sys.executable, "-m", "worker.demo"],
        cwd=ROOT,
        env=workers,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    heard: list[str] = []
    listener = threading.Thread(target=lambda: heard.extend(iter(story.stdout.readline, "")))
    listener.start()
    try:
        _wait_for(heard, r"^3\. ")
        services.kill_redis()
        sleep(1)
        services.start_redis()
        assert story.wait(240) == 0, "".join(heard)[-2000:] + story.stderr.read()[-3000:]
    finally:
        story.kill()
        listener.join()
    assert "Every step held" in "".join(heard)


def _wait_for(heard: list[str], pattern: str) -> None:
    deadline = monotonic() + 120
    while not any(re.search(pattern, line) for line in list(heard)):
        assert monotonic() < deadline, "".join(heard)
        sleep(0.02)
