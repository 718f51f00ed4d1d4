"""Draws a report as a tagged PDF (PDF/UA-1), by the same compiler as letters, one at a time."""

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from foia.letters.report import Report, Sheet, color
from foia.letters.typography import breakable
from jurisdictions import DomainError

_LOCK = Lock()


class ReportError(DomainError):
    """A report that cannot be drawn as a PDF."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(Path(__file__).with_name("report.typ")))


def report_pdf(report: Report) -> bytes:
    """Return the report as PDF bytes, the same bytes for the same report.

    Raises ReportError if it cannot be drawn at all.
    """
    told = json.dumps(_told(report), ensure_ascii=False)
    try:
        return _drawn(told, "ua-1")
    except typst.TypstError:
        pass
    try:
        return _drawn(told, None)
    except typst.TypstError as error:
        raise ReportError(
            f"The report cannot be drawn as a PDF: {error.message}; use the DOCX instead."
        ) from error


def _drawn(told: str, standard: Literal["ua-1"] | None) -> bytes:
    with _LOCK:
        drawn = _compiler().compile(
            format="pdf", sys_inputs={"report": told}, pdf_standards=standard, timestamp=0
        )
    if not isinstance(drawn, bytes):
        raise TypeError(f"typst returned {type(drawn).__name__}, expected bytes")
    return drawn


def _told(report: Report) -> dict[str, Any]:
    """Return what the layout is told."""
    day = report.made_on
    return {
        "title": report.title,
        "language": report.language,
        "made_on": {"year": day.year, "month": day.month, "day": day.day},
        "lead": report.lead,
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": list(map(breakable, section.paragraphs)),
                "legend": [[words, color(state)] for state, words in section.legend],
                "sheet": _sheet(section.sheet) if section.sheet else None,
            }
            for section in report.sections
        ],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    rows = [
        {
            "cells": list(map(breakable, row.cells)),
            "bars": [[bar.share, color(bar.state)] for bar in row.bars],
        }
        for row in sheet.rows
    ]
    return msgspec.to_builtins(sheet) | {"rows": rows}  # type: ignore[no-any-return]
