"""Word documents of before 2007: the text in its pieces ([MS-DOC] 2.4.1, 2.5.1, 2.9.177)."""

import re
import struct
from collections.abc import Iterator

import olefile

from foia.gateways.limited import Refused

_FLAGS, _LENGTH, _CLX = 0x0A, 0x4C, 0x01A2
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x4000_0000
_CODE = re.compile(r"\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")
_MARKS = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\xa0": " ", "\x1e": "-"})
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def text_of(file: olefile.OleFileIO) -> str:
    """Return the main text, form feeds where pages were broken by hand."""
    document = file.openstream("WordDocument").read()
    (flags,) = struct.unpack_from("<H", document, _FLAGS)
    if flags & _ENCRYPTED:
        raise Refused("locked")
    (length,) = struct.unpack_from("<i", document, _LENGTH)
    start, size = struct.unpack_from("<II", document, _CLX)
    table = file.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    text = "".join(_pieces(document, _piece_table(table[start : start + size])))
    return _plain(text[: max(length, 0)])


def _piece_table(clx: bytes) -> bytes:
    """Return the piece table, which stands after formatting that does not matter here."""
    at = 0
    while clx[at : at + 1] == b"\x01":
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if clx[at : at + 1] != b"\x02":
        raise Refused("broken")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        letters = ends[number + 1] - ends[number]
        (place,) = struct.unpack_from("<I", table, (count + 1) * 4 + number * 8 + 2)
        if place & _COMPRESSED:
            start = (place & ~_COMPRESSED) // 2
            yield document[start : start + letters].decode("cp1252", "replace")
        else:
            yield document[place : place + letters * 2].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    """Put what fields show in the place of their codes, and lines in the place of marks."""
    before = ""
    while before != text:
        before, text = text, _CODE.sub(lambda field: field[1] or "", text)
    return _CONTROLS.sub("", text.translate(_MARKS))
