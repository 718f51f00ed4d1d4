"""The virus scanner: a ClamAV daemon (clamd, INSTREAM) asked over its socket, if there is one."""

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jurisdictions import DomainError

PIECE = 256 * 1024
SECONDS = 120


class ScannerError(DomainError):
    """The scanner cannot be asked, or says what nobody understands."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said of a file: `is_clean` is null where it was too large for it."""

    is_clean: bool | None
    found: str = ""


def is_configured() -> bool:
    """Say whether this installation names a scanner."""
    return bool(settings.CLAMD)


def version() -> str:
    """Return the scanner's version and that of its signatures, as it tells them."""
    return _ask(b"zVERSION\0")


def scan(path: Path) -> Verdict:
    """Have the scanner read a stored file. Raises ScannerError, OSError for the file itself."""
    answer = _ask(b"zINSTREAM\0", path)
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(is_clean=True)
    if said.endswith(" FOUND"):
        return Verdict(is_clean=False, found=said.removesuffix(" FOUND"))
    if "size limit exceeded" in said:
        return Verdict(is_clean=None)
    raise ScannerError(
        f"The virus scanner at {settings.CLAMD} answered «{said[:200]}»; see its log."
    )


def _ask(command: bytes, path: Path | None = None) -> str:
    """Send a command, and a file's bytes after it where there is one; return the answer."""
    try:
        with _connected() as line:
            line.sendall(command)
            if path is not None:
                # a scanner that has heard enough hangs up, and its answer waits to be read
                with suppress(BrokenPipeError, ConnectionResetError):
                    _send(line, path)
            return _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerError(
            f"The virus scanner at {settings.CLAMD} cannot be asked ({error}); "
            "start it or mend CLAMD (see the README): files are shown as not scanned until then."
        ) from error


def _connected() -> socket.socket:
    """Return a line to `unix:/path` or `host:port`."""
    where = settings.CLAMD
    if where.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(where.removeprefix("unix:"))
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _send(line: socket.socket, path: Path) -> None:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            line.sendall(struct.pack("!I", len(piece)) + piece)
    line.sendall(struct.pack("!I", 0))


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        piece = line.recv(4096)
        if not piece:
            break
        said += piece
    if not said:
        raise OSError("it hung up without an answer")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
