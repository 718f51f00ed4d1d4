"""A mailbox on an IMAP server (RFC 3501): which mails are new, and their bytes. Only ever read.

Nothing is marked, moved or deleted there: mails are peeked at, in a mailbox opened for reading.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from jurisdictions import DomainError

TIMEOUT_SECONDS = 20
MOST_HEAD = 64 * 1024  # bytes of a mail that is left where it is, to know what it is
_DATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")
_PORTS = {"imaps": 993, "imap": 143, "imap+tls": 143}
_TROUBLES = (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError)


class ImapError(DomainError):
    """A mailbox that cannot be opened or read; it is tried again."""


@dataclass(frozen=True)
class Address:
    """Where a mailbox is, read from imaps://user:password@host:port/folder."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @property
    def name(self) -> str:
        """What it is called where people see it, without its password."""
        return f"{self.user}@{self.host}/{self.folder}"[:255]


@dataclass(frozen=True)
class Found:
    """One mail of a mailbox: its UID, its bytes, and when it came into the mailbox.

    Where `trouble` says why it was left there, its bytes are only the beginning of its headers.
    """

    uid: int
    content: bytes
    came_at: datetime | None
    trouble: str = ""


def address_of(url: str) -> Address:
    """Read a mailbox's address. Raises `ImapError`, without repeating the password."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not (port and parts.hostname and parts.username and parts.password):
        raise ImapError(
            "A mailbox in IMAP_URL cannot be understood; expected "
            "imaps://user:password@host/INBOX, with %40 for an @ inside of user or password."
        )
    return Address(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


class OpenMailbox:
    """A mailbox that is open for reading."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        _, told = box.client.response("UIDVALIDITY")
        self.uid_validity = int(told[0] or 0)

    def newer_than(self, uid: int) -> list[int]:
        """Return the UIDs above `uid`, in their order."""
        # «uid+1:*» also finds the last mail where there is none above (RFC 3501, 6.4.8).
        found = self._box.uids(f"UID {uid + 1}:*")
        return sorted(int(one) for one in found if int(one) > uid)

    def fetch(self, uid: int, most: int) -> Found | None:
        """Return one mail whole, None if it has been deleted meanwhile.

        Of one that is larger than `most` bytes its beginning, with why. Raises `ImapError` where
        the server refuses: who went on to the next mail would lose this one.
        """
        told, _ = self._asked(uid, "(INTERNALDATE RFC822.SIZE)")
        if not told:
            return None
        size = int(found[1]) if (found := _SIZE.search(told)) else 0
        wanted = "BODY.PEEK[]" if size <= most else f"BODY.PEEK[HEADER]<0.{MOST_HEAD}>"
        answer, content = self._asked(uid, f"({wanted})")
        if not answer:
            return None
        if size > most:
            return Found(uid, content or told, _moment(told), _too_large(size, most))
        trouble = "" if content else "The server gave no content of this mail; look at it there."
        return Found(uid, content or told, _moment(told), trouble)

    def _asked(self, uid: int, what: str) -> tuple[bytes, bytes]:
        """Ask for parts of one mail; return what was told of it, and the bytes handed over."""
        status, answer = self._box.client.uid("fetch", str(uid), what)
        if status != "OK":
            raise ImapError(f"The server does not hand over mail {uid}; it is asked again.")
        told, content = [], b""
        for piece in answer or []:
            told.append(piece[0] if isinstance(piece, tuple) else piece or b"")
            if isinstance(piece, tuple):
                content = piece[1]
        line = b" ".join(told)  # others' news may stand beside it, or instead of it
        return (line, content) if re.search(rb"\bUID %d\b" % uid, line) else (b"", b"")


def _too_large(size: int, most: int) -> str:
    return (
        f"The mail has {size:,} bytes and at most {most:,} are taken; it was left in its mailbox. "
        "Raise MAX_MAIL_BYTES, save it there and bring it in."
    )


@contextmanager
def opened(address: Address) -> Iterator[OpenMailbox]:
    """Open a mailbox for reading. Raises `ImapError` for whatever goes wrong on the way."""
    try:
        with _line(address) as box:
            box.login(address.user, address.password, initial_folder=None)
            box.folder.set(address.folder, readonly=True)
            yield OpenMailbox(box)
    except _TROUBLES as error:
        raise ImapError(
            f"The mailbox {address.name} cannot be read ({_words(error)}); "
            "look at its address, its password and its server."
        ) from error


def _line(address: Address) -> BaseMailBox:
    if address.scheme == "imaps":
        context = ssl.create_default_context()
        return MailBox(address.host, address.port, timeout=TIMEOUT_SECONDS, ssl_context=context)
    if address.scheme == "imap+tls":
        return MailBoxStartTls(address.host, address.port, timeout=TIMEOUT_SECONDS)
    return MailBoxUnencrypted(address.host, address.port, timeout=TIMEOUT_SECONDS)


def _moment(told: bytes) -> datetime | None:
    """When a mail came into the mailbox, as the server says (RFC 3501, INTERNALDATE)."""
    found = _DATE.search(told)
    try:
        return (
            datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z") if found else None
        )
    except ValueError:
        return None


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
