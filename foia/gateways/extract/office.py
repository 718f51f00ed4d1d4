"""Office documents that are XML in a zip: words of DOCX, ODT, PPTX and ODP, page by page.

ECMA-376, part 1, §17 (w:) and §21 (a:); OpenDocument 1.3, part 3, §5 and §9.
"""

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from foia.gateways.extract.pages import Texts
from foia.gateways.limited import Refused

#: Bytes that one part of a document may unpack to, and parts it may have.
MOST_BYTES = 100 * 1024 * 1024
MOST_PARTS = 10_000
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_BREAK = "\f"
#: Elements, without their namespaces, that end a line, and those that stand for a letter.
_LINES = {"p", "h"}
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_PAGE_BREAKS = {"lastRenderedPageBreak", "soft-page-break"}


def docx(path: str) -> Texts:
    """Open a DOCX; pages are as Word last laid them out, footnotes come last."""
    parts = _parts(path, ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"])
    return Texts(text for part in parts for text in part.split(_BREAK) if part.strip())


def odt(path: str) -> Texts:
    """Open an OpenDocument text; pages are as it was last laid out."""
    return Texts("".join(_parts(path, ["content.xml"])).split(_BREAK))


def pptx(path: str) -> Texts:
    """Open a PPTX; every slide is a page."""
    with _opened(path) as archive:
        slides = sorted(
            (name for name in archive.namelist() if _SLIDE.fullmatch(name)),
            key=lambda name: int(_SLIDE.fullmatch(name)[1]),  # type: ignore[index]
        )
    return Texts(_parts(path, slides))


def odp(path: str) -> Texts:
    """Open an OpenDocument presentation; every slide is a page."""
    return Texts("".join(_parts(path, ["content.xml"])).split(_BREAK)[:-1])


def _parts(path: str, names: list[str]) -> list[str]:
    """Return the words of these parts of the zip, of those that are there."""
    with _opened(path) as archive:
        return [_words(archive, name) for name in names if name in archive.NameToInfo]


def _opened(path: str) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(path)
    if len(archive.NameToInfo) > MOST_PARTS:
        raise Refused("too_large")
    return archive


def _words(archive: zipfile.ZipFile, name: str) -> str:
    info = archive.getinfo(name)
    if info.file_size > MOST_BYTES:
        raise Refused("too_large")
    if info.flag_bits & 1:
        raise Refused("locked")
    with archive.open(info) as part:
        if b"<!DOCTYPE" in part.read(2048):  # office programs write none; entities are a trap
            raise Refused("broken")
    with archive.open(info) as part:
        return "".join(_pieces(ElementTree.iterparse(part, events=("start", "end"))))


def _pieces(events: Iterator[tuple[str, ElementTree.Element]]) -> Iterator[str]:
    """Yield the letters of a part in their order, with form feeds where pages end."""
    is_odf = False
    for event, element in events:
        name = element.tag.rpartition("}")[2]
        if event == "start":
            is_odf = is_odf or name == "document-content"
            if name in _PAGE_BREAKS:
                yield _BREAK
            continue
        if name in _LETTERS:
            is_page = any(value == "page" for value in element.attrib.values())
            yield _BREAK if is_page else _LETTERS[name]
        elif name == "t" and not is_odf:
            yield element.text or ""
        elif name in _LINES:
            if is_odf:
                yield "".join(_text_in(element))
            yield "\n"
        elif name == "page":
            yield _BREAK
        if name in _LINES or name in ("tbl", "sp"):
            element.clear()


def _text_in(element: ElementTree.Element) -> Iterator[str]:
    """Yield the letters of an OpenDocument paragraph, spaces and tabs among them."""
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name not in ("p", "h", "annotation", "tracked-changes"):
            yield _LETTERS.get(name, "") or "".join(_text_in(child))
        yield child.tail or ""
