"""MAPI properties, as Outlook keeps them in .msg files and in winmail.dat ([MS-OXPROPS]).

Values are plain: text, bytes, whole numbers, moments. What is damaged ends the list, never raises.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from foia.mail import charsets

SUBJECT, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
SENT_FOR_NAME, SENT_FOR_ADDRESS, SENT_FOR_SMTP = 0x0042, 0x0065, 0x5D02
TRANSPORT_HEADERS, MESSAGE_ID, REPLY_TO_ID, REFERENCES = 0x007D, 0x1035, 0x1042, 0x1039
BODY, HTML, RTF, SENT_AT, ARRIVED_AT = 0x1000, 0x1013, 0x1009, 0x0039, 0x0E06
CODEPAGE, HTML_CODEPAGE, MESSAGE_CLASS = 0x3FFD, 0x3FDE, 0x001A
DISPLAY_NAME, ADDRESS, SMTP_ADDRESS, RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
DATA, FILE_NAME, LONG_FILE_NAME, MIME_TYPE, CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712

Value = str | bytes | int | datetime
_FIXED = {0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 2}
_FIXED |= {0x0014: 8, 0x0040: 8, 0x0048: 16, 0x0001: 0}
TEXT8, TEXT16, BINARY, OBJECT, MOMENT = 0x001E, 0x001F, 0x0102, 0x000D, 0x0040
_MULTIPLE = 0x1000
_NAMED = 0x8000
_MOST = 5_000
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def value_of(kind: int, raw: bytes, charset: str = "") -> Value:
    """One value of a property type from its bytes."""
    if kind == TEXT16:
        return raw.decode("utf-16-le", "replace").replace("\0", "")
    if kind == TEXT8:
        return charsets.decode(raw, charset)[0]
    if kind == MOMENT and len(raw) == 8:
        return moment_of(raw)
    if kind in (0x0002, 0x0003, 0x000B, 0x0014):
        return int.from_bytes(raw, "little")
    return raw


def moment_of(raw: bytes) -> datetime:
    """A FILETIME: tenths of microseconds since 1601; one out of any calendar is its first day."""
    try:
        return _EPOCH + timedelta(microseconds=int.from_bytes(raw, "little") // 10)
    except OverflowError:
        return _EPOCH


def charset_of(codepage: Value | None) -> str:
    """The name of a Windows code page, "" if it tells nothing."""
    if not isinstance(codepage, int) or not 0 < codepage < 66_000:
        return ""
    return {65001: "utf-8", 1200: "utf-16-le", 20127: "ascii"}.get(codepage, f"cp{codepage}")


def properties(raw: bytes, charset: str = "") -> dict[int, Value]:
    """The properties of a TNEF property block ([MS-OXTNEF], 2.1.3.4), the first of each id."""
    found: dict[int, Value] = {}
    try:
        for name, value in _each(raw, charset):
            found.setdefault(name, value)
    except (struct.error, IndexError):
        pass
    return found


def _each(raw: bytes, charset: str) -> Iterator[tuple[int, Value]]:
    (count,) = struct.unpack_from("<I", raw, 0)
    at = 4
    for _ in range(min(count, _MOST)):
        kind, name = struct.unpack_from("<HH", raw, at)
        at += 4
        if name >= _NAMED:
            at = _after_name(raw, at)
        base, values = kind & ~_MULTIPLE, 1
        if kind & _MULTIPLE or base in (TEXT8, TEXT16, BINARY, OBJECT):
            (values,) = struct.unpack_from("<I", raw, at)
            at += 4
        for _ in range(min(values, _MOST)):
            length = _FIXED.get(base, -1)
            if length < 0:
                (length,) = struct.unpack_from("<I", raw, at)
                at += 4
            if at + length > len(raw):
                raise IndexError(name)
            yield name, value_of(base, raw[at : at + length], charset)
            at += length + (-length % 4)


def _after_name(raw: bytes, at: int) -> int:
    """Where a named property's value begins."""
    (is_text,) = struct.unpack_from("<I", raw, at + 16)
    (length,) = struct.unpack_from("<I", raw, at + 20)
    return at + 24 + (length + (-length % 4) if is_text else 0)
