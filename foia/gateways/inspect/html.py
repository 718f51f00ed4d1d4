"""Looks into an HTML file for what acts, reaches out or does not show."""

import re
from html.parser import HTMLParser

from foia.gateways.inspect.problem import Problem

ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet", "form", "base", "meta"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)


def problems(markup: str) -> list[Problem]:
    """Return what a copy for readers must not have; styled or not, hidden text counts."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return [Problem(kind, count=count) for kind, count in reader.seen.items()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ACTIVE or any(name.startswith("on") for name in told):
            self._saw("html_active")
        if tag in ("img", "link", "video", "audio", "source") and "http" in "".join(told.values()):
            self._saw("html_remote")
        if "hidden" in told or _HIDING.search(told.get("style", "")):
            self._saw("html_hidden")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and _HIDING.search(data):
            self._saw("html_hidden")

    def handle_comment(self, text: str) -> None:
        self._saw("html_comments")

    def _saw(self, kind: str) -> None:
        self.seen[kind] = self.seen.get(kind, 0) + 1
