"""A coded picture (JPEG, JPEG 2000) without what draws nothing: its codes stay as they are.

Segments and boxes are taken out by what is known to draw; all others go, whatever they hold.
Sources: ISO/IEC 10918-1 B.1 and B.2 (segments), ISO/IEC 15444-1 A.2 and I.4 (segments, boxes).
"""

import re
from collections.abc import Iterator

from foia.gateways.inspect.problem import UnreadableError

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _COMMENT = 0xDA, 0xFE
#: Within a scan a marker is none that is stuffed with a zero or starts the counting anew.
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
#: Segments that a picture may be drawn by although a program put them there: (marker, beginning).
_NEEDED = {(0xE0, b"JFIF\0"): 16, (0xEE, b"Adobe"): 14}
_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_OF_HEAD = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"})
_CODES, _TILE, _REMARK = b"\xff\x4f\xff\x51", b"\xff\x90", b"\xff\x64"


def bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG that tells nothing of who made it. Raises UnreadableError."""
    start = content.find(_START + b"\xff")
    if start < 0:
        raise _broken()
    return b"".join((_START, *_segments(content, start + 2), _END))


def bare_jpx(content: bytes) -> bytes:
    """Return a JPEG 2000, in boxes or bare, that tells nothing of it. Raises UnreadableError."""
    if content.startswith(_CODES):
        return _without_remarks(content)
    return b"".join(_kept_boxes(content, _BOXES))


def _segments(content: bytes, at: int) -> Iterator[bytes]:
    """Yield the segments that draw, each scan with its codes, up to the end of the picture."""
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 3:
        marker = content[at + 1]
        if marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _END[1]:
            return
        length = int.from_bytes(content[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise _broken()
        if marker == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            end = found.start() if found else len(content)
        if _draws(marker, content[at + 4 : at + 9], length):
            yield content[at:end]
        at = end


def _draws(marker: int, beginning: bytes, length: int) -> bool:
    is_told = marker == _COMMENT or 0xE0 <= marker <= 0xFD
    return not is_told or _NEEDED.get((marker, beginning)) == length


def _kept_boxes(content: bytes, names: frozenset[bytes]) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        length, name, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16]), 16
        end = at + length if length else len(content)
        if end > len(content) or end < at + head:
            raise _broken()
        if name in names:
            inner = _inner(name, content[at + head : end])
            yield (len(inner) + 8).to_bytes(4) + name + inner
        at = end


def _inner(name: bytes, content: bytes) -> bytes:
    if name == b"jp2h":
        return b"".join(_kept_boxes(content, _OF_HEAD))
    return _without_remarks(content) if name == b"jp2c" else content


def _without_remarks(codes: bytes) -> bytes:
    """Take the remarks out of the head of the codes, which ends where the first tile begins."""
    kept, at = [codes[:2]], 2
    while (marker := codes[at : at + 2]) != _TILE:
        length = int.from_bytes(codes[at + 2 : at + 4])
        if len(marker) < 2 or marker[0] != 0xFF or length < 2:
            raise _broken()
        end = at + 2 + length
        kept += [] if marker == _REMARK else [codes[at:end]]
        at = end
    return b"".join([*kept, codes[at:]])


def _broken() -> UnreadableError:
    return UnreadableError("A picture in the file is damaged, so nobody can check what it tells.")
