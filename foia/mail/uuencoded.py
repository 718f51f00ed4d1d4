"""Files that old mail programs wrote into the text itself (uuencode)."""

import binascii
import re
from collections.abc import Iterator

_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})$", re.MULTILINE)
_END = re.compile(r"\nend[ \t]*$", re.MULTILINE)


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
        closing = _END.search(text, found.end())
        if closing is None:
            break
        content = _decode(text[found.end() + 1 : closing.start()])
        if content is None:
            continue
        name = found[1].strip()
        kept += [text[position : found.start()], f"[file in the text: {name}]"]
        files.append((name, content))
        position = closing.end()
    return "".join([*kept, text[position:]]), files


def _decode(block: str) -> bytes | None:
    try:
        return b"".join(_lines(block))
    except (binascii.Error, ValueError):
        return None


def _lines(block: str) -> Iterator[bytes]:
    """Each line's bytes. Its first letter tells how many; some programs leave blanks away at its
    end, or pad it by one group more. ValueError for a longer line: those are words.
    """
    for line in block.split("\n"):
        packed = line.rstrip().encode("ascii")  # UnicodeEncodeError is a ValueError
        if not packed:
            continue
        length = (((packed[0] - 32) & 63) + 2) // 3 * 4 + 1
        if len(packed) > length + 4:
            raise ValueError(line)
        yield binascii.a2b_uu(packed[:length])
