"""Bags: folders whose every file is listed with its SHA-256 (BagIt, RFC 8493).

Files are read and written piece by piece, so that a bag needs no more memory than its list.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from jurisdictions import DomainError

MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


class BagError(DomainError):
    """A folder that is no bag at all."""


def write(
    folder: Path,
    fill: Callable[[Path], object],
    facts: Mapping[str, str],
    tag: Callable[[Path], object] | None = None,
) -> None:
    """Make the bag `folder` of whatever `fill` puts into its payload; whole or not at all.

    `facts` are the lines of bag-info.txt. `tag` may put files beside the payload once its manifest
    is written. Raises OSError, also if the folder exists.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        payload = draft / "data"
        payload.mkdir(parents=True)
        fill(payload)
        _seal(draft, facts, tag)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def zipped(folder: Path, target: Path) -> None:
    """Pack a bag into one zip file, its folder at the top; whole or not at all. Raises OSError."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in _files(folder):
                packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def file_name(name: str) -> str:
    """Return a name as every file system takes it: no folder in it, its end, at most 120 bytes."""
    plain = name.replace("/", "_").replace("\0", "_").lstrip(".") or "unnamed"
    return plain.encode("utf-8", "replace")[-120:].decode("utf-8", "ignore")


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hex, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def problems(folder: Path) -> Iterator[str]:
    """Yield one sentence for each file of a bag that is missing, altered or not listed.

    Raises BagError for a folder that is no bag.
    """
    listed: set[str] = set()
    for name in (MANIFEST, TAGS):
        for digest, path in _entries(folder, name):
            listed.add(path)
            yield from _compare(folder, path, digest)
    for found in _files(folder):
        path = found.relative_to(folder).as_posix()
        if path not in listed and path != TAGS:
            yield f"{folder}: {path} is not listed in the manifest."


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder in one order, whatever the file system."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _entries(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    try:
        if not (folder / "bagit.txt").is_file():
            raise BagError(f"{folder} is not an archive folder: it has no bagit.txt.")
        with (folder / name).open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                digest, path = line.removesuffix("\n").split("  ", 1)
                yield digest, _decoded(path)
    except (OSError, ValueError) as error:
        raise BagError(f"{folder} is not an archive folder: {name} cannot be read.") from error


def _compare(folder: Path, path: str, digest: str) -> Iterator[str]:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        yield f"{folder}: {path} leads out of the folder."
    elif not file.is_file():
        yield f"{folder}: {path} is missing."
    elif digest_of_file(file) != digest:
        yield f"{folder}: {path} is not what it was when the archive was written."


def _seal(bag: Path, facts: Mapping[str, str], tag: Callable[[Path], object] | None) -> None:
    """Write the tag files: what this is, about whom, and the two manifests."""
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    size, number = _list_payload(bag)
    facts = {**facts, "Payload-Oxum": f"{size}.{number}"}
    lines = (f"{name}: {' '.join(value.split())}\n" for name, value in facts.items())
    (bag / "bag-info.txt").write_text("".join(lines), encoding="utf-8")
    if tag is not None:
        tag(bag)
    with (bag / TAGS).open("w", encoding="utf-8") as out:
        for path in _files(bag):
            name = path.relative_to(bag).as_posix()
            if not name.startswith("data/") and name != TAGS:
                out.write(f"{digest_of_file(path)}  {_encoded(name)}\n")


def _list_payload(bag: Path) -> tuple[int, int]:
    """Write the manifest of the payload; return its bytes and how many files they are in."""
    size = number = 0
    with (bag / MANIFEST).open("w", encoding="utf-8", newline="\n") as out:
        for path in _files(bag / "data"):
            size, number = size + path.stat().st_size, number + 1
            out.write(f"{digest_of_file(path)}  {_encoded(path.relative_to(bag).as_posix())}\n")
    return size, number


def _encoded(path: str) -> str:
    """Percent-encode what would break a line of a manifest (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _decoded(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
