"""What came in, opened again from its kept bytes: a mail is parsed, the rest is as it was told."""

from foia.gateways import blobs
from foia.mail.brought import brought
from foia.mail.parse import ParsedMail, parse
from foia.models import Arrival, Message

#: Forms whose bytes are a mail.
MAILS = ("", Arrival.Form.MAIL, Arrival.Form.OUTLOOK)
#: Forms whose bytes are the words themselves, in UTF-8.
WRITTEN = (Arrival.Form.PASTED, Arrival.Form.PHONE)


def opened(message: Message) -> ParsedMail:
    """Return a message as it was when it came in.

    What a person brought in another form than a mail has the words, sender and subject that they
    gave, and the names of its files without their bytes. Raises `BlobError`.
    """
    if message.form in MAILS:
        return parse(blobs.read(message.raw_id or ""))
    text = ""
    if message.form in WRITTEN:
        text = blobs.read(message.raw_id or "").decode("utf-8", "replace")
    return brought(
        text=text,
        sender=message.sender,
        subject=message.subject,
        at=message.at,
        files=[(file.name, file.content_type) for file in message.attachments.order_by("position")],
    )
