"""Cut a mail into its parts by offsets, so that every part keeps exactly the bytes that came.

The standard library's parser rebuilds nested mails instead of keeping them, and walks a 50 MB
attachment line by line; this reads only headers and searches boundaries (RFC 2046, 5.1.1).
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from foia.mail.headers import Headers, decode_base64, read_headers, read_parameters

MAX_DEPTH = 40
MAX_PARTS = 2_000

#: What mail programs write before the parts, for those that know no parts.
_NOTICE = re.compile(rb"\bmime\b|multi-?part", re.IGNORECASE)
_COMMENT = re.compile(r"[(;]")
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_MBOX_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, what they say, and where in the mail its body lies.

    `within` names the multiparts around it, outermost first, e.g. ("multipart/report",). Parts
    with the same `version_of` say the same in several forms; -1 where there is no other form.
    """

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    start: int
    end: int
    within: tuple[str, ...]
    version_of: int = -1

    def content(self, raw: bytes) -> tuple[bytes, str]:
        """The body decoded from its transfer encoding, and "" or a sentence of trouble."""
        body = raw[self.start : self.end]
        encoding = _COMMENT.split(self.headers.raw("content-transfer-encoding").lower())[0]
        encoding = encoding.strip("\"' ")
        if encoding == "base64":
            decoded, is_whole = decode_base64(body)
            trouble = "" if is_whole else "A part's base64 is damaged; what could be read is kept."
            return decoded, trouble
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body), ""
        if encoding in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"):
            return body, ""
        return (
            body,
            f"The transfer encoding {encoding[:40]!r} is not known; the part is kept as is.",
        )


def split(raw: bytes, troubles: list[str]) -> tuple[Headers, list[Part]]:
    """Cut a mail into its headers and its leaves, in order; never raises.

    Nested messages are leaves. `troubles` gets one sentence for each thing that was wrong.
    """
    opening = _MBOX_LINE.match(raw)
    start = opening.end() if opening else 0
    headers, body = read_headers(raw, start, len(raw))
    if not headers.lines:
        body = start
        troubles.append("The mail has no headers; all of it was read as text.")
    whole = _part(headers, body, len(raw), (), "text/plain")
    leaves: list[Part] = []
    for leaf in _leaves(raw, whole, troubles):
        if len(leaves) >= MAX_PARTS:
            rest = Part(Headers(), "application/octet-stream", {}, leaf.start, len(raw), ())
            troubles.append(f"Only {MAX_PARTS} parts were opened; the rest is kept as one file.")
            return headers, [*leaves, rest]
        leaves.append(leaf)
    return headers, leaves


def _part(headers: Headers, start: int, end: int, within: tuple[str, ...], default: str) -> Part:
    content_type, parameters = read_parameters(headers.raw("content-type") or default)
    if content_type.count("/") != 1:
        content_type = default
    return Part(headers, content_type, parameters, start, end, within)


def _leaves(raw: bytes, part: Part, troubles: list[str]) -> Iterator[Part]:
    boundary = part.parameters.get("boundary", "").rstrip()
    if not part.content_type.startswith("multipart/"):
        yield part
    elif len(part.within) >= MAX_DEPTH:
        troubles.append(f"Parts are nested deeper than {MAX_DEPTH}; the inner ones are one file.")
        yield _as_kind(part, "application/octet-stream")
    elif not boundary or not (ranges := _ranges(raw, part, boundary)):
        troubles.append("A multipart has no boundary that occurs in it; it was read as text.")
        yield _as_kind(part, "text/plain")
    else:
        yield from _children(raw, part, ranges, troubles)


def _as_kind(part: Part, content_type: str) -> Part:
    return replace(part, content_type=content_type, parameters={})


def _children(
    raw: bytes, part: Part, ranges: list[tuple[int, int, bool]], troubles: list[str]
) -> Iterator[Part]:
    within = (*part.within, part.content_type)
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for start, end, is_part in ranges:
        if not is_part:
            yield from _outside(raw, part, (start, end), troubles)
            continue
        headers, body = read_headers(raw, start, end)
        child = _part(headers, body, end, within, default)
        yield from _leaves(raw, replace(child, version_of=_version(part)), troubles)


def _outside(raw: bytes, part: Part, span: tuple[int, int], troubles: list[str]) -> Iterator[Part]:
    """What stands before the first or after the last part is kept, but for the usual notice."""
    words = raw[slice(*span)].strip()
    is_before = span[0] == part.start
    if not words or (is_before and _NOTICE.search(words[:1_000])):
        return
    if is_before:
        troubles.append("There is something before the first part; it is kept as a file.")
    else:
        troubles.append("There is something after the last part; it is kept as a file.")
    named = {"name": "before-the-first-part.txt" if is_before else "after-the-last-part.txt"}
    yield Part(Headers(), "text/plain", named, *span, (*part.within, part.content_type))


def _version(parent: Part) -> int:
    """What the parts within are versions of: the outermost alternative, known by its place."""
    is_choice = parent.content_type == "multipart/alternative"
    return parent.start if is_choice and parent.version_of < 0 else parent.version_of


def _ranges(raw: bytes, part: Part, boundary: str) -> list[tuple[int, int, bool]]:
    """Where each part lies: start, end, and True; False for what lies outside of all parts."""
    ranges: list[tuple[int, int, bool]] = []
    opened_at = -1
    for at, behind, is_last in _delimiters(raw, part, boundary):
        is_part = opened_at >= 0
        opened_at = opened_at if is_part else part.start
        ranges.append((opened_at, _before_line_end(raw, at, opened_at), is_part))
        opened_at = behind
        if is_last:
            return [*ranges, (opened_at, part.end, False)]
    return [*ranges, (opened_at, part.end, True)] if opened_at >= 0 else []


def _delimiters(raw: bytes, part: Part, boundary: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line of the boundary begins, where it ends, and whether it closes all.

    Searched by its bytes: to compile a pattern for each boundary takes longer than the search.
    """
    mark = b"--" + boundary.encode("latin-1", "replace")
    at = raw.find(mark, part.start, part.end)
    while at >= 0:
        rest = _REST_OF_LINE.match(raw, at + len(mark), part.end)
        if rest and (at == part.start or raw[at - 1] == 10):
            yield at, rest.end(), bool(rest[1])
        at = raw.find(mark, at + len(mark), part.end)


def _before_line_end(raw: bytes, at: int, floor: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    end = at - 1
    if end > floor and raw[end - 1] == 13:
        end -= 1
    return max(end, floor)
