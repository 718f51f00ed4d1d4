"""Outlook's own files, .msg and .oft, as what a mail would hold ([MS-OXMSG]).

The headers that came over the wire are in most of them; in the others they are made from what
Outlook kept. A message within becomes a mail of its own, written anew; the bytes stay elsewhere.
"""

import hashlib
from base64 import encodebytes
from dataclasses import dataclass, field
from email.utils import format_datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

import olefile

from foia.mail import mapi, rtf
from foia.mail.headers import Headers, read_headers
from foia.mail.mapi import Value
from foia.mail.tnef import PackedFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
_MARK = _PROPERTIES.encode("utf-16-le")
_MOST_FILES, _MOST_DEPTH = 500, 5
_TO, _CC = 1, 2


@dataclass
class OutlookMail:
    """Headers as bytes by lower-case name, the texts and the files; `troubles` in sentences."""

    headers: Headers = field(default_factory=Headers)
    text: str = ""
    html: str = ""
    files: list[PackedFile] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def is_outlook(content: bytes) -> bool:
    """Say whether these bytes are an Outlook message, not another file of the same box."""
    return content.startswith(MAGIC) and _MARK in content


def read(content: bytes) -> OutlookMail:
    """Read a .msg or .oft; never raises, and keeps what could be read before the damage."""
    mail = OutlookMail()
    try:
        with olefile.OleFileIO(BytesIO(content)) as box:
            budget = [4 * len(content) + 1_000_000]  # one sector may be named by many streams
            _read_folder(_Folder(box, "", budget), mail, depth=0)
    except Exception as error:  # a library's reader of a hostile format
        reason = str(error)[:80] or type(error).__name__
        mail.troubles.append(f"The Outlook message is damaged ({reason}); the rest was read.")
    return mail


