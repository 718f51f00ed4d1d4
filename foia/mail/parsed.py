"""What one piece of mail turned out to hold: plain values, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """One file of a mail, decoded but otherwise untouched.

    `name` is safe to show and to save; `declared_name` is what the sender wrote, decoded.
    `content_type` is the sender's claim in lower case; `sniffed_type` is what the first bytes
    say, "" where they say nothing. `content_id` has no angle brackets. `within` is the name of the
    file that holds it, "" for a part of the mail itself.
    """

    name: str
    declared_name: str
    content_type: str
    sniffed_type: str
    content: bytes
    is_inline: bool = False
    content_id: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One recipient's fate in a delivery status notification (RFC 3464, section 2.3).

    `action` is failed, delayed, delivered, relayed, expanded or ""; `status` is like 5.1.1.
    """

    recipient: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One mail, read. Message ids keep their angle brackets; addresses are as written.

    `delivered_to` holds the envelope's recipients as far as headers tell them; `returned_ids` are
    the ids of our own mail that a delivery report gives back. `headers` holds, by lower-case
    name, only what reading and filing need. `troubles` says what could not be understood.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    from_name: str
    from_address: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    delivered_to: tuple[str, ...]
    date: datetime | None
    text: str
    html: str
    attachments: tuple[ParsedAttachment, ...]
    delivery_reports: tuple[DeliveryReport, ...]
    returned_ids: tuple[str, ...]
    headers: Mapping[str, str]
    troubles: tuple[str, ...]
