"""The blob store: bytes in files named by their SHA-256, written once and read-only."""

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from foia.gateways import disk
from jurisdictions import DomainError

PIECE = 1 << 20
#: Bytes at either end by which a file is known.
EDGE = 70_000


class BlobError(DomainError):
    """Bytes that could not be stored, are missing, or are not what they were."""


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes, in hex (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Return where the bytes of this digest lie."""
    return Path(settings.BLOB_DIR) / sha256[:2] / sha256


def edges_of(sha256: str) -> bytes:
    """Return the first and last bytes of a stored file; nothing if it is gone."""
    try:
        with path_of(sha256).open("rb") as file:
            head = file.read(EDGE)
            size = os.fstat(file.fileno()).st_size
            file.seek(max(len(head), size - EDGE))
            return head + file.read()
    except OSError:
        return b""


def write(content: bytes) -> str:
    """Store the bytes durably and return their digest. Storing them again changes nothing.

    The bytes are on the disk under their final name before this returns.
    """
    return write_all([content])[0]


def write_all(contents: Sequence[bytes]) -> list[str]:
    """Store many durably, and return their digests in the same order; as `write`, but at once.

    All are on the disk as drafts before the first gets its final name: no name ever stands for
    half of its bytes.
    """
    new: dict[str, bytes] = {}
    digests = [digest_of(content) for content in contents]
    for sha256, content in zip(digests, contents, strict=True):
        if not _is_stored(sha256, len(content)):
            new[sha256] = content
    if new:
        _store(new)
    return digests


def _is_stored(sha256: str, size: int) -> bool:
    path = path_of(sha256)
    return path.exists() and path.stat().st_size == size


def _store(new: Mapping[str, bytes]) -> None:
    """Write drafts, flush them, give them their names, flush those."""
    drafts: dict[Path, Path] = {}
    try:
        for sha256, content in new.items():
            path = path_of(sha256)
            draft = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
            drafts[draft] = path
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
            _write(draft, content)
        disk.flush(drafts)
        for draft, path in drafts.items():
            os.replace(draft, path)
        disk.flush({path.parent for path in drafts.values()})
    except OSError as error:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink()
        size = sum(map(len, new.values()))
        raise BlobError(
            f"Could not store {size:,} bytes under {settings.BLOB_DIR}: {error.strerror}; "
            "make room or mend the folder's permissions, then try again: nothing was changed."
        ) from error


def read(sha256: str) -> bytes:
    """Return the bytes of this digest, checked against it."""
    with _opened(sha256) as source:
        content = source.read()
    if digest_of(content) != sha256:
        raise _altered(sha256)
    return content


def stored() -> Iterator[str]:
    """Yield the digest of every blob that lies in the store."""
    for path in sorted(Path(settings.BLOB_DIR).glob("??/*")):
        if not path.name.startswith("."):
            yield path.name


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
    path.chmod(0o444)


def copy(sha256: str, target: Path) -> None:
    """Copy the bytes of this digest into a new file, piece by piece, checked against it.

    Raises BlobError as `read` does, OSError where the target cannot be written.
    """
    found = hashlib.sha256()
    with _opened(sha256) as source, target.open("xb") as out:
        while piece := source.read(PIECE):
            found.update(piece)
            out.write(piece)
    if found.hexdigest() != sha256:
        raise _altered(sha256)


def check(sha256: str) -> int:
    """Read the bytes of this digest piece by piece; return their size. Raises BlobError."""
    found, size = hashlib.sha256(), 0
    with _opened(sha256) as source:
        while piece := source.read(PIECE):
            found.update(piece)
            size += len(piece)
    if found.hexdigest() != sha256:
        raise _altered(sha256)
    return size


def _opened(sha256: str) -> BinaryIO:
    try:
        return path_of(sha256).open("rb")
    except OSError as error:
        raise BlobError(
            f"The stored bytes {sha256[:12]}… cannot be read ({error.strerror}); "
            "restore them from a backup and run `manage.py verify_archive`."
        ) from error


def _altered(sha256: str) -> BlobError:
    return BlobError(
        f"The stored bytes {sha256[:12]}… have been altered; "
        "restore them from a backup and run `manage.py verify_archive`."
    )
