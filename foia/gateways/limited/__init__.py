"""The limited process: hostile files are opened in a process of their own, within limits.

It has no settings, no database and no secrets; it dies with whoever started it.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from jurisdictions import DomainError

TOP = Path(__file__).resolve().parents[3]
Job = Callable[..., Iterator[Any]]
#: Signals by which a program ends itself that was refused more memory.
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGILL, signal.SIGTRAP)


@dataclass(frozen=True)
class Limits:
    """What a job may use. Each message renews `silence`; the others count from its beginning.

    Seconds of silence, seconds of processor time, bytes of memory and of each file it writes,
    and bytes of all it says.
    """

    silence: float = 60
    cpu: int = 600
    memory: int = 1536 * 1024 * 1024
    file: int = 256 * 1024 * 1024
    said: int = 256 * 1024 * 1024


class Trouble(DomainError):
    """A job that could not be done: `code` is too_slow, too_large, broken or the job's own."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Refused(Exception):
    """Raised by a job inside the limited process: what is in the way, as a code."""


def run(
    job: Callable[..., Iterator[Any]], *args: Any, limits: Limits | None = None
) -> Iterator[Any]:
    """Do a job in the limited process and yield what it yields, as it comes.

    `job` is a generator function of a module; its arguments, and what it yields, are JSON.
    Closing the iterator ends the process. Raises `Trouble`.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="limited-") as folder:
        process = _start(job, args, limits, folder)
        assert process.stdout is not None
        try:
            yield from _messages(process.stdout, limits)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)  # it has closed its output, so it is at its end
        finally:
            _kill(process)
        if process.returncode:
            raise _fate_of(process.returncode)


def once(job: Job, *args: Any, limits: Limits | None = None) -> Any:
    """Return the last thing a job yields; else as `run`."""
    last = None
    for message in run(job, *args, limits=limits):
        last = message
    return last


def _start(job: Job, args: tuple[Any, ...], limits: Limits, folder: str) -> subprocess.Popen[bytes]:
    """Start the process with its order on its standard input, and nothing of ours around it."""
    order = {
        "module": job.__module__,
        "name": job.__qualname__,
        "args": args,
        "limits": asdict(limits),
        "parent": os.getpid(),
    }
    environment = {
        "PATH": os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin"),
        "PYTHONPATH": str(TOP),
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    process = subprocess.Popen(
        [sys.executable, "-s", "-m", "foia.gateways.limited.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    assert process.stdin is not None
    with process.stdin as given:
        given.write(json.dumps(order).encode())
    return process


def _messages(output: IO[bytes], limits: Limits) -> Iterator[Any]:
    """Yield each line as it is said; `Trouble` for silence, for too much, and for a refusal."""
    said, rest = 0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if not selector.select(limits.silence):
                raise Trouble("too_slow", f"It said nothing for {limits.silence:.0f} seconds.")
            piece = os.read(output.fileno(), 1 << 20)
            if not piece:
                return
            said += len(piece)
            if said > limits.said:
                raise Trouble("too_large", f"It said more than {limits.said:,} bytes.")
            *lines, rest = (rest + piece).split(b"\n")
            yield from map(_message, lines)


def _message(line: bytes) -> Any:
    told = json.loads(line)
    if "refused" in told:
        raise Trouble(told["refused"], f"The file could not be read ({told['refused']}).")
    return told["said"]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process, if it still runs, and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _fate_of(code: int) -> Trouble:
    """Say why a process ended by itself before its job was done."""
    if -code == signal.SIGXCPU:
        return Trouble("too_slow", "It used all the processor time it may use.")
    if -code in _OUT_OF_MEMORY:
        return Trouble("too_large", "It used all the memory it may use.")
    return Trouble("broken", "The program that reads such files broke on it.")
