"""What a file is by its first bytes, and a name for it that is safe to show and to save."""

import re
import unicodedata
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
    (
        b"application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.text",
    ),
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
)
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
        edges = content[:4096] + content[-65_536:]  # the list of a zip's files is at its end
        return next((kind for mark, kind in _INSIDE_ZIP if mark in edges), "application/zip")
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if b"%PDF-" in head:  # readers accept it anywhere in the first 1,024 bytes
        return "application/pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else ""


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
