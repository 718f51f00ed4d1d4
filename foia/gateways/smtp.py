"""One mail over an open SMTP line, and how certain its end is (RFC 5321).

Until the last line of the mail has gone out, nothing can have been taken; after that, only the
server's answer tells. That is why the dialogue is led here, step by step. While the server thinks
about the envelope, the caller notes that the mail is about to leave.
"""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress

from foia.gateways.receipts import Outcome, Receipt, answered

_DOT = re.compile(rb"(?m)^\.")
_TROUBLE = (OSError, smtplib.SMTPException)
MayLeave = Callable[[], bool]


def hand_over(
    line: smtplib.SMTP, *, sender: str, recipient: str, raw: bytes, may_leave: MayLeave
) -> Receipt | None:
    """Hand one mail over to one recipient; never raises for what server or network do.

    `sender` and `recipient` are addresses without a name. `raw` ends its lines with CR LF.
    `may_leave` is asked once the envelope is on its way and before anything else is; if it says no,
    None is returned. The line can be used again unless `is_usable` says otherwise.
    """
    try:
        sent = _announce(line, sender, recipient, raw)
    except ValueError as error:
        return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
    except _TROUBLE as error:
        line.close()
        return Receipt(Outcome.AWAY, f"The line broke before the hand-over: {error!r}")
    if not _asked(line, may_leave):
        return None
    try:
        refusal = _answers(line, sent)
    except _TROUBLE as error:
        line.close()
        return Receipt(Outcome.AWAY, f"The line broke before the hand-over: {error!r}")
    if refusal:
        _start_over(line)
        return refusal
    return _content(line, raw)


def _content(line: smtplib.SMTP, raw: bytes) -> Receipt:
    """Send what the server now waits for; from its last line on only the answer tells."""
    try:
        line.send(_DOT.sub(b"..", raw) + b".\r\n")
        code, words = line.getreply()
    except _TROUBLE as error:
        line.close()
        return Receipt(Outcome.UNCLEAR, f"The line broke during the hand-over: {error!r}")
    if code // 100 == 2:
        said = words.decode(errors="replace")
        return Receipt(Outcome.HANDED_OVER, f"The mail service took it: {code} {said}")
    if code == 421 or code < 400:
        line.close()
    if code < 400:  # no answer that a mail can have: it may have been taken
        return Receipt(Outcome.UNCLEAR, f"The mail service gave no clear answer: {code} {words!r}")
    return answered(code, words)


def is_usable(line: smtplib.SMTP | None) -> bool:
    """Say whether another mail can follow on this line."""
    return line is not None and line.sock is not None


def _announce(line: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> list[str]:
    """Send the envelope, or its first line where the server takes one at a time.

    Returns the commands in their order; they are on their way, or one is and the others wait.
    """
    line.ehlo_or_helo_if_needed()
    options = "".join(f" {option}" for option in _options(line, raw))
    commands = [f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{recipient}>", "DATA"]
    if not all(one.isascii() and one.isprintable() for one in commands):
        raise ValueError(f"{sender!r} or {recipient!r} has letters that no address has")
    line.send("".join(f"{one}\r\n" for one in commands[: _at_once(line)]))
    return commands


def _at_once(line: smtplib.SMTP) -> int:
    """How many commands of an envelope may go in one piece (RFC 2920)."""
    return 3 if line.has_extn("pipelining") else 1


def _asked(line: smtplib.SMTP, may_leave: MayLeave) -> bool:
    """Ask while the server thinks; a mail that may not leave leaves no line half-way."""
    is_allowed = False
    try:
        is_allowed = may_leave()
    finally:
        if not is_allowed:
            line.close()
    return is_allowed


def _answers(line: smtplib.SMTP, commands: list[str]) -> Receipt | None:
    """Hear what the server has against the envelope, or None if it waits for the content."""
    sent = _at_once(line)
    refusal: Receipt | None = None
    for number, command in enumerate(commands):
        if number >= sent:
            if refusal:
                break
            line.putcmd(command)
        code, words = line.getreply()
        is_well = code == 354 if command == "DATA" else code // 100 == 2
        if not is_well:
            refusal = refusal or answered(code, words)
        elif refusal and command == "DATA":
            line.close()  # the server waits for a content that must not come
    return refusal


def _options(line: smtplib.SMTP, raw: bytes) -> list[str]:
    options = []
    if line.has_extn("size"):
        options.append(f"SIZE={len(raw)}")  # RFC 1870
    if line.has_extn("8bitmime") and not raw.isascii():
        options.append("BODY=8BITMIME")  # RFC 6152
    return options


def _start_over(line: smtplib.SMTP) -> None:
    """Forget a refused mail, so that the next one can follow on the same line."""
    with suppress(*_TROUBLE):
        if line.rset()[0] == 250:
            return
    line.close()
