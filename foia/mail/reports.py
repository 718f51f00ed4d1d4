"""Delivery status notifications: what became of a mail, recipient by recipient (RFC 3464)."""

import re

from foia.mail.headers import read_headers, read_message_ids
from foia.mail.parsed import DeliveryReport

_BLANK_LINE = re.compile(rb"\r?\n(?:[ \t]*\r?\n)+")
_STATUS = re.compile(r"([245]\.\d{1,3}\.\d{1,3})")
_MAX_RECIPIENTS = 200


def read_report(content: bytes) -> tuple[DeliveryReport, ...]:
    """Read a message/delivery-status body; groups without an action or status are left out."""
    found: list[DeliveryReport] = []
    for group in _BLANK_LINE.split(content, maxsplit=_MAX_RECIPIENTS):
        fields, _ = read_headers(group, 0, len(group))
        status = _STATUS.search(fields.raw("status"))
        action = fields.raw("action").split("(")[0].strip().lower()
        if not action and not status:
            continue
        recipient = fields.raw("final-recipient") or fields.raw("original-recipient")
        found.append(
            DeliveryReport(
                recipient=recipient.partition(";")[2].strip() or recipient,
                action=action,
                status=status[1] if status else "",
                diagnostic=fields.text("diagnostic-code"),
            )
        )
    return tuple(found)


def returned_ids(content: bytes) -> tuple[str, ...]:
    """The Message-ID of a mail, or of the mere headers, that a report gives back."""
    start = len(content) - len(content.lstrip(b"\r\n"))
    headers, _ = read_headers(content, start, len(content))
    return read_message_ids(headers.each("message-id"))
