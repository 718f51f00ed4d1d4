"""A real clamd for the tests: signatures of our own, on a socket and a port of its own."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.services import free_port

PORT = free_port()
BAD = b"these bytes stand for a virus in the tests of Open Shutter"
NAME = "OpenShutter.Test"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clamd that knows one virus, and the socket it listens on."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("ClamAV's daemon is not installed")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "own.hdb").write_text(f"{hashlib.md5(BAD).hexdigest()}:{len(BAD)}:{NAME}\n")
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}\nLocalSocket {folder}/socket\nForeground yes\n"
        f"TCPSocket {PORT}\nTCPAddr 127.0.0.1\nStreamMaxLength 2M\nLogFile {folder}/log\n"
    )
    command = [program, "--config-file", str(folder / "clamd.conf"), "--foreground"]
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    socket = folder / "socket"
    for _ in range(300):
        if socket.exists() or daemon.poll() is not None:
            break
        time.sleep(0.1)
    assert socket.exists(), (folder / "log").read_text()
    yield socket
    daemon.kill()
    daemon.wait()
