"""What the parts of one mail hold: its words, its files, and what a delivery report tells."""

from foia.mail import charsets, file_types, html_text, reports, tnef, uuencoded
from foia.mail.headers import read_parameters
from foia.mail.outlook import OutlookMail
from foia.mail.parsed import DeliveryReport, ParsedAttachment
from foia.mail.structure import Part, split

_SEALED = {
    "application/pgp-encrypted": "PGP",
    "application/pkcs7-mime": "S/MIME",
    "application/x-pkcs7-mime": "S/MIME",
}


class Body:
    """Collects what the parts of one mail hold."""

    def __init__(self, troubles: list[str]) -> None:
        self.troubles = troubles
        self.plain: list[str] = []
        self.marked_up: list[str] = []
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
        self.plain += [charsets.unify_line_ends(mail.text)]
        self.marked_up += [charsets.unify_line_ends(mail.html)]
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
        self.note(trouble)
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

    def _take_tnef_text(self) -> None:
        """A mail may have all its words in a winmail.dat."""
        if self.text().strip():
            return
        for part in self.attachments:
            if part.sniffed_type == "application/vnd.ms-tnef":
                packed = tnef.unpack(part.content)
                self.plain.append(charsets.unify_line_ends(packed.text))
                self.marked_up.append(charsets.unify_line_ends(packed.html))

    def _decode(self, content: bytes, leaf: Part) -> str:
        text, trouble = charsets.decode(content, leaf.parameters.get("charset", ""))
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

    def _tell_sealed(self, leaf: Part) -> None:
        is_signature = leaf.parameters.get("smime-type", "") == "certs-only"
        if (seal := _SEALED.get(leaf.content_type)) and not is_signature:
            self.note(f"A part is sealed with {seal}; it is kept whole and was not read.")

    def note(self, trouble: str) -> None:
        """Keep a sentence of trouble; "" is none."""
        if trouble:
            self.troubles.append(trouble)


def _subject_of(content: bytes) -> str:
    """A nested mail is called by its subject."""
    inner, _ = split(content[:65_536], [])
    subject = inner.text("subject").replace("/", "-").replace("\\", "-")
    return f"{subject[:100]}.eml" if subject else ""
