"""The limited process: what it says arrives as it comes; what it must not do ends it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foia.gateways import limited
from foia.gateways.limited import Limits, Refused, Trouble

MB = 1024 * 1024


def counts(to: int) -> Iterator[int]:
    yield from range(1, to + 1)


def sleeps() -> Iterator[str]:
    yield "one"
    time.sleep(60)


def burns() -> Iterator[str]:
    while True:
        pass
    yield ""


def hoards() -> Iterator[int]:
    yield len(bytearray(900 * MB))


def talks() -> Iterator[str]:
    while True:
        yield "x" * MB


def writes() -> Iterator[str]:
    Path("large").write_bytes(b"x" * 20 * MB)
    yield "written"


def segfaults() -> Iterator[str]:
    yield "before"
    os.kill(os.getpid(), signal.SIGSEGV)


def refuses() -> Iterator[str]:
    raise Refused("locked")
    yield ""


def raises() -> Iterator[str]:
    raise KeyError("never mind")
    yield ""


def prints() -> Iterator[str]:
    print("this is no message")
    os.write(1, b"nor this\n")
    yield "said"


def knows() -> Iterator[dict[str, Any]]:
    yield {"environment": dict(os.environ), "here": os.getcwd()}


def starts_another() -> Iterator[int]:
    yield subprocess.Popen(["sleep", "300"]).pid
    time.sleep(60)


def test_what_a_job_yields_arrives_in_order() -> None:
    assert list(limited.run(counts, 3)) == [1, 2, 3]
    assert limited.once(counts, 4) == 4


@pytest.mark.parametrize(
    "job,limits,code",
    [
        (sleeps, Limits(silence=1), "too_slow"),
        (burns, Limits(cpu=1, silence=30), "too_slow"),
        (hoards, Limits(memory=700 * MB), "too_large"),
        (talks, Limits(said=5 * MB), "too_large"),
        (segfaults, Limits(), "broken"),
        (raises, Limits(), "broken"),
        (refuses, Limits(), "locked"),
        (writes, Limits(file=MB), "broken"),
    ],
)
def test_a_job_that_goes_too_far_ends_in_trouble(job: Any, limits: Limits, code: str) -> None:
    with pytest.raises(Trouble) as trouble:
        list(limited.run(job, limits=limits))
    assert trouble.value.code == code


def test_what_was_said_before_the_trouble_stands() -> None:
    said = limited.run(segfaults)
    assert next(said) == "before"
    with pytest.raises(Trouble):
        next(said)


def test_libraries_that_print_do_not_disturb_the_messages() -> None:
    assert list(limited.run(prints)) == ["said"]


def test_it_knows_no_secret_and_stays_in_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    known = limited.once(knows)
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(known["environment"])
    assert "limited-" in known["here"] and not Path(known["here"]).exists()


def test_closing_it_ends_the_job_and_all_that_it_started() -> None:
    said = limited.run(starts_another)
    other = next(said)
    said.close()
    assert _is_gone(other)


def test_it_dies_with_whoever_started_it(tmp_path: Path) -> None:
    here, there = socket.socketpair()
    asks = (
        "from foia.gateways import limited; from tests.gateways.test_limited import starts_another;"
        f"import os; said = limited.run(starts_another); os.write({there.fileno()},"
        " str(next(said)).encode()); input()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", asks], pass_fds=[there.fileno()], stdin=subprocess.PIPE
    )
    sleeper = int(here.recv(100))
    job = int(Path(f"/proc/{sleeper}/stat").read_text().split()[3])
    parent.kill()
    parent.wait()
    os.kill(sleeper, signal.SIGKILL)
    assert _is_gone(job)


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
