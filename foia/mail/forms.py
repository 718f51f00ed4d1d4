"""What a file that somebody brings is: a mail, a saved Outlook message, a box of mails, or else."""

import re

from foia.mail import file_types

MAIL, OUTLOOK, MBOX, DOCUMENT = "mail", "outlook_msg", "mbox", "document"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# The stream that every saved Outlook message has ([MS-OXMSG] 2.4).
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_BOX = re.compile(rb"(?:\xef\xbb\xbf)?From [^\r\n]{1,500}\r?\n[!-9;-~]+[ \t]*:")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,4}[!-9;-~]{1,80}[ \t]*:[^\n]*\n")
_TELLING = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|from|delivered-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKED_AT = 65_536


def form_of(name: str, content: bytes) -> str:
    """Return "mail", "outlook_msg", "mbox" or "document"; the bytes decide, the name only helps."""
    if content.startswith(_OLE):
        return OUTLOOK if _OUTLOOK in content else DOCUMENT
    head = content[:_LOOKED_AT]
    if _BOX.match(head):
        return MBOX
    if file_types.sniff(content):
        return DOCUMENT
    if name.lower().endswith((".eml", ".mail")):
        return MAIL  # even one that has lost its headers
    opening = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    is_mail = _HEADER.match(head) and len(_TELLING.findall(opening)) >= 2
    return MAIL if is_mail else DOCUMENT
