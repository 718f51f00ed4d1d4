"""Looks into OpenDocument files (ISO/IEC 26300) for what does not show on paper."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from foia.gateways.inspect.office import unknown_parts
from foia.gateways.inspect.problem import Problem
from foia.gateways.inspect.zipped import Parts, attribute, local, opened

PLAINLY = {
    "annotation": "comments",
    "tracked-changes": "tracked_changes",
    "hidden-text": "hidden_text",
    "hidden-paragraph": "hidden_text",
}
HIDING = {"collapse", "filter"}


def problems(content: bytes) -> list[Problem]:
    """Return what is hidden in the file. Raises UnreadableError if it cannot be read."""
    with opened(content) as parts:
        return [*_beside(parts), *_within(parts)]


def _beside(parts: Parts) -> Iterator[Problem]:
    facts = [element for element in parts.elements("meta.xml") if (element.text or "").strip()]
    if facts:
        yield Problem("metadata", count=len(facts))
    yield from unknown_parts(parts)
    for kind, pattern in (
        ("macros", r"(Basic|Scripts)/"),
        ("embedded_objects", r"Object |ObjectReplacements/|.*\.bin$"),
        ("thumbnail", r"Thumbnails/"),
        ("tracked_changes", r"VersionList\.xml|Versions/"),
    ):
        if names := parts.like(pattern):
            yield Problem(kind, where=names[0], count=len(names))


def _within(parts: Parts) -> Iterator[Problem]:
    unseen = _unseen_styles(parts)
    seen = Counter(
        _kind(element, unseen)
        for name in ("content.xml", "styles.xml")
        for element in parts.elements(name)
    )
    yield from (Problem(kind, count=count) for kind, count in seen.items() if kind)


def _kind(element: Element, unseen: set[str]) -> str:
    """Return what an element hides, or ""."""
    name, display = local(element), attribute(element, "display")
    if name in PLAINLY:
        return PLAINLY[name]
    if name in ("section", "text-properties") and display in ("none", "condition"):
        return "hidden_text"
    if attribute(element, "visibility") in HIDING:
        return "hidden_rows" if name == "table-row" else "hidden_columns"
    if name == "table" and attribute(element, "style-name") in unseen:
        return "hidden_sheets"
    if name == "notes" and "".join(element.itertext()).strip():
        return "speaker_notes"
    return ""


def _unseen_styles(parts: Parts) -> set[str]:
    """Return the names of the styles whose tables are not displayed."""
    unseen, style = set(), ""
    for element in parts.elements("content.xml"):
        if local(element) == "style":
            style = attribute(element, "name")
        elif local(element) == "table-properties" and attribute(element, "display") == "false":
            unseen.add(style)
    return unseen
