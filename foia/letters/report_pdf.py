"""A report as a tagged PDF (PDF/UA-1)."""

from typing import Any

import msgspec

from foia.letters.drawing import draw
from foia.letters.report import Report, Sheet, color
from foia.letters.typography import breakable


def report_pdf(report: Report) -> bytes:
    """Return the report as PDF bytes, the same bytes for the same report. Raises PdfError."""
    return draw("report", _told(report))


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
