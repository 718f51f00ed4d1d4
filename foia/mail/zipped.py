"""The files in a ZIP, within limits: a small archive can hold more than any disk."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from foia.mail import charsets
from foia.mail.tnef import PackedFile

MOST_BYTES = 64_000_000  # of all that one mail's archives hold
MOST_FILES = 300
MOST_RATIO = 200  # how much larger than packed a file of weight may be
_LIGHT = 1_000_000  # bytes below which a ratio harms nobody
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError),
    *(RuntimeError, NotImplementedError, LookupError),
)
#: Ways of packing that the library unpacks piece by piece, whatever a piece grows to.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_SECRET = 0x1
_IS_UTF8 = 0x800


@dataclass
class Budget:
    """What may still be unpacked of one mail."""

    size: int = MOST_BYTES
    files: int = MOST_FILES


def unzip(content: bytes, name: str, budget: Budget) -> tuple[list[PackedFile], list[str]]:
    """Return the files of a ZIP, and in sentences what stayed packed; never raises."""
    try:
        box = zipfile.ZipFile(BytesIO(content))
    except _UNREADABLE:
        return [], [f"The archive {name!r} is damaged; it is kept as it came."]
    files: list[PackedFile] = []
    troubles: list[str] = []
    with box:
        for entry in box.infolist():
            if entry.filename.endswith("/") and not entry.file_size:
                continue
            if budget.files <= 0 or budget.size <= 0:
                troubles.append(f"The archive {name!r} holds more than is unpacked at once.")
                break
            budget.files -= 1
            content, trouble = _content(box, entry, budget, f"{_name(entry)!r} in {name!r}")
            if trouble:
                troubles.append(trouble)
            else:
                files.append(PackedFile(_name(entry), content))
    return files, troubles


def _content(
    box: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, named: str
) -> tuple[bytes, str]:
    """One file, or why it stays packed. What its header claims is not believed."""
    if entry.flag_bits & _IS_SECRET:
        return b"", f"{named} is locked with a password; it is kept as it came."
    if entry.compress_type not in _BOUNDED:
        return b"", f"{named} is packed in a way that is not opened here; it is kept as it came."
    most = max(_LIGHT, entry.compress_size * MOST_RATIO)
    limit = min(most, budget.size)
    try:
        with box.open(entry) as stream:
            content = stream.read(limit + 1)
    except _UNREADABLE:
        return b"", f"{named} is damaged; it is kept as it came."
    if len(content) > limit:
        budget.size -= limit
        return b"", f"{named} would grow too large; it is kept as it came."
    budget.size -= len(content)
    return content, ""


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as written: old archives are not in UTF-8, and do not say in what."""
    if entry.flag_bits & _IS_UTF8:
        return entry.filename
    try:
        return charsets.decode(entry.filename.encode("cp437"), "")[0]
    except UnicodeEncodeError:
        return entry.filename
