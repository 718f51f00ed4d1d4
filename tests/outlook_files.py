"""Outlook messages as Outlook saves them: a small writer of compound files ([MS-CFB])."""

import struct
from collections.abc import Mapping
from typing import Any

from foia.mail import mapi

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096
Tree = Mapping[str, Any]  # a name to bytes (a stream) or to a tree (a storage)


def compound_file(tree: Tree) -> bytes:
    """Return a compound file that holds the streams and storages of `tree`."""
    entries: list[list[Any]] = []
    _list("Root Entry", tree, entries)
    mini, sectors = bytearray(), bytearray()
    mini_fat: list[int] = []
    fat: list[int] = []
    for entry in entries:
        content = entry[1]
        if not isinstance(content, bytes):
            entry.append(FREE)
        elif not content:
            entry.append(END)
        elif len(content) < CUTOFF:
            entry.append(len(mini_fat))
            _chain(mini_fat, -(-len(content) // MINI))
            mini += content.ljust(-(-len(content) // MINI) * MINI, b"\0")
        else:
            entry.append(len(fat))
            _store(sectors, fat, content)
    root_start = len(fat) if mini else END
    _store(sectors, fat, bytes(mini))
    mini_start = len(fat) if mini_fat else END
    packed = b"".join(struct.pack("<I", each) for each in mini_fat)
    _store(sectors, fat, packed, fill=b"\xff")
    directory = b"".join(
        _entry(number, entry, root_start, len(mini)) for number, entry in enumerate(entries)
    )
    directory_start = len(fat)
    _store(sectors, fat, directory)
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    fat_at = len(fat)
    fat += [FAT] * count
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(count * SECTOR, b"\xff")
    sectors += table
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory_start, 0, CUTOFF, mini_start, -(-len(packed) // SECTOR), END, 0),
        fat_at,
    )
    rest = [fat_at + number for number in range(1, count)] + [FREE] * (109 - count)
    return header + struct.pack(f"<{len(rest)}I", *rest) + bytes(sectors)


def message(
    texts: Mapping[int, str],
    *,
    binaries: Mapping[int, bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
    recipients: Mapping[str, str] | None = None,
    within: Tree | None = None,
    sent_at: int = 0,
) -> dict[str, Any]:
    """Return the tree of a message; `within` is another message that it holds.

    `sent_at` is a FILETIME; recipients are names by address.
    """
    tree: dict[str, Any] = {_name(key, mapi.TEXT16): _text(text) for key, text in texts.items()}
    tree |= {_name(key, mapi.BINARY): content for key, content in (binaries or {}).items()}
    fixed = _fixed(mapi.MOMENT, mapi.SENT_AT, struct.pack("<Q", sent_at)) if sent_at else b""
    tree["__properties_version1.0"] = b"\0" * 32 + fixed
    for number, (address, name) in enumerate((recipients or {}).items()):
        tree[f"__recip_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"\0" * 8 + _fixed(3, mapi.RECIPIENT_TYPE, b"\1\0\0\0"),
            _name(mapi.SMTP_ADDRESS, mapi.TEXT16): _text(address),
            _name(mapi.DISPLAY_NAME, mapi.TEXT16): _text(name),
        }
    for number, (name, content) in enumerate((files or {}).items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"\0" * 8,
            _name(mapi.LONG_FILE_NAME, mapi.TEXT16): _text(name),
            _name(mapi.DATA, mapi.BINARY): content,
        }
    if within is not None:
        inner = dict(within) | {"__properties_version1.0": b"\0" * 24}
        held = {"__properties_version1.0": b"\0" * 8, "__substg1.0_3701000D": inner}
        tree[f"__attach_version1.0_#{len(files or {}):08X}"] = held
    return tree


def _name(key: int, kind: int) -> str:
    return f"__substg1.0_{key:04X}{kind:04X}"


def _text(text: str) -> bytes:
    return text.encode("utf-16-le")


def _fixed(kind: int, key: int, value: bytes) -> bytes:
    return struct.pack("<HHI8s", kind, key, 6, value.ljust(8, b"\0"))


def _list(name: str, held: Any, entries: list[list[Any]]) -> int:
    """Append an entry and all below it: name, content or None, child, next brother."""
    number = len(entries)
    entries.append([name, held if isinstance(held, bytes) else None, FREE, FREE])
    last = FREE
    for inner, content in reversed(list(held.items()) if not isinstance(held, bytes) else []):
        child = _list(inner, content, entries)
        entries[child][3] = last
        last = child
    entries[number][2] = last
    return number


def _chain(table: list[int], length: int) -> None:
    first = len(table)
    table += [first + step + 1 for step in range(length - 1)] + [END]


def _store(sectors: bytearray, fat: list[int], content: bytes, fill: bytes = b"\0") -> None:
    length = -(-len(content) // SECTOR)
    if length:
        _chain(fat, length)
        sectors += content.ljust(length * SECTOR, fill)


def _entry(number: int, entry: list[Any], root_start: int, mini_size: int) -> bytes:
    name, content, child, brother, start = entry
    kind = 5 if number == 0 else 1 if content is None else 2
    size = mini_size if number == 0 else len(content or b"")
    start = root_start if number == 0 else start if content is not None else 0
    spelled = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ",
        *(spelled.ljust(64, b"\0"), len(spelled), kind, 1, FREE, brother, child, start, size),
    )
