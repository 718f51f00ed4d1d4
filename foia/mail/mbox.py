"""Cut a box of mails (mbox, RFC 4155) into its mails, byte for byte but for the quoting of From."""

import re
from collections.abc import Iterator

# A line «From …» opens a mail where the line before it is empty, or at the very beginning.
_OPENING = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def split(box: bytes) -> Iterator[bytes]:
    """Yield each mail of a box without its opening line, empty ones left out; never raises.

    A box that opens with no such line is one mail. One `>` before a quoted `From ` is taken off.
    """
    openings = list(_OPENING.finditer(box))
    if not openings or openings[0].start() > 3:
        yield box
        return
    ends = [opening.start() for opening in openings[1:]] + [len(box)]
    for opening, end in zip(openings, ends, strict=True):
        mail = box[opening.end() : end]
        mail = mail.removesuffix(b"\n").removesuffix(b"\r") if end < len(box) else mail
        if mail.strip():
            yield _QUOTED.sub(rb"\1", mail)
