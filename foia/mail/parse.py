"""Read the bytes of one mail into plain values. Never raises, never loses a part.

Pure: no network, nothing is fetched, nothing is executed. What could not be understood is said
in `troubles`; the bytes themselves are kept elsewhere before anybody calls this.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from foia.mail import charsets, file_types, html_text, reports, uuencoded
from foia.mail.addresses import read_addresses
from foia.mail.headers import (
    Headers,
    decode_words,
    read_message_ids,
    read_parameters,
)
from foia.mail.parsed import DeliveryReport, ParsedAttachment, ParsedMail
from foia.mail.quoted import split_quoted
from foia.mail.structure import Part, split

__all__ = ["DeliveryReport", "ParsedAttachment", "ParsedMail", "parse", "split_quoted"]

_WANTED_NAMES = (
    "auto-submitted precedence x-autoreply x-autorespond x-auto-response-suppress return-path"
    " list-id list-unsubscribe content-type reply-to sender content-language x-failed-recipients"
    " authentication-results received-spf x-mailer"
)
_WANTED = frozenset(_WANTED_NAMES.split())
_ENVELOPE = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
)
_RECEIVED_FOR = re.compile(r"\bfor\s+<([^<>\s]{3,320})>")
_SEALED = {
    "application/pgp-encrypted": "PGP",
    "application/pkcs7-mime": "S/MIME",
    "application/x-pkcs7-mime": "S/MIME",
}


def parse(raw: bytes) -> ParsedMail:
    """Read a mail as it came over the wire (RFC 5322, RFC 2045-2049, RFC 2231, RFC 3464)."""
    troubles: list[str] = []
    if b"\n" not in raw and b"\r" in raw:  # old Macintosh line ends
        raw = raw.replace(b"\r", b"\n")
    headers, leaves = split(raw, troubles)
    body = _Body(troubles)
    text = body.take_all(raw, leaves)
    name, address = next(iter(read_addresses(headers.each("from"))), ("", ""))
    return ParsedMail(
        message_id=_message_id(headers),
        in_reply_to=read_message_ids(headers.each("in-reply-to")),
        references=read_message_ids(headers.each("references")),
        subject=headers.text("subject"),
        from_name=name,
        from_address=address,
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        delivered_to=_delivered_to(headers),
        date=_date(headers, troubles),
        text=text,
        html=body.html(),
        attachments=tuple(body.attachments),
        delivery_reports=tuple(body.reports),
        returned_ids=tuple(body.returned_ids),
        headers=_wanted(headers),
        troubles=tuple(dict.fromkeys(troubles)),
    )


class _Body:
    """Collects what the parts of one mail hold."""

    def __init__(self, troubles: list[str]) -> None:
        self.troubles = troubles
        self.plain: list[str] = []
        self.marked_up: list[str] = []
        self.attachments: list[ParsedAttachment] = []
        self.reports: list[DeliveryReport] = []
        self.returned_ids: list[str] = []

    def take_all(self, raw: bytes, leaves: list[Part]) -> str:
        """Sort every leaf; return the text, files that stood in it taken out."""
        for leaf in leaves:
            self.take(raw, leaf)
        text, files = uuencoded.take_out(self.text())
        for name, content in files:
            self.attach(content, name, "application/octet-stream")
        return text

    def text(self) -> str:
        """The best text there is: plain parts, else the words of the HTML."""
        plain = "\n\n".join(piece for piece in self.plain if piece.strip())
        return plain if plain else html_text.text_of(self.html())

    def html(self) -> str:
        """The HTML parts, one after the other."""
        return "\n".join(self.marked_up)

    def take(self, raw: bytes, leaf: Part) -> None:
        """Sort one leaf: words of the mail, or a file."""
        content, trouble = leaf.content(raw)
        self._note(trouble)
        disposition, details = read_parameters(leaf.headers.raw("content-disposition"))
        name = details.get("filename") or leaf.parameters.get("name", "")
        is_file = bool(name) or disposition == "attachment" or content.startswith(b"%PDF-")
        kind = leaf.content_type
        if kind in ("text/plain", "text/html") and not is_file:
            into = self.marked_up if kind == "text/html" else self.plain
            into.append(self._decode(content, leaf))
            return
        self._read_report(content, leaf)
        self._tell_sealed(leaf)
        content_id = leaf.headers.raw("content-id").strip("<> ")
        is_inline = disposition == "inline" or (bool(content_id) and disposition != "attachment")
        self.attach(content, name, kind, is_inline=is_inline, content_id=content_id)

    def attach(
        self,
        content: bytes,
        declared: str,
        kind: str,
        *,
        is_inline: bool = False,
        content_id: str = "",
    ) -> None:
        """Keep one file."""
        sniffed = file_types.sniff(content)
        if kind == "message/rfc822" and not declared:
            declared = _subject_of(content)
        name = file_types.safe_name(
            declared,
            content_type=kind,
            sniffed_type=sniffed,
            number=len(self.attachments) + 1,
        )
        self.attachments.append(
            ParsedAttachment(name, declared, kind, sniffed, content, is_inline, content_id)
        )

    def _decode(self, content: bytes, leaf: Part) -> str:
        text, trouble = charsets.decode(content, leaf.parameters.get("charset", ""))
        self._note(trouble)
        return charsets.unify_line_ends(text)

    def _read_report(self, content: bytes, leaf: Part) -> None:
        """Only a report gives our mail back; a forwarded mail says nothing of its own thread."""
        if leaf.content_type in (
            "message/delivery-status",
            "message/global-delivery-status",
        ):
            self.reports.extend(reports.read_report(content))
        elif leaf.within[-1:] == ("multipart/report",):
            self.returned_ids.extend(reports.returned_ids(content))

    def _tell_sealed(self, leaf: Part) -> None:
        is_signature = leaf.parameters.get("smime-type", "") == "certs-only"
        if (seal := _SEALED.get(leaf.content_type)) and not is_signature:
            self._note(f"A part is sealed with {seal}; it is kept whole and was not read.")

    def _note(self, trouble: str) -> None:
        if trouble:
            self.troubles.append(trouble)


def _message_id(headers: Headers) -> str:
    """The mail's own id with its brackets; some programs forget those."""
    value = headers.raw("message-id")
    found = read_message_ids(iter([value]))
    if found:
        return found[0]
    bare = value.strip("<> \t")
    return f"<{bare}>" if bare and not any(map(str.isspace, bare)) else ""


def _addresses(headers: Headers, name: str) -> tuple[str, ...]:
    return tuple(address for _, address in read_addresses(headers.each(name)))


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    """Where the envelope went: told by mail servers, also for a blind copy."""
    told = [address for _, address in read_addresses(headers.each(*_ENVELOPE))]
    for hop in headers.each("received"):
        told += _RECEIVED_FOR.findall(hop)
    return tuple(dict.fromkeys(told))


def _date(headers: Headers, troubles: list[str]) -> datetime | None:
    value = headers.raw("date")
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value[:200])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # an offset can push the year out of the calendar
    except (ValueError, TypeError, IndexError, OverflowError):
        troubles.append(f"The date {value[:60]!r} is no date; it was left out.")
        return None
    return moment


def _wanted(headers: Headers) -> dict[str, str]:
    return {
        name: "\n".join(decode_words(value) for value in headers.each(name))
        for name in headers.lines
        if name in _WANTED
    }


def _subject_of(content: bytes) -> str:
    """A nested mail is called by its subject."""
    inner, _ = split(content[:65_536], [])
    subject = inner.text("subject").replace("/", "-").replace("\\", "-")
    return f"{subject[:100]}.eml" if subject else ""
