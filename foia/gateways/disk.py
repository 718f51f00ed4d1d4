"""The disk: what was written is there after a power cut."""

import ctypes
import os
from collections.abc import Callable, Collection
from pathlib import Path

#: From so many on, one call that flushes the whole file system costs less than one for each.
MANY = 8
_libc = ctypes.CDLL(None, use_errno=True)
_sync_file_system = getattr(_libc, "syncfs", None)  # Linux; it tells of write errors since 5.8


def flush(paths: Collection[Path]) -> None:
    """Return when these files or folders, all of one file system, are on the disk; or OSError."""
    if _sync_file_system is None or len(paths) < MANY:
        for path in paths:
            _flush_one(path, os.fsync)
    else:
        _flush_one(next(iter(paths)), _flush_file_system)


def _flush_one(path: Path, sync: Callable[[int], object]) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        sync(opened)
    finally:
        os.close(opened)


def _flush_file_system(opened: int) -> None:
    if _sync_file_system is None or _sync_file_system(opened) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
