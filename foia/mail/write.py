"""A plain mail as bytes (RFC 5322), for the common case in which nothing needs encoding."""

from collections.abc import Sequence

_TEXT = ('Content-Type: text/plain; charset="utf-8"', "MIME-Version: 1.0")
LONGEST_LINE = 998  # bytes, without CR LF (RFC 5322, 2.1.1)
FOLDED_AT = 78  # characters, where a space allows it


def plain_mail(headers: Sequence[tuple[str, str]], body: str) -> bytes | None:
    """Return headers and text as they go on the wire, or None if something needs encoding.

    The text may be of any script (sent as 8bit, RFC 2045); headers must be ASCII of one line.
    """
    text = body.encode().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = text.removesuffix(b"\n").split(b"\n")
    if max(map(len, lines)) > LONGEST_LINE or b"\0" in text:
        return None
    if not all(value.isascii() and value.isprintable() for _, value in headers):
        return None
    head = [*_TEXT, f"Content-Transfer-Encoding: {'7bit' if text.isascii() else '8bit'}"]
    head += [_folded(f"{name}: {value}") for name, value in headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + b"\r\n".join(lines) + b"\r\n"


def _folded(line: str) -> str:
    """Break a header line before spaces, so that no part is longer than it should be."""
    done: list[str] = []
    while len(line) > FOLDED_AT:
        at = line.rfind(" ", line.index(":") + 2 if not done else 1, FOLDED_AT)
        if at < 1:
            at = line.find(" ", FOLDED_AT)
        if at < 1 or not line[at:].strip():
            break
        done.append(line[:at])
        line = line[at:]
    return "\r\n".join([*done, line])
