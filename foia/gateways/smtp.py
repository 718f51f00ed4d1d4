"""One mail over an open SMTP line, and how certain its end is (RFC 5321).

Until the last line of the mail has gone out, nothing can have been taken; after that, only the
server's answer tells. That is why the dialogue is led here, step by step.
"""

import re
import smtplib
from contextlib import suppress

from foia.gateways.receipts import Outcome, Receipt, answered

_DOT = re.compile(rb"(?m)^\.")
_TROUBLE = (OSError, smtplib.SMTPException)


def hand_over(line: smtplib.SMTP, *, sender: str, recipient: str, raw: bytes) -> Receipt:
    """Hand one mail over to one recipient; never raises for what server or network do.

    `raw` ends its lines with CR LF. The line can be used again unless `is_usable` says otherwise.
    """
    try:
        refusal = _envelope(line, sender, recipient, raw)
    except UnicodeEncodeError as error:
        return Receipt(Outcome.REFUSED, f"The mail cannot be addressed: {error}")
    except _TROUBLE as error:
        line.close()
        return Receipt(Outcome.AWAY, f"The line broke before the hand-over: {error!r}")
    if refusal:
        _start_over(line)
        return refusal
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


def _envelope(line: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> Receipt | None:
    """Say from whom and to whom; return what the server has against it, or None if it waits."""
    line.ehlo_or_helo_if_needed()
    code, words = line.mail(sender, _options(line, raw))
    if code // 100 == 2:
        code, words = line.rcpt(recipient)
    if code // 100 == 2:
        code, words = line.docmd("DATA")
    return None if code == 354 else answered(code, words)


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
