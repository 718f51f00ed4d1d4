"""What the parts of one mail hold: its words, its files, and what a delivery report tells."""

import re

from foia.mail import charsets, file_types, reports, tnef, uuencoded
from foia.mail.headers import read_parameters
from foia.mail.outlook import OutlookMail
from foia.mail.parsed import DeliveryReport, ParsedAttachment
from foia.mail.structure import Part, split
from foia.mail.wording import Wording

_SEALED = "A part is sealed with PGP; it is kept whole and was not read."
_SEALED_TOO = "A part is sealed with S/MIME; it is kept whole and was not read."
_UNREAD = {
    "application/pgp-encrypted": _SEALED,
    "application/pkcs7-mime": _SEALED_TOO,
    "application/x-pkcs7-mime": _SEALED_TOO,
    "message/partial": "This mail is one piece of a larger one; look for its other pieces.",
    "message/external-body": "A part says where a file lies elsewhere; nothing was fetched.",
}
_PGP_IN_TEXT = "-----BEGIN PGP MESSAGE-----"
_META = re.compile(
    rb"<meta\b[^>]{0,300}\bcharset\s*=\s*[\"']?((?!utf-16)[\w.-]{2,40})", re.IGNORECASE
)
_YENC = re.compile(r"^=ybegin .*\bname=", re.MULTILINE)
_TNEF = "application/vnd.ms-tnef"


class Body:
    """Collects what the parts of one mail hold."""

    def __init__(self, troubles: list[str]) -> None:
        self.troubles = troubles
        self.wording = Wording()
        self.attachments: list[ParsedAttachment] = []
        self.reports: list[DeliveryReport] = []
        self.returned_ids: list[str] = []
        self.returned: set[int] = set()  # which attachments are our own letter, given back

    def take_all(self, raw: bytes, leaves: list[Part]) -> str:
        """Sort every leaf; return the text, files that stood in it taken out."""
        for leaf in leaves:
            self.take(raw, leaf)
        self._take_tnef_text()
        return self.taken_out()

    def take_outlook(self, mail: OutlookMail) -> str:
        """Take what an Outlook message holds; return the text."""
        self._say_both(mail.text, mail.html)
        for file in mail.files:
            is_inline = bool(file.content_id)
            self.attach(
                file.content,
                file.name,
                file.content_type,
                is_inline=is_inline,
                content_id=file.content_id,
            )
        for trouble in mail.troubles:
            self.note(trouble)
        return self.taken_out()

    def taken_out(self) -> str:
        """Return the text without the files that stood in it, which become attachments."""
        text, files = uuencoded.take_out(self.wording.text())
        if _PGP_IN_TEXT in text:
            self.note(_SEALED)
        if "=ybegin " in text and _YENC.search(text):
            self.note("The text holds a file written as yEnc; it was left in the text.")
        for name, content in files:
            self.attach(content, name, "application/octet-stream")
        return text

    def html(self) -> str:
        """The HTML parts, one after the other."""
        return self.wording.html()

    def take(self, raw: bytes, leaf: Part) -> None:
        """Sort one leaf: words of the mail, or a file."""
        content, trouble = leaf.content(raw)
        self.note(trouble)
        disposition, details = read_parameters(leaf.headers.raw("content-disposition"))
        name = details.get("filename") or leaf.parameters.get("name", "")
        is_file = bool(name) or disposition == "attachment" or file_types.is_binary(content)
        kind = leaf.content_type
        if kind in ("text/plain", "text/html") and not is_file:
            words = self._decode(content, leaf)
            if kind == "text/html":
                self.wording.add(html=words, version_of=leaf.version_of)
            else:
                self.wording.add(plain=words, version_of=leaf.version_of)
            return
        self._read_report(content, leaf)
        self._tell_unread(leaf)
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
        is_inline = is_inline and (sniffed or kind).startswith("image/")
        name = file_types.safe_name(
            declared,
            content_type=kind,
            sniffed_type=sniffed,
            number=len(self.attachments) + 1,
        )
        self.attachments.append(
            ParsedAttachment(name, declared, kind, sniffed, content, is_inline, content_id)
        )

    def _take_tnef_text(self) -> None:
        """A mail may have all its words in a winmail.dat."""
        held = [part for part in self.attachments if part.sniffed_type == _TNEF]
        if not held or self.wording.text().strip():
            return
        for part in held:
            packed = tnef.unpack(part.content)
            self._say_both(packed.text, packed.html)

    def _say_both(self, plain: str, html: str) -> None:
        """Take words that a program kept as plain text and as HTML."""
        plain, html = charsets.unify_line_ends(plain), charsets.unify_line_ends(html)
        self.wording.add(plain=plain, html=html)

    def _decode(self, content: bytes, leaf: Part) -> str:
        label = leaf.parameters.get("charset", "")
        if not label and leaf.content_type == "text/html":
            label = _called_inside(content)
        text, trouble = charsets.decode(content, label)
        self.note(trouble)
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
            self.returned.add(len(self.attachments))

    def _tell_unread(self, leaf: Part) -> None:
        is_signature = leaf.parameters.get("smime-type", "") == "certs-only"
        if not is_signature:
            self.note(_UNREAD.get(leaf.content_type, ""))

    def note(self, trouble: str) -> None:
        """Keep a sentence of trouble; "" is none."""
        if trouble:
            self.troubles.append(trouble)


def _called_inside(markup: bytes) -> str:
    """The character set that an HTML part names itself, "" where it names none."""
    found = _META.search(markup, 0, 1_024)
    return found[1].decode("ascii") if found else ""


def _subject_of(content: bytes) -> str:
    """A nested mail is called by its subject."""
    inner, _ = split(content[:65_536], [])
    subject = inner.text("subject").replace("/", "-").replace("\\", "-")
    return f"{subject[:100]}.eml" if subject else ""
