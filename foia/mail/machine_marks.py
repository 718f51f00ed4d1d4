"""What the headers and delivery reports of a mail say about who wrote it: a person or a machine.

Auto-Submitted: RFC 3834, section 5. Null return path: RFC 5321, section 4.5.5. Delivery status:
RFC 3464. Read receipts: RFC 8098. The other headers are custom of mail programs.
"""

from collections.abc import Iterator

from foia.mail.kinds import Evidence, MessageKind
from foia.mail.parsed import ParsedMail

_DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")


def read(mail: ParsedMail) -> tuple[Evidence, ...]:
    """Evidence in headers and delivery reports; empty for a mail by a person."""
    return (*_reports(mail), *_automatic(mail), *_daemon(mail), *_bulk(mail))


def _reports(mail: ParsedMail) -> Iterator[Evidence]:
    kind = mail.headers.get("content-type", "").lower()
    if kind.startswith("multipart/report") and "disposition-notification" in kind:
        yield _header("Content-Type", kind, "It is a read receipt.", MessageKind.AUTO_REPLY, 1.0)
    for report in mail.delivery_reports:
        quote = f"{report.recipient}: {report.action} {report.status}".strip()
        if report.action == "failed" or (not report.action and report.status.startswith("5")):
            says = "The delivery report says the mail was not delivered."
            yield _header("", quote, says, MessageKind.BOUNCE, 1.0)
            return
    if mail.delivery_reports:
        says = "The delivery report says the mail is on its way or delivered."
        yield _header("", quote, says, MessageKind.AUTO_REPLY, 1.0)


def _automatic(mail: ParsedMail) -> Iterator[Evidence]:
    submitted = mail.headers.get("auto-submitted", "").lower()
    if submitted.startswith("auto-replied"):
        says = "The mail program marked it as an automatic reply."
        yield _header("Auto-Submitted", submitted, says, MessageKind.AUTO_REPLY, 0.9)
    elif submitted and not submitted.startswith("no"):
        says = "A program sent it."
        yield _header("Auto-Submitted", submitted, says, MessageKind.AUTO_REPLY, 0.3)
    for name in ("x-autoreply", "x-autorespond"):
        value = mail.headers.get(name, "")
        if value and value.lower() != "no":
            says = "The mail program marked it as an automatic reply."
            yield _header(name, value, says, MessageKind.AUTO_REPLY, 0.9)
    if mail.headers.get("precedence", "").lower() in ("auto_reply", "auto-reply"):
        value, says = mail.headers["precedence"], "Its precedence is that of automatic replies."
        yield _header("Precedence", value, says, MessageKind.AUTO_REPLY, 0.9)


def _daemon(mail: ParsedMail) -> Iterator[Evidence]:
    local = mail.from_address.partition("@")[0].lower()
    if local.startswith(_DAEMONS):
        says = "A mail server wrote it."
        yield _header("From", mail.from_address, says, MessageKind.BOUNCE, 0.3)
        if mail.headers.get("return-path", "").strip() == "<>":
            says = "It takes no answers (null return path)."
            yield _header("Return-Path", "<>", says, MessageKind.BOUNCE, 0.2)
    if failed := mail.headers.get("x-failed-recipients", ""):
        says = "A mail server names the recipients it failed."
        yield _header("X-Failed-Recipients", failed, says, MessageKind.BOUNCE, 0.4)


def _bulk(mail: ParsedMail) -> Iterator[Evidence]:
    if value := mail.headers.get("list-unsubscribe") or mail.headers.get("list-id"):
        says = "It went to a mailing list."
        yield _header("List-Id", value, says, MessageKind.NOT_ABOUT_US, 0.4)


def _header(name: str, value: str, says: str, kind: MessageKind, weight: float) -> Evidence:
    quote = f"{name}: {value}" if name else value
    return Evidence(quote[:300], "header", 0, len(value), says, kind, weight)
