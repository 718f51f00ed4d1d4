"""The words of an HTML mail as plain text, quotations marked with ">" as in plain mail.

Not `html.parser`: on Python 3.11 it takes quadratic time over unclosed markup (CVE-2025-6069).
"""

import html
import re

# Possessive throughout: no backtracking, and a quoted value may hold ">".
_TAG = re.compile(
    r"<(?:!--(?P<comment>)|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]*+)"
    r"(?:[^<>\"']++|\"[^\"]{0,5000}+\"|'[^']{0,5000}+')*+/?>|[!?][^<>]{0,5000}+>)"
)
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCK_NAMES = (
    "address article blockquote body center div dl dt dd fieldset figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html li main nav ol p pre section table tbody tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
)
_DEEPEST = 20  # quotations within quotations that are marked as such
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_MANY_BREAKS = re.compile(r"\n{3,}")


def text_of(markup: str) -> str:
    """Return the visible words of `markup`, one block a line; never raises, linear time."""
    return _Reader(markup).read()


class _Reader:
    """One walk through the tags, writing lines as it goes."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.lower = markup.lower() if "<" in markup else markup
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quote_depth = 0
        self.never_closed: set[str] = set()  # looked for once, so that time stays linear

    def read(self) -> str:
        position = 0
        while found := _TAG.search(self.markup, position):
            self._say(self.markup[position : found.start()])
            position = self._pass(found)
        self._say(self.markup[position:])
        self._end_line()
        return _MANY_BREAKS.sub("\n\n", "\n".join(self.lines)).strip("\n")

    def _pass(self, tag: re.Match[str]) -> int:
        """Act on one tag; return where reading goes on."""
        if tag["comment"] is not None:
            return self._after("-->", tag.end())
        name = (tag["name"] or "").lower()
        if name in _SILENT and not tag["close"]:
            return self._after(f"</{name}", tag.end())
        if name == "br":
            self._end_line(is_forced=True)
        elif name in ("td", "th"):
            self.line.append(" ")
        elif name in _BLOCKS:
            self._block(name, is_close=bool(tag["close"]))
        return tag.end()

    def _block(self, name: str, *, is_close: bool) -> None:
        self._end_line()
        if name == "blockquote":
            self.quote_depth = max(0, self.quote_depth + (-1 if is_close else 1))
        elif name == "li" and not is_close:
            self.line.append("- ")
        if name in _PARAGRAPHS and self.lines and self.lines[-1]:
            self.lines.append("")

    def _after(self, closing: str, position: int) -> int:
        """Skip what is not shown; an element that is never closed hides nothing."""
        end = -1 if closing in self.never_closed else self.lower.find(closing, position)
        if end < 0:
            self.never_closed.add(closing)
        return position if end < 0 else end

    def _say(self, words: str) -> None:
        if words:
            self.line.append(html.unescape(words))

    def _end_line(self, *, is_forced: bool = False) -> None:
        line = _SPACE.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        if line or is_forced:
            self.lines.append("> " * min(self.quote_depth, _DEEPEST) + line)
