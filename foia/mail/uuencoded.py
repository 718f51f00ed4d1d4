"""Files that old mail programs wrote into the text itself (uuencode)."""

import binascii
import re
from collections.abc import Iterator

_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})$", re.MULTILINE)


def take_out(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text with a note in place of each file, and the files: name and content.

    A block that does not decode to its end is left in the text as it is.
    """
    if "begin " not in text:
        return text, []
    files: list[tuple[str, bytes]] = []
    kept: list[str] = []
    position = 0
    for found in _BEGIN.finditer(text):
        if found.start() < position:
            continue
        end = text.find("\nend", found.end())
        if end < 0:
            break
        content = _decode(text[found.end() + 1 : end])
        if content is None:
            continue
        name = found[1].strip()
        kept += [text[position : found.start()], f"[file in the text: {name}]"]
        files.append((name, content))
        position = end + len("\nend")
    return "".join([*kept, text[position:]]), files


def _decode(block: str) -> bytes | None:
    try:
        return b"".join(_lines(block))
    except (binascii.Error, ValueError):
        return None


def _lines(block: str) -> Iterator[bytes]:
    for line in block.split("\n"):
        packed = line.encode("ascii")  # UnicodeEncodeError is a ValueError
        if not packed.strip():
            continue
        try:
            yield binascii.a2b_uu(packed)
        except binascii.Error:  # some programs pad the line too far; its first letter tells
            length = (((packed[0] - 32) & 63) * 4 + 5) // 3
            yield binascii.a2b_uu(packed[:length])
