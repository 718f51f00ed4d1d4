"""The blob store: bytes in files named by their SHA-256, written once and read-only."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from jurisdictions import DomainError


class BlobError(DomainError):
    """Bytes that could not be stored, are missing, or are not what they were."""


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes, in hex (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Return where the bytes of this digest lie."""
    return Path(settings.BLOB_DIR) / sha256[:2] / sha256


def write(content: bytes) -> str:
    """Store the bytes durably and return their digest. Storing them again changes nothing.

    The bytes are on the disk under their final name before this returns.
    """
    sha256 = digest_of(content)
    path = path_of(sha256)
    if path.exists() and path.stat().st_size == len(content):
        return sha256
    draft = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(draft, content)
        os.replace(draft, path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise BlobError(
            f"Could not store {len(content):,} bytes under {path.parent}: {error.strerror}; "
            "make room or mend the folder's permissions, then try again: nothing was changed."
        ) from error
    return sha256


def read(sha256: str) -> bytes:
    """Return the bytes of this digest, checked against it."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError as error:
        raise BlobError(
            f"The stored bytes {sha256[:12]}… cannot be read ({error.strerror}); "
            "restore them from a backup and run `manage.py verify_archive`."
        ) from error
    if digest_of(content) != sha256:
        raise BlobError(
            f"The stored bytes {sha256[:12]}… have been altered; "
            "restore them from a backup and run `manage.py verify_archive`."
        )
    return content


def stored() -> Iterator[str]:
    """Yield the digest of every blob that lies in the store."""
    for path in sorted(Path(settings.BLOB_DIR).glob("??/*")):
        if not path.name.startswith("."):
            yield path.name


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
