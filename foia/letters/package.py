"""Writes a zip package fast: parts that never change are deflated once and kept ready."""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple, Self

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x800
_DEFLATED = 8
# 1980-01-01 00:00, the earliest moment a zip can name: the same letter gives the same bytes.
_TIME, _DATE = 0, 0x21
# Static parts are deflated once, so as small as can be; a letter's own parts as fast as can be.
SMALLEST, FASTEST = 9, 1


class Parts(NamedTuple):
    """Some parts of a package: their bytes as they stand in the file, and their directory rows."""

    content: bytes
    directory: bytes
    total: int

    @classmethod
    def of(cls, parts: Iterable[tuple[str, bytes]]) -> Self:
        """Deflate parts, given as name and bytes, to begin a package with."""
        content, directory, count = b"", b"", 0
        for name, part in parts:
            entry, row = _entry(name, part, level=SMALLEST, offset=len(content))
            content, directory, count = content + entry, directory + row, count + 1
        return cls(content, directory, count)


def package(beginning: Parts, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the zip file of the ready parts followed by these, given as name and bytes."""
    content, directory, count = [beginning.content], [beginning.directory], beginning.total
    offset = len(beginning.content)
    for name, part in parts:
        entry, row = _entry(name, part, level=FASTEST, offset=offset)
        content.append(entry)
        directory.append(row)
        offset += len(entry)
        count += 1
    rows = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(rows), offset, 0)
    return b"".join((*content, rows, end))


def _entry(name: str, part: bytes, *, level: int, offset: int) -> tuple[bytes, bytes]:
    """Return one part as it stands in the file, and its row in the directory."""
    path = name.encode()
    deflated = zlib.compress(part, level, wbits=-zlib.MAX_WBITS)
    told = (_VERSION, _UTF8, _DEFLATED, _TIME, _DATE)
    sizes = (zlib.crc32(part), len(deflated), len(part))
    local = _LOCAL.pack(b"PK\x03\x04", *told, *sizes, len(path), 0)
    row = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *told, *sizes, len(path), 0, 0, 0, 0, 0, offset)
    return local + path + deflated, row + path
