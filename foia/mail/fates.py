"""What became of a mail that left: delivery reports (RFC 3464), status codes (RFC 3463)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from foia.mail.parsed import DeliveryReport, ParsedMail


class Fate(StrEnum):
    """What a mail service or server says of a mail that left."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCED_SOFT = "bounced_soft"
    BOUNCED_HARD = "bounced_hard"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells of one of ours: `message_ids` are those it returns or answers."""

    fate: Fate
    message_ids: tuple[str, ...]
    recipient: str
    words: str


# By the action of a report (RFC 3464, 2.3.3); a failure is soft or hard by its status.
_ACTIONS = {
    "delayed": Fate.DEFERRED,
    "delivered": Fate.DELIVERED,
    "relayed": Fate.ACCEPTED,
    "expanded": Fate.ACCEPTED,
}
_BY_CLASS = {"2": Fate.DELIVERED, "4": Fate.DEFERRED, "5": Fate.BOUNCED_HARD}
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"\s*([245])\d\d\b")
# Faults of the sender, the size, the line, the content or a policy (RFC 3463, 3.2 to 3.8): another
# address would not help, and this one may be right.
_NOT_THE_ADDRESS = re.compile(r"5\.(?:1\.[78]|2\.[234]|3\.\d+|5\.\d+|6\.\d+|7\.\d+)")
_POLICY = ("blocked", "spam", "timed_out", "unsubscribed", "other")


def fates_of(mail: ParsedMail) -> tuple[Told, ...]:
    """Return what the delivery reports of a mail tell; nothing for a mail without any."""
    ids = mail.returned_ids or (*mail.in_reply_to, *mail.references)
    return tuple(
        Told(fate, ids, report.recipient, f"{report.status} {report.diagnostic}".strip())
        for report in mail.delivery_reports
        for fate in _fate(report)
    )


def _fate(report: DeliveryReport) -> tuple[Fate, ...]:
    """The fate a report names, or nothing where it names none that is known."""
    by_class = _BY_CLASS.get(report.status[:1])
    if report.action == "failed":
        return (Fate.BOUNCED_SOFT if by_class is Fate.DEFERRED else Fate.BOUNCED_HARD,)
    found = _ACTIONS.get(report.action) or (by_class if not report.action else None)
    return (found,) if found else ()


def is_passing(words: str) -> bool:
    """Say whether these words of a mail server name a trouble that passes (4.x.x, or 4xx)."""
    found = _STATUS.search(words) or _REPLY_CODE.match(words)
    return found is not None and found[1] == "4"


def blames_address(words: str) -> bool:
    """Say whether a mail came back because of its address, not its content, size or a policy."""
    if is_passing(words):
        return False
    if status := _STATUS.search(words):
        return not _NOT_THE_ADDRESS.fullmatch(status[0])
    return not words.startswith(_POLICY)
