"""Plain text, HTML, RTF and mail as pages."""

from pathlib import Path

from striprtf.striprtf import rtf_to_text

from foia.gateways.extract.pages import Texts
from foia.gateways.limited import Refused
from foia.mail import html_text
from foia.mail.charsets import decode, unify_line_ends
from foia.mail.parse import parse

MOST_BYTES = 50 * 1024 * 1024


def rtf(path: str) -> Texts:
    """Open an RTF document."""
    words: str = rtf_to_text(_bytes(path).decode("ascii", "replace"), errors="replace")  # type: ignore[no-untyped-call]
    return Texts(unify_line_ends(words).split("\f"))


def html(path: str) -> Texts:
    """Open an HTML page: its visible words."""
    return Texts([html_text.text_of(decode(_bytes(path), "")[0])])


def text(path: str) -> Texts:
    """Open a plain text; form feeds end its pages."""
    return Texts(unify_line_ends(decode(_bytes(path), "")[0]).split("\f"))


def mail(path: str) -> Texts:
    """Open a mail that was attached to a mail."""
    read = parse(_bytes(path))
    return Texts([f"{read.subject}\n{read.from_name} {read.from_address}\n\n{read.text}"])


def _bytes(path: str) -> bytes:
    file = Path(path)
    if file.stat().st_size > MOST_BYTES:
        raise Refused("too_large")
    return file.read_bytes()
