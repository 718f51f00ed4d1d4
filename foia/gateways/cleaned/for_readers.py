"""One file as readers may get it: looked into by its type, made anew, looked into again.

Fails closed: what this does not know, cannot read or cannot search is left to a person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import nh3

from foia.gateways.cleaned import office as clean_office
from foia.gateways.cleaned import pdf as clean_pdf
from foia.gateways.cleaned import pictures as clean_pictures
from foia.gateways.inspect import html, office, open_document, pdf, pictures
from foia.gateways.inspect.problem import DRAWN, REMOVED, Problem, UnreadableError
from foia.letters.blackout import Identity, blacked_out, links_with_keys, spots, without_keys
from foia.mail.file_types import sniff
from foia.mail.html_text import text_of

#: Raised whenever a check here is added or mended: every copy is then made anew.
CHECKS = 3
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_TEXT = ("text/plain", "text/csv", "text/markdown", "text/calendar", "application/json")
#: Encodings that a body's programs may have used without saying so.
_OTHERS = ("cp1250", "cp1251", "koi8-r", "cp866", "cp1253", "cp1254", "cp437", "mac-roman")
#: Share of a page that a picture covers to be worth a person's look.
LARGE = 0.1


@dataclass(frozen=True)
class Copy:
    """A copy (None: none could be made), its media type, and all that was found on the way.

    `text`: what can be read of the copy, to be searched.
    """

    content: bytes | None
    content_type: str
    problems: tuple[Problem, ...]
    text: str = ""


def for_readers(content: bytes, declared: str, identity: Identity) -> Copy:
    """Return the copy of a file; `declared` is the media type that its mail gave it.

    Nothing may be shown while `problems` holds more than what a copy no longer has (`REMOVED`).
    """
    kind = sniff(content) or declared.partition(";")[0].strip().lower()
    try:
        return _maker(kind)(content, kind, identity)
    except UnreadableError as error:
        is_locked = "locked" in str(error)
        return Copy(None, kind, (Problem("locked" if is_locked else "unreadable"),))


def _maker(kind: str) -> Callable[[bytes, str, Identity], Copy]:
    if kind == "application/pdf":
        return _pdf
    if kind in ("image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"):
        return _picture
    if kind.startswith(_OFFICE):
        return _office
    if kind.startswith(_OPEN):
        return _open_document
    if kind == "text/html":
        return _html
    return _text if kind in _TEXT else _unknown


def _unknown(content: bytes, kind: str, identity: Identity) -> Copy:
    return Copy(None, kind, (Problem("unknown_type"),))


def _pdf(content: bytes, kind: str, identity: Identity) -> Copy:
    found = pdf.problems(content)
    also = {problem.page for problem in found if problem.kind in DRAWN and problem.page}
    copy = clean_pdf.for_readers(content, also=also)
    pages = pdf.text_of(copy)
    told = [
        Problem("requester", page=number, count=hits)
        for number, text in enumerate(pages, start=1)
        if (hits := _hits(text, identity))
    ]
    beside = _hits(pdf.beside_text(copy), identity)
    told += [Problem("requester", count=beside)] if beside else []
    told += [Problem("pictures_only", page=number) for number in pdf.picture_pages(copy, LARGE)]
    return Copy(copy, kind, _once([*found, *pdf.problems(copy), *told]), "\f".join(pages))


def _hits(text: str, identity: Identity) -> int:
    """Return how often the requester, or a link that may open their page, stands in a text."""
    return len(spots(text, identity)) + len(links_with_keys(text))


def _picture(content: bytes, kind: str, identity: Identity) -> Copy:
    found = pictures.problems(content)
    copy, kind = clean_pictures.cleaned(content)
    return Copy(copy, kind, _once([*found, *pictures.problems(copy), Problem("pictures_only")]))


def _office(content: bytes, kind: str, identity: Identity) -> Copy:
    return _zipped(content, kind, identity, office.problems)


def _open_document(content: bytes, kind: str, identity: Identity) -> Copy:
    return _zipped(content, kind, identity, open_document.problems)


def _zipped(
    content: bytes, kind: str, identity: Identity, look: Callable[[bytes], list[Problem]]
) -> Copy:
    found = look(content)
    copy = clean_office.cleaned(content)
    said = office.text_of(copy)
    hits = sum(_hits(text, identity) for text in (*said, *office.beside_text(copy)))
    told = [Problem("requester", count=hits)] if hits else []
    told += [Problem("pictures_only")] if office.has_pictures(copy) else []
    return Copy(copy, kind, _once([*found, *look(copy), *told]), "\n".join(said))


def _html(content: bytes, kind: str, identity: Identity) -> Copy:
    markup = _decoded(content, identity)
    bare = without_keys(nh3.clean(markup, tags=nh3.ALLOWED_TAGS - {"img"}))
    copy = f"<!doctype html><meta charset=utf-8>{blacked_out(bare, identity)}"
    said = text_of(copy)
    hits = len(spots(said, identity))
    told = [Problem("requester", count=hits)] if hits else []
    return Copy(copy.encode(), kind, _once([*html.problems(markup), *told]), said)


def _text(content: bytes, kind: str, identity: Identity) -> Copy:
    said = blacked_out(without_keys(_decoded(content, identity)), identity)
    return Copy(said.encode(), kind, (), said)


def _decoded(content: bytes, identity: Identity) -> str:
    """Return the text; bytes that are none are no text, whatever the mail called them.

    Of bytes that say nothing of their encoding, none of the usual ones may spell the requester.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text):
            continue
        others = () if encoding == "utf-8-sig" else _OTHERS
        if not any(spots(content.decode(other, "replace"), identity) for other in others):
            return text
        break
    raise UnreadableError("The text cannot be read, so nobody can check it.")


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return what was found, each once; what is removed is told of the original only."""
    return tuple(dict.fromkeys(problems))


def blocking(problems: Sequence[Problem]) -> list[Problem]:
    """Return what a copy still has, or may have, that readers must not get."""
    return [problem for problem in problems if problem.kind not in REMOVED]
