"""What a person brought by hand, as plain values like those of a mail."""

from collections.abc import Sequence
from datetime import datetime

from foia.mail.addresses import read_addresses
from foia.mail.parsed import ParsedAttachment, ParsedMail


def brought(
    *,
    text: str,
    sender: str,
    subject: str,
    at: datetime | None,
    files: Sequence[tuple[str, str]] = (),
) -> ParsedMail:
    """Return a letter, a portal's message or a call as it was told, without any header.

    `sender` is a name, an address or both; `files` are names and types, whose bytes stay away.
    """
    name, address = next(iter(read_addresses([sender])), (sender, ""))
    attachments = tuple(
        ParsedAttachment(named, named, content_type, content_type, b"")
        for named, content_type in files
    )
    return ParsedMail(
        message_id="",
        in_reply_to=(),
        references=(),
        subject=subject,
        from_name=name,
        from_address=address,
        to=(),
        cc=(),
        delivered_to=(),
        date=at,
        text=text,
        html="",
        attachments=attachments,
        delivery_reports=(),
        returned_ids=(),
        headers={},
        troubles=(),
    )
