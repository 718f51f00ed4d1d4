"""Bags: folders whose every file is listed with its SHA-256 (BagIt, RFC 8493)."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from foia.gateways.blobs import digest_of
from jurisdictions import DomainError


class BagError(DomainError):
    """A folder that is no bag at all."""


def write(folder: Path, fill: Callable[[Path], object], facts: Mapping[str, str]) -> None:
    """Make the bag `folder` of whatever `fill` puts into its payload; whole or not at all.

    `facts` are the lines of bag-info.txt. Raises OSError, also if the folder exists.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        payload = draft / "data"
        payload.mkdir(parents=True)
        fill(payload)
        _seal(draft, facts)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def file_name(name: str) -> str:
    """Return a name as every file system takes it: no folder in it, its end, at most 120 bytes."""
    plain = name.replace("/", "_").replace("\0", "_").lstrip(".") or "unnamed"
    return plain.encode("utf-8", "replace")[-120:].decode("utf-8", "ignore")


def problems(folder: Path) -> Iterator[str]:
    """Yield one sentence for each file of a bag that is missing, altered or not listed.

    Raises BagError for a folder that is no bag.
    """
    listed: set[str] = set()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for digest, path in _entries(folder, name):
            listed.add(path)
            yield from _compare(folder, path, digest)
    for found in sorted((folder / "data").rglob("*")):
        path = found.relative_to(folder).as_posix()
        if not found.is_dir() and path not in listed:
            yield f"{folder}: {path} is not listed in the manifest."


def _entries(folder: Path, name: str) -> list[tuple[str, str]]:
    try:
        if not (folder / "bagit.txt").is_file():
            raise BagError(f"{folder} is not an archive folder: it has no bagit.txt.")
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        return [
            (digest, _decoded(path)) for digest, path in (line.split("  ", 1) for line in lines)
        ]
    except (OSError, ValueError) as error:
        raise BagError(f"{folder} is not an archive folder: {name} cannot be read.") from error


def _compare(folder: Path, path: str, digest: str) -> Iterator[str]:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        yield f"{folder}: {path} leads out of the folder."
    elif not file.is_file():
        yield f"{folder}: {path} is missing."
    elif digest_of(file.read_bytes()) != digest:
        yield f"{folder}: {path} is not what it was when the archive was written."


def _seal(bag: Path, facts: Mapping[str, str]) -> None:
    """Write the tag files: what this is, about whom, and the two manifests."""
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    payload = [path for path in sorted((bag / "data").rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in payload)
    facts = {**facts, "Payload-Oxum": f"{size}.{len(payload)}"}
    lines = (f"{name}: {' '.join(value.split())}\n" for name, value in facts.items())
    (bag / "bag-info.txt").write_text("".join(lines), encoding="utf-8")
    _list(bag, "manifest-sha256.txt", payload)
    tags = [bag / name for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")]
    _list(bag, "tagmanifest-sha256.txt", tags)


def _list(bag: Path, name: str, files: list[Path]) -> None:
    lines = (
        f"{digest_of(path.read_bytes())}  {_encoded(path.relative_to(bag).as_posix())}\n"
        for path in files
    )
    (bag / name).write_text("".join(lines), encoding="utf-8")


def _encoded(path: str) -> str:
    """Percent-encode what would break a line of a manifest (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _decoded(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
