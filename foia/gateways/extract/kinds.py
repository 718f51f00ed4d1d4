"""Which files are read, and how: what a file is by its bytes, and by its sender's word last."""

from foia.mail.file_types import sniff

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
#: Media type → the way it is read; see `OPEN` in `jobs.py`.
READABLE = {
    "application/pdf": "pdf",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    f"{_OFFICE}spreadsheetml.sheet": "sheets",
    f"{_ODF}text": "odt",
    f"{_ODF}presentation": "odp",
    f"{_ODF}spreadsheet": "sheets",
    "application/x-ole-storage": "ole",
    "application/msword": "ole",
    "application/vnd.ms-excel": "ole",
    "application/rtf": "rtf",
    "text/html": "html",
    "text/plain": "text",
    "text/csv": "text",
    "text/calendar": "text",
    "message/rfc822": "mail",
    "image/png": "image",
    "image/jpeg": "image",
    "image/gif": "image",
    "image/tiff": "image",
    "image/webp": "image",
}
#: Kinds whose pages can be shown as pictures.
PICTURED = ("pdf", "image")


def type_of(head: bytes, declared: str) -> str:
    """Return a file's media type: as its bytes prove it, else as declared if that may be text."""
    proven = sniff(head)
    if proven:
        return proven
    declared = declared.partition(";")[0].strip().lower()
    is_text = b"\0" not in head[:4096]
    if is_text and (declared.startswith("text/") or declared == "message/rfc822"):
        return declared if declared in READABLE else "text/plain"
    if is_text and _is_utf8(head[:4096]):
        return "text/plain"
    return "application/octet-stream"


def reads(content_type: str) -> bool:
    """Say whether files of this type are read at all."""
    return content_type in READABLE


def is_pictured(content_type: str) -> bool:
    """Say whether pages of this type can be shown as pictures."""
    return READABLE.get(content_type) in PICTURED


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # cut in the middle of a letter
    return True
