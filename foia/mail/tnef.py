"""winmail.dat: what Outlook packs a mail's files and text into (TNEF, [MS-OXTNEF]).

Read record by record, so that damage costs only what lies behind it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from foia.mail import mapi, rtf
from foia.mail.mapi import Value

SIGNATURE = b"\x78\x9f\x3e\x22"
_CODEPAGE, _BODY, _MESSAGE = 0x9007, 0x800C, 0x9003
_BEGINS, _TITLE, _DATA, _ATTACHMENT = 0x9002, 0x8010, 0x800F, 0x9005
_MOST_FILES = 500


@dataclass
class PackedFile:
    """One file, decoded but otherwise untouched; the name as written."""

    name: str = ""
    content: bytes = b""
    content_type: str = "application/octet-stream"
    content_id: str = ""


@dataclass
class Unpacked:
    """What a winmail.dat holds; `is_whole` says whether it could be read to its end."""

    text: str = ""
    html: str = ""
    files: list[PackedFile] = field(default_factory=list)
    is_whole: bool = True


def unpack(content: bytes) -> Unpacked:
    """Read a winmail.dat; never raises."""
    found = Unpacked()
    charset = ""
    for name, body in _records(content, found):
        if name == _CODEPAGE:
            charset = mapi.charset_of(int.from_bytes(body[:4], "little"))
        elif name == _BODY:
            found.text = str(mapi.value_of(mapi.TEXT8, body, charset)).rstrip("\0")
        elif name == _MESSAGE:
            _take_message(mapi.properties(body, charset), found, charset)
        elif name == _BEGINS and len(found.files) >= _MOST_FILES:
            found.is_whole = False
            break
        elif name == _BEGINS:
            found.files.append(PackedFile())
        elif found.files and name in (_TITLE, _DATA, _ATTACHMENT):
            _take_file(name, body, found.files[-1], charset)
    found.files = [file for file in found.files if file.name or file.content]
    return found


def _records(content: bytes, found: Unpacked) -> Iterator[tuple[int, bytes]]:
    """Each record's attribute and bytes; a cut record is given as far as it goes."""
    at = 6  # signature and key
    while at < len(content):
        if at + 9 > len(content):
            found.is_whole = not content[at:].strip(b"\0")
            return
        _, name, _, length = struct.unpack_from("<BHHI", content, at)
        at += 9
        if at + length > len(content):
            found.is_whole = False
        yield name, content[at : at + length]
        at += length + 2


def _take_message(told: dict[int, Value], found: Unpacked, charset: str) -> None:
    text, html, packed = told.get(mapi.BODY), told.get(mapi.HTML), told.get(mapi.RTF)
    if isinstance(text, str) and text.strip():
        found.text = text
    if isinstance(html, bytes):
        html = mapi.value_of(mapi.TEXT8, html, charset)
    if isinstance(html, str):
        found.html = html
    if isinstance(packed, bytes) and not (found.text.strip() or found.html):
        found.text = rtf.text_of(packed)


def _take_file(name: int, body: bytes, file: PackedFile, charset: str) -> None:
    if name == _TITLE:
        file.name = file.name or str(mapi.value_of(mapi.TEXT8, body, charset)).strip("\0")
        return
    if name == _DATA:
        file.content = body
        return
    told = mapi.properties(body, charset)
    for key in (mapi.LONG_FILE_NAME, mapi.FILE_NAME, mapi.DISPLAY_NAME):
        if isinstance(named := told.get(key), str) and named.strip("\0 "):
            file.name = named.strip("\0 ")
            break
    if isinstance(kind := told.get(mapi.MIME_TYPE), str) and "/" in kind:
        file.content_type = kind.lower()
    if isinstance(mark := told.get(mapi.CONTENT_ID), str):
        file.content_id = mark.strip("<> \0")
    if isinstance(held := told.get(mapi.DATA), bytes) and not file.content:
        # An embedded object begins with the id of its interface; a winmail.dat may lie behind it.
        file.content = held[16:] if held[16:20] == SIGNATURE else held
