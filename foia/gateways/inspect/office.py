"""Looks into Word, Excel and PowerPoint files (ECMA-376) for what does not show on paper."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from foia.gateways.inspect.problem import Problem
from foia.gateways.inspect.zipped import Parts, attribute, local, opened

#: What stands between the words of two elements.
APART = dict.fromkeys(("p", "si", "c", "is", "comment", "h", "table-cell", "cell"), "\n")
APART |= dict.fromkeys(("tab", "br", "cr", "s", "line-break"), " ")
OFF = {"0", "false", "off", "none"}
_XML = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
#: Parts that are looked into, made anew, or left out; what else there is may be anything.
_KNOWN = re.compile(
    r"mimetype$|docProps/thumbnail|Thumbnails/|.*\.(xml|rels|vml|rdf|jpe?g|png)$", re.IGNORECASE
)
CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange"})


def problems(content: bytes) -> list[Problem]:
    """Return what is hidden in the file. Raises UnreadableError if it cannot be read."""
    with opened(content) as parts:
        return [problem for look in (_any, _word, _excel, _powerpoint) for problem in look(parts)]


def text_of(content: bytes) -> list[str]:
    """Return all text in the file, hidden or not, one string for each of its parts."""
    with opened(content) as parts:
        return [_text(parts, name) for name in parts.names if _XML.search(name)]


def beside_text(content: bytes) -> list[str]:
    """Return what else can be read in the file: names, attributes such as the words that stand for
    a picture, and comments of its XML; one string for each of its parts."""
    with opened(content) as parts:
        found = ["\n".join(parts.names)]
        for name in filter(_XML.search, parts.names):
            told = [value for element in parts.elements(name) for value in element.attrib.values()]
            told += [said.decode("utf-8", "replace") for said in parts.remarks(name)]
            found.append("\n".join(told))
        return found


def has_pictures(content: bytes) -> bool:
    """Say whether there is a picture in the file; nobody can search those."""
    with opened(content) as parts:
        return any(parts.like(r"(word|xl|ppt)/media/|Pictures/|media/"))


def _text(parts: Parts, name: str) -> str:
    """Return the words of a part, those split over runs joined; paragraphs and cells apart."""
    written: list[str] = []
    for element in parts.elements(name):
        written.append(APART.get(local(element), ""))
        written += [element.text or "", element.tail or ""]
    return "".join(written)


def _any(parts: Parts) -> Iterator[Problem]:
    yield from _when(parts, "macros", r".*vbaProject\.bin$|.*\.bin$")
    yield from _when(parts, "embedded_objects", r".*/(embeddings|activeX|ctrlProps)/")
    yield from unknown_parts(parts)
    yield from _when(parts, "external_links", r".*/externalLinks/[^/]+\.xml$")
    yield from _when(parts, "custom_parts", r"customXml/item\d+\.xml$|docProps/custom\.xml$")
    yield from _when(parts, "thumbnail", r"docProps/thumbnail")
    told = [
        element
        for name in ("docProps/core.xml", "docProps/app.xml")
        for element in parts.elements(name)
        if (element.text or "").strip() and local(element) not in ("created", "modified")
    ]
    if told:
        yield Problem("metadata", count=len(told))


def unknown_parts(parts: Parts) -> Iterator[Problem]:
    """Yield that there are parts of which nobody knows what they hold."""
    if names := [name for name in parts.names if not _KNOWN.match(name)]:
        yield Problem("embedded_objects", where=names[0], count=len(names))


def _when(parts: Parts, kind: str, pattern: str) -> Iterator[Problem]:
    if names := parts.like(pattern):
        yield Problem(kind, where=names[0], count=len(names))


def _word(parts: Parts) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for name in parts.like(r"word/[^/]+\.xml$"):
        for element in parts.elements(name):
            kind = local(element)
            if kind in CHANGES:
                seen["tracked_changes"] += 1
            elif kind in ("vanish", "webHidden") and attribute(element, "val") not in OFF:
                seen["hidden_text"] += 1
            elif kind == "comment":
                seen["comments"] += 1
            elif kind == "altChunk":
                seen["embedded_objects"] += 1
    yield from (Problem(kind, count=count) for kind, count in seen.items())


def _excel(parts: Parts) -> Iterator[Problem]:
    hidden = [
        attribute(element, "name")
        for element in parts.elements("xl/workbook.xml")
        if local(element) == "sheet" and attribute(element, "state") not in ("", "visible")
    ]
    if hidden:
        yield Problem("hidden_sheets", where=", ".join(hidden), count=len(hidden))
    for name in parts.like(r"xl/(work|chart)sheets/[^/]+\.xml$"):
        rows, columns = _hidden(parts, name, "row"), _hidden(parts, name, "col")
        where = name.rpartition("/")[2].removesuffix(".xml")
        if rows:
            yield Problem("hidden_rows", where=where, count=rows)
        if columns:
            yield Problem("hidden_columns", where=where, count=columns)
    yield from _when(parts, "comments", r"(xl|ppt)/(comments|threadedComments)")
    yield from _when(parts, "pivot_caches", r"xl/pivotCache/")
    yield from _when(parts, "tracked_changes", r"xl/revisions/")
    yield from _hidden_names(parts)


def _hidden(parts: Parts, name: str, kind: str) -> int:
    return sum(
        local(element) == kind and _is_on(element, ("hidden", "zeroHeight"))
        for element in parts.elements(name)
    )


def _is_on(element: Any, names: tuple[str, ...]) -> bool:
    if attribute(element, "ht") == "0" or attribute(element, "width") == "0":
        return True
    return any(attribute(element, name) not in {"", *OFF} for name in names)


def _hidden_names(parts: Parts) -> Iterator[Problem]:
    count = sum(
        local(element) == "definedName" and attribute(element, "hidden") not in {"", *OFF}
        for element in parts.elements("xl/workbook.xml")
    )
    if count:
        yield Problem("hidden_text", where="definedNames", count=count)


def _powerpoint(parts: Parts) -> Iterator[Problem]:
    hidden = sum(
        local(element) == "sld" and attribute(element, "show") in OFF
        for name in parts.like(r"ppt/slides/[^/]+\.xml$")
        for element in parts.elements(name)
    )
    if hidden:
        yield Problem("hidden_slides", count=hidden)
    yield from _when(parts, "speaker_notes", r"ppt/notesSlides/[^/]+\.xml$")
