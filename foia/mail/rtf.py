"""The text of Outlook's compressed RTF ([MS-OXRTFCP]), in which it hides plain text and HTML."""

import re
import struct
from collections.abc import Callable

from striprtf import striprtf

from foia.mail import charsets

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern"
    b" \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_to_text: Callable[..., str] = striprtf.rtf_to_text
MOST = 8_000_000  # bytes of RTF; a longer text is no letter
_HIDDEN_HTML = re.compile(r"\\htmlrtf0? ?.*?\\htmlrtf0 ?|\{\\\*\\htmltag[^{}]*\}", re.DOTALL)


def text_of(compressed: bytes) -> str:
    """The words of a compressed RTF body, "" where there are none; never raises."""
    rtf = decompressed(compressed)
    if not rtf.startswith(b"{\\rtf"):
        return ""
    source = rtf.decode("latin-1")
    if "\\fromhtml" in source[:500]:
        source = _HIDDEN_HTML.sub("", source)
    try:
        text = str(_to_text(source, errors="ignore"))
    except Exception:  # a library's reader of a hostile format: what it cannot read has no words
        return ""
    return charsets.clean(text).strip()


def decompressed(content: bytes) -> bytes:
    """The RTF itself, as far as the bytes go."""
    if len(content) < 16:
        return b""
    _, size, kind = struct.unpack_from("<II4s", content, 0)
    if kind == _PLAIN:
        return content[16 : 16 + min(size, MOST)]
    return _unpacked(content, min(size, MOST)) if kind == _COMPRESSED else b""


def _unpacked(content: bytes, size: int) -> bytes:
    """Undo the sliding dictionary of 4,096 bytes."""
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write, at, out = len(_DICTIONARY), 16, bytearray()
    while at < len(content) and len(out) < size:
        control = content[at]
        at += 1
        for bit in range(8):
            if at >= len(content) or len(out) >= size:
                break
            if not control >> bit & 1:
                piece = bytearray(content[at : at + 1])
                at += 1
            else:
                if at + 1 >= len(content):
                    return bytes(out)
                token = content[at] << 8 | content[at + 1]
                at += 2
                start, length = token >> 4, (token & 15) + 2
                if start == write:
                    return bytes(out)
                piece = bytearray()
                for step in range(length):  # it may read what it is just writing
                    letter = window[(start + step) % 4096]
                    piece.append(letter)
                    window[(write + step) % 4096] = letter
            for letter in piece:
                window[write] = letter
                write = (write + 1) % 4096
            out += piece
    return bytes(out)
