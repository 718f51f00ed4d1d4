"""Draws what a layout (`letter.typ`, `paper.typ`, `report.typ`) is told, as a tagged PDF.

Never fork after something was drawn in a process: the child hangs inside typst. Spawn instead, or
draw for the first time in the child.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from jurisdictions import DomainError

Layout = Literal["letter", "paper", "report"]

# One compiler a layout for the process: it keeps fonts and the parsed layout; not for two at once.
_LOCK = Lock()


class PdfError(DomainError):
    """What cannot be drawn as a PDF, or a PDF that was not drawn here."""


def draw(layout: Layout, told: Mapping[str, Any]) -> bytes:
    """Return PDF bytes (PDF/UA-1), the same bytes for the same telling.

    A character that no font on this machine has is drawn as an empty box; such a PDF is tagged but
    does not claim PDF/UA. Raises PdfError if it cannot be drawn at all.
    """
    inputs: dict[str, str] = {layout: json.dumps(told, ensure_ascii=False)}
    try:
        return _drawn(layout, inputs, "ua-1")
    except typst.TypstError:
        pass
    try:
        return _drawn(layout, inputs, None)
    except typst.TypstError as error:
        raise PdfError(
            f"This cannot be drawn as a PDF: {error.message}; use the DOCX instead."
        ) from error


@cache
def _compiler(layout: Layout) -> typst.Compiler:
    return typst.Compiler(str(Path(__file__).with_name(f"{layout}.typ")))


def _drawn(layout: Layout, inputs: dict[str, str], standard: Literal["ua-1"] | None) -> bytes:
    with _LOCK:
        drawn = _compiler(layout).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standard, timestamp=0
        )
    if not isinstance(drawn, bytes):
        raise TypeError(f"typst returned {type(drawn).__name__}, expected bytes")
    return drawn
