"""`make run`: one process group that serves, answers mail, stops cleanly and loses nothing."""

import os
import signal
import smtplib
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.story.test_demo import ROOT, environment
from worker.services import Services, free_port

Group = subprocess.Popen[str]


@contextmanager
def running(env: dict[str, str]) -> Iterator[Group]:
    """Run the group until it says it is ready; kill what is left of it afterwards."""
    group = subprocess.Popen(
        [sys.executable, "-m", "worker"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in group.stdout:
            if "Ctrl-C" in line:
                break
        else:
            raise AssertionError(group.stderr.read())
        yield group
    finally:
        if group.poll() is None:
            os.killpg(group.pid, signal.SIGKILL)
        group.wait()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, WEB_PORT=str(free_port()))


def page(env: dict[str, str], path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{env['WEB_PORT']}{path}", timeout=10) as answer:
        return answer.read().decode()


def test_it_serves_takes_mail_stops_on_ctrl_c_and_keeps_what_it_has(env: dict[str, str]) -> None:
    with running(env) as group:
        assert "sandbox" in page(env).lower()
        with smtplib.SMTP("127.0.0.1", int(env["DOOR_PORT"]), timeout=10) as line:
            line.sendmail(
                "clerk@agency.example",
                ["r-nobody@reply.openshutter.example"],
                b"From: clerk@agency.example\r\nSubject: To nobody\r\n\r\nWhere does this go?\r\n",
            )
        os.killpg(group.pid, signal.SIGINT)
        assert group.wait(20) == 0
    assert nothing_listens(env)
    with running(env):
        shown = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "-v0",
                "-c",
                "from foia.models import Arrival; print(Arrival.objects.count())",
            ],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown.stdout.strip() == "1"


def test_when_the_parent_is_killed_its_children_go_too(env: dict[str, str]) -> None:
    children_follow(env)


@pytest.mark.services
def test_workers_and_schedule_follow_a_killed_parent_too(
    env: dict[str, str], services: Services
) -> None:
    children_follow(env | services.environment)


def children_follow(env: dict[str, str]) -> None:
    """Kill the parent of a running group, and wait until none of its children lives."""
    with running(env) as group:
        children = children_of(group)
        assert len(children) >= 3
        group.kill()
        deadline = monotonic() + 30
        while any(is_alive(pid) for pid in children):
            assert monotonic() < deadline
            sleep(0.2)
    assert nothing_listens(env)


def children_of(group: Group) -> list[str]:
    return subprocess.run(
        ["pgrep", "-P", str(group.pid)], capture_output=True, text=True, check=True
    ).stdout.split()


def is_alive(pid: str) -> bool:
    """Say whether a process runs; one that only waits to be reaped does not."""
    stat = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True)
    return bool(stat.stdout.strip()) and not stat.stdout.strip().startswith("Z")


def test_when_a_child_dies_the_group_stops_and_says_so(env: dict[str, str]) -> None:
    with running(env) as group:
        os.kill(int(children_of(group)[0]), signal.SIGKILL)
        assert group.wait(20) == 1
        assert "has stopped" in group.stderr.read()


def test_a_taken_port_is_one_clear_sentence(env: dict[str, str]) -> None:
    with running(env):
        second = subprocess.run(
            [sys.executable, "-m", "worker"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert second.returncode == 1
    assert f"127.0.0.1:{env['WEB_PORT']} cannot be used" in second.stderr
    assert "WEB_PORT=" in second.stderr
    assert "Traceback" not in second.stderr


def nothing_listens(env: dict[str, str]) -> bool:
    for name in ("WEB_PORT", "DOOR_PORT", "SANDBOX_PORT"):
        try:
            smtplib.socket.create_connection(("127.0.0.1", int(env[name])), timeout=1).close()
            return False
        except OSError:
            continue
    return True
