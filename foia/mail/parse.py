"""Read the bytes of one mail into plain values. Never raises, never loses a part.

Pure: no network, nothing is fetched, nothing is executed. What could not be understood is said
in `troubles`; the bytes themselves are kept elsewhere before anybody calls this.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from foia.mail import outlook
from foia.mail.addresses import read_addresses
from foia.mail.body import Body
from foia.mail.headers import MAX_VALUE, Headers, decode_words, read_message_ids
from foia.mail.parsed import DeliveryReport, ParsedAttachment, ParsedMail
from foia.mail.quoted import split_quoted
from foia.mail.structure import split
from foia.mail.unpack import holds_files, with_contents

__all__ = ["DeliveryReport", "ParsedAttachment", "ParsedMail", "parse", "split_quoted"]

_WANTED_NAMES = (
    "auto-submitted precedence x-autoreply x-autorespond x-auto-response-suppress return-path"
    " list-id list-unsubscribe content-type from reply-to sender content-language"
    " x-failed-recipients authentication-results received-spf x-mailer"
)
_WANTED = frozenset(_WANTED_NAMES.split())
_VERDICTS = "authentication-results"
_ENVELOPE = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
)
# Old Macintosh line ends; a program that took such a mail may have added a line feed at its end.
_OPENS_AS_OLD, _OLD_LINE_END = re.compile(rb"[^\r\n]*\r[^\r\n]"), re.compile(rb"\r(?!\n)")
_RECEIVED_FOR = re.compile(r"\bfor\s+<([^<>\s]{3,320})>")


def parse(raw: bytes) -> ParsedMail:
    """Read a mail as it came over the wire (RFC 5322, RFC 2045-2049, RFC 2231, RFC 3464).

    An Outlook message (.msg, .oft) is read as the mail it was. Files within files are given too.
    """
    troubles: list[str] = []
    mail, returned = _read(raw, troubles)
    if not any(map(holds_files, mail.attachments)):
        return mail
    files = with_contents(
        mail.attachments, lambda inner: _read(inner, [])[0], troubles, closed=returned
    )
    return replace(mail, attachments=files, troubles=tuple(dict.fromkeys(troubles)))


def _read(raw: bytes, troubles: list[str]) -> tuple[ParsedMail, set[int]]:
    """Read one mail without opening its files; also, which of these are a letter given back."""
    body = Body(troubles)
    if outlook.is_outlook(raw):
        opened = outlook.read(raw)
        headers, text = opened.headers, body.take_outlook(opened)
    else:
        if _OPENS_AS_OLD.match(raw):
            raw = _OLD_LINE_END.sub(b"\n", raw)
        headers, leaves = split(raw, troubles)
        text = body.take_all(raw, leaves)
    troubles += _odd_headers(headers)
    senders = read_addresses(headers.each("from"))
    name, address = senders[0] if senders else (headers.text("from").strip("<> "), "")
    mail = ParsedMail(
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
    return mail, body.returned


def _odd_headers(headers: Headers) -> Iterator[str]:
    """What is said of headers that were not read whole."""
    for name in ("From", "To", "Cc", "Subject"):
        values = headers.lines.get(name.lower(), ())
        if any(len(value) > MAX_VALUE for value in values):
            yield f"The header {name!r} is longer than {MAX_VALUE:,} letters; its end was left."
    if len(headers.lines.get("from", ())) > 1:
        yield "It names its sender twice; the first name was taken."


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
    found = {
        name: "\n".join(map(decode_words, headers.each(name)))
        for name in headers.lines
        if name in _WANTED
    }
    return found | {_VERDICTS: _verdicts_by_server(headers)} if _VERDICTS in found else found


def _verdicts_by_server(headers: Headers) -> str:
    """What servers say of the sender, an empty line where the trace of another lies between."""
    values = headers.each(_VERDICTS)
    lines: list[str] = []
    for name in headers.order:
        if name == _VERDICTS:
            lines.append(next(values))
        elif name == "received" and lines and lines[-1]:
            lines.append("")
    return "\n".join(lines)