class _Folder:
    """One storage of the box: a message, a recipient or a file."""

    def __init__(self, box: Any, path: str, budget: list[int]) -> None:
        self.box, self.path, self.budget = box, path, budget
        self.charset = ""
        self.fixed = self._fixed()
        self.charset = mapi.charset_of(self.fixed.get(mapi.CODEPAGE))

    def get(self, name: int, *kinds: int) -> Value | None:
        """A property by its id, looked for as text of either kind or as bytes."""
        if name in self.fixed:
            return self.fixed[name]
        for kind in kinds or (mapi.TEXT16, mapi.TEXT8, mapi.BINARY):
            raw = self.stream(f"__substg1.0_{name:04X}{kind:04X}")
            if raw is not None:
                return mapi.value_of(kind, raw, self.charset)
        return None

    def text(self, *names: int) -> str:
        """The first of these properties that is a text with words."""
        for name in names:
            value = self.get(name, mapi.TEXT16, mapi.TEXT8)
            if isinstance(value, str) and value.strip():
                return value.strip("\0 ")
        return ""

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream, None if there is none or too much was read already."""
        path = f"{self.path}{name}"
        if not self.box.exists(path) or self.box.get_type(path) != olefile.STGTY_STREAM:
            return None
        self.budget[0] -= self.box.get_size(path)
        if self.budget[0] < 0:
            raise ValueError("its streams are larger than the file")
        raw: bytes = self.box.openstream(path).read()
        return raw

    def folders(self, prefix: str) -> list["_Folder"]:
        """The storages within whose names begin so, in order."""
        above = [part for part in self.path.split("/") if part]
        names = {
            entry[len(above)]
            for entry in self.box.listdir(streams=True, storages=True)
            if entry[: len(above)] == above
            and len(entry) > len(above)
            and entry[len(above)].startswith(prefix)
        }
        found = sorted(names)[:_MOST_FILES]
        return [_Folder(self.box, f"{self.path}{name}/", self.budget) for name in found]

    def _fixed(self) -> dict[int, Value]:
        """The properties of fixed length; the header before them has 32, 24 or 8 bytes."""
        raw = self.stream(_PROPERTIES) or b""
        is_message = not self.path or self.path.endswith("_3701000D/")
        start = (24 if self.path else 32) if is_message else 8
        found: dict[int, Value] = {}
        for at in range(start, len(raw) - 15, 16):
            kind, name = int.from_bytes(raw[at : at + 2], "little"), raw[at + 2 : at + 4]
            size = {0x0002: 2, 0x0003: 4, 0x000B: 2, 0x0014: 8, 0x0040: 8}.get(kind)
            if size is not None:
                value = mapi.value_of(kind, raw[at + 8 : at + 8 + size])
                found.setdefault(int.from_bytes(name, "little"), value)
        return found


def _read_folder(folder: _Folder, mail: OutlookMail, *, depth: int) -> None:
    mail.headers = _headers(folder)
    mail.text = str(folder.get(mapi.BODY, mapi.TEXT16, mapi.TEXT8) or "")
    html = folder.get(mapi.HTML)
    if isinstance(html, bytes):
        codepage = mapi.charset_of(folder.fixed.get(mapi.HTML_CODEPAGE))
        html = mapi.value_of(mapi.TEXT8, html, codepage)
    mail.html = html if isinstance(html, str) else ""
    packed = folder.get(mapi.RTF, mapi.BINARY)
    if isinstance(packed, bytes) and not (mail.text.strip() or mail.html.strip()):
        mail.text = rtf.text_of(packed)
    held_files = folder.folders("__attach_version1.0_")
    if len(held_files) == _MOST_FILES:
        mail.troubles.append(f"Only {_MOST_FILES} files of the Outlook message were taken out.")
    for number, held in enumerate(held_files, start=1):
        file = _file(held, mail, number, depth)
        if file is not None:
            mail.files.append(file)


def _headers(folder: _Folder) -> Headers:
    """The headers of the wire; what is not among them, from what Outlook kept."""
    raw = folder.text(mapi.TRANSPORT_HEADERS).encode() + b"\n"
    headers, _ = read_headers(raw, len(raw) - len(raw.lstrip(b"\r\n")), len(raw))
    for name, value in _made(folder):
        if value and name not in headers.lines:
            headers.lines[name] = [" ".join(value.split()).encode()]
    return headers


def _made(folder: _Folder) -> list[tuple[str, str]]:
    sender = folder.text(mapi.SENDER_SMTP, mapi.SENT_FOR_SMTP) or folder.text(
        mapi.SENDER_ADDRESS, mapi.SENT_FOR_ADDRESS
    )
    moment = folder.get(mapi.SENT_AT) or folder.get(mapi.ARRIVED_AT)
    to: dict[int, list[str]] = {_TO: [], _CC: []}
    for one in folder.folders("__recip_version1.0_"):
        kind = one.get(mapi.RECIPIENT_TYPE)
        address = one.text(mapi.SMTP_ADDRESS, mapi.ADDRESS)
        to.setdefault(kind if isinstance(kind, int) else _TO, []).append(
            _mailbox(one.text(mapi.DISPLAY_NAME), address)
        )
    name = folder.text(mapi.SENDER_NAME, mapi.SENT_FOR_NAME)
    return [
        ("from", _mailbox(name, sender) if sender else ""),
        ("to", ", ".join(to[_TO])),
        ("cc", ", ".join(to[_CC])),
        ("subject", folder.text(mapi.SUBJECT)),
        ("date", format_datetime(moment) if hasattr(moment, "tzinfo") else ""),  # type: ignore[arg-type]
        ("message-id", folder.text(mapi.MESSAGE_ID)),
        ("in-reply-to", folder.text(mapi.REPLY_TO_ID)),
        ("references", folder.text(mapi.REFERENCES)),
    ]


def _mailbox(name: str, address: str) -> str:
    plain = name.replace('"', "").replace("\\", "")
    return f'"{plain}" <{address}>' if plain and plain != address else address


def _file(folder: _Folder, mail: OutlookMail, number: int, depth: int) -> PackedFile | None:
    """A file, or a message within as a mail of its own."""
    name = folder.text(mapi.LONG_FILE_NAME, mapi.FILE_NAME, mapi.DISPLAY_NAME)
    inner = f"{folder.path}__substg1.0_3701000D"
    if folder.box.exists(inner) and folder.box.get_type(inner) == olefile.STGTY_STORAGE:
        if depth >= _MOST_DEPTH:
            mail.troubles.append("Messages are nested too deep; the inner ones were not opened.")
            return None
        within = OutlookMail()
        _read_folder(_Folder(folder.box, f"{inner}/", folder.budget), within, depth=depth + 1)
        mail.troubles += within.troubles
        return PackedFile("", as_mail(within), "message/rfc822")
    content = folder.get(mapi.DATA, mapi.BINARY)
    if not isinstance(content, bytes):
        mail.troubles.append(f"File {number} of the Outlook message ({name!r}) has no content.")
        return None
    kind = folder.text(mapi.MIME_TYPE).lower() or "application/octet-stream"
    return PackedFile(name, content, kind, folder.text(mapi.CONTENT_ID).strip("<>"))


def as_mail(mail: OutlookMail) -> bytes:
    """An Outlook message as a mail of the wire (RFC 5322), written anew."""
    names = ("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references")
    lines = [
        f"{name.title()}: ".encode() + b" ".join(mail.headers.lines[name][0].split())
        for name in names
        if name in mail.headers.lines
    ]
    kind, body = ("plain", mail.text) if mail.text.strip() else ("html", mail.html)
    parts = [_part(f"text/{kind}; charset=utf-8", "", body.encode("utf-8", "replace"))]
    parts += [_part(file.content_type, file.name, file.content) for file in mail.files]
    boundary = hashlib.sha256(b"".join(parts)).hexdigest().encode()
    head = [*lines, b"Content-Type: multipart/mixed; boundary=" + boundary, b"", b""]
    whole = b"".join(b"--" + boundary + b"\r\n" + part for part in parts)
    return b"\r\n".join(head) + whole + b"--" + boundary + b"--\r\n"


def _part(kind: str, name: str, content: bytes) -> bytes:
    plain = "".join(kind.split("\n")[0].split("\r")[0])[:120].encode("ascii", "replace")
    head = b"Content-Type: " + plain + b"\r\nContent-Transfer-Encoding: base64\r\n"
    if name:
        coded = quote(name, safe="").encode()
        head += b"Content-Disposition: attachment; filename*=utf-8''" + coded + b"\r\n"
    return head + b"\r\n" + encodebytes(content).replace(b"\n", b"\r\n")
