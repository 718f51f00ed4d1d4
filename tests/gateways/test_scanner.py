"""The virus scanner: a real clamd with signatures of our own, on a socket of our own."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foia.gateways import scanner
from worker.services import free_port

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


PORT = free_port()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture(params=["socket", "port"])
def reached(request: Any, clamd: Path, settings: Any) -> None:
    settings.CLAMD = f"unix:{clamd}" if request.param == "socket" else f"127.0.0.1:{PORT}"


@pytest.mark.usefixtures("reached")
def test_it_tells_a_virus_from_a_letter(file: Path) -> None:
    file.write_bytes(BAD)
    verdict = scanner.scan(file)
    assert not verdict.is_clean and verdict.found.startswith(NAME)
    file.write_bytes(b"Dear Ms Resident")
    assert scanner.scan(file).is_clean
    assert scanner.version().startswith("ClamAV")


@pytest.mark.usefixtures("reached")
def test_a_file_too_large_for_it_is_neither_clean_nor_infected(file: Path) -> None:
    file.write_bytes(b"x" * 8_000_000)
    assert scanner.scan(file).is_clean is None


@pytest.mark.parametrize("where", ["unix:/nowhere/at/all", "127.0.0.1:1"])
def test_a_scanner_that_is_away_is_named(file: Path, settings: Any, where: str) -> None:
    settings.CLAMD = where
    file.write_bytes(b"x")
    with pytest.raises(scanner.ScannerError, match="cannot be asked"):
        scanner.scan(file)
