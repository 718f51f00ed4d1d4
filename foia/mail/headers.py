"""Header lines of a mail: find them, unfold them, decode their words and parameters.

Every function here takes damaged input and runs in time linear in its length; the standard
library's `decode_header` does neither ("=?a?q?" repeated costs it quadratic time).
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from foia.mail import charsets

# Longer values are cut: nothing honest is longer, and the address reader is not linear.
MAX_VALUE = 16_384

_LINE = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_FOLD = re.compile(rb"\r*\n[ \t]+")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*+"|[^;]*)')
_QUOTED_PAIR = re.compile(r"\\(.)")
_CONTINUED = re.compile(r"(.+?)\*(?:(\d{1,3})(\*)?)?\Z")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")


@dataclass(frozen=True, slots=True)
class Headers:
    """The header lines of a message or part, by lower-case name, still as bytes.

    `order` has their names as they stand, topmost first.
    """

    lines: dict[str, list[bytes]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def raw(self, name: str) -> str:
        """The first value of a header, unfolded but not decoded; "" if there is none."""
        values = self.lines.get(name)
        return _as_text(values[0]) if values else ""

    def each(self, *names: str) -> Iterator[str]:
        """Every value of the named headers, unfolded, not decoded."""
        lines = self.lines
        return map(_as_text, [value for name in names if name in lines for value in lines[name]])

    def text(self, name: str) -> str:
        """The first value of a header as a person would read it, on one line."""
        return charsets.one_line(decode_words(self.raw(name)))


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read header lines from `start`; return them and where the body begins.

    A line that is no header ends the headers and belongs to the body, so nothing is lost.
    """
    headers = Headers()
    position, lines, order = start, headers.lines, headers.order
    while found := _LINE.match(raw, position, end):
        name = found[1].decode("ascii").lower()
        lines.setdefault(name, []).append(found[2][: MAX_VALUE * 4])
        order.append(name)
        position = found.end()
    for blank in (b"\r\n", b"\n"):
        if raw.startswith(blank, position, end):
            return headers, position + len(blank)
    return headers, position


def decode_words(value: str) -> str:
    """Decode encoded words (RFC 2047), joining neighbours so that split letters become whole."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending, pending_charset, position = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        charset = word[1].split("*")[0].lower()  # RFC 2231 allows a language after "*"
        if pending and (between.strip() or charset != pending_charset):
            pieces.append(charsets.decode(pending, pending_charset)[0])
            pending = b""
        if between.strip() or not position:
            pieces.append(between)
        pending, pending_charset = pending + _word_bytes(word[2], word[3]), charset
        position = word.end()
    pieces.append(charsets.decode(pending, pending_charset)[0])
    return "".join(pieces) + value[position:]


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split `text/plain; charset=utf-8` into its value and decoded parameters (RFC 2231)."""
    if ";" not in value:
        return value.partition("(")[0].strip().lower(), {}
    value = value[:MAX_VALUE]
    plain: dict[str, str] = {}
    continued: dict[str, list[tuple[int, bool, str]]] = {}
    for name, quoted in _PARAMETER.findall(value):
        text = quoted.strip()
        if text.startswith('"'):
            text = text[1:].removesuffix('"')
            text = _QUOTED_PAIR.sub(r"\1", text) if "\\" in text else text
        name = name.lower()
        parts = _CONTINUED.match(name) if "*" in name else None
        if parts is None:
            plain.setdefault(name, decode_words(text))
        else:
            is_encoded = parts[2] is None or parts[3] is not None
            continued.setdefault(parts[1], []).append((int(parts[2] or 0), is_encoded, text))
    plain |= {name: _join_continued(pieces) for name, pieces in continued.items()}
    return value.partition(";")[0].partition("(")[0].strip().lower(), plain


def read_message_ids(values: Iterator[str]) -> tuple[str, ...]:
    """Message ids with their angle brackets, in order, each once."""
    ids = (found for value in values for found in _MESSAGE_ID.findall(value))
    return tuple(dict.fromkeys(ids))


def _as_text(value: bytes) -> str:
    unfolded = _FOLD.sub(b" ", value) if b"\n" in value else value
    unfolded = unfolded.strip()[:MAX_VALUE]
    if unfolded.isascii():
        text = unfolded.decode("ascii")
        return text.replace("\0", "") if "\0" in text else text
    return charsets.decode(unfolded, "")[0]


def _word_bytes(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(content, header=True)
    return decode_base64(content)[0]


def decode_base64(content: bytes) -> tuple[bytes, bool]:
    """Decode base64, whole or damaged; the second value says whether all of it was good."""
    pad = content.find(b"=")
    is_whole = pad < 0 or not content[pad:].strip(b"= \t\r\n\0")
    is_whole = is_whole and not content.translate(None, _BASE64)
    try:
        return binascii.a2b_base64(content), is_whole
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        usable = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4)), False


def _join_continued(pieces: list[tuple[int, bool, str]]) -> str:
    charset, content = "", b""
    for number, is_encoded, text in sorted(pieces):
        if number == 0 and is_encoded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        piece = text.encode("utf-8", "replace")
        content += unquote_to_bytes(piece) if is_encoded else piece
    return charsets.decode(content, charset)[0]
