"""What a file is by its first bytes, and a name for it that is safe to show and to save."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
    (0, b"-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
)
_INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", _DOCX),
    (b"xl/workbook.", _XLSX),
    (b"ppt/presentation.xml", _PPTX),
)
_ODF = re.compile(rb"application/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation)")
_LOCAL = re.compile(rb"PK\x03\x04.{26}([^\0-\x1f]{1,30})", re.DOTALL)
_LIST_END, _LISTED, _MOST_COMMENT = b"PK\x05\x06", b"PK\x01\x02", 65_557
_EXTENSIONS = {
    "application/pdf": ".pdf",
    _DOCX: ".docx",
    _XLSX: ".xlsx",
    _PPTX: ".pptx",
    "application/zip": ".zip",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "application/vnd.ms-tnef": ".dat",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
}
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSAFE = re.compile(r'[<>:"|?*]')
_MAX_NAME = 150


def sniff(content: bytes) -> str:
    """The media type that the first bytes prove, or "" where they prove nothing."""
    head = content[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if b"%PDF-" in head:  # readers accept it anywhere in the first 1,024 bytes
        return "application/pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else ""


def is_binary(content: bytes) -> bool:
    """Say whether these bytes, though a mail calls them text, are a file of another kind."""
    if content.startswith(b"%PDF-"):
        return True
    return b"\0" in content and sniff(content) not in ("", "text/html", "text/calendar")


def _kind_of_zip(content: bytes) -> str:
    """An office document by what its own list of files names; a zip that holds one is a zip."""
    if content.startswith(b"mimetype", 30) and (told := _ODF.match(content, 38)):
        return told[0].decode("ascii")
    names = b"\n".join([b"", *_names_in_zip(content)])
    found = (kind for mark, kind in _INSIDE_ZIP if b"\n" + mark in names)
    return next(found, "application/zip")


def _names_in_zip(content: bytes) -> Iterator[bytes]:
    """The names in the list at the end of a zip (APPNOTE 4.3.12), else those in its first bytes."""
    end = content.rfind(_LIST_END, max(0, len(content) - _MOST_COMMENT))
    if end < 0:
        yield from _LOCAL.findall(content[:4096])
        return
    at = max(0, end - int.from_bytes(content[end + 12 : end + 16], "little"))
    while content.startswith(_LISTED, at):
        sizes = [int.from_bytes(content[at + n : at + n + 2], "little") for n in (28, 30, 32)]
        yield content[at + 46 : at + 46 + sizes[0]]
        at += 46 + sum(sizes)


def safe_name(declared: str, *, content_type: str, sniffed_type: str, number: int) -> str:
    """A readable file name without paths, controls, or letters that turn the writing around.

    Letters of any script stay. A file without a usable name is called by its number and type.
    """
    name = _percent_decoded(declared)
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    kept = (letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = _UNSAFE.sub("_", " ".join("".join(kept).split())).strip(". ")
    if not name:
        kind = sniffed_type or content_type
        return f"attachment-{number}{_EXTENSIONS.get(kind, '.bin')}"
    stem, dot, extension = name.rpartition(".")
    if len(name) > _MAX_NAME and dot and len(extension) <= 10:
        return f"{stem[: _MAX_NAME - len(extension) - 1]}.{extension}"
    return name[:_MAX_NAME]


def _percent_decoded(name: str) -> str:
    if not _PERCENT.search(name):
        return name
    try:
        return unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return name
