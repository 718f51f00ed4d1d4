"""Findings: what was learnt, counted and handed out, for readers or for a team.

Waits for: a person; a Tally that is wanted. Writes: Tally; tables, a data package and a report
leave as files.
"""

from foia.flow.findings.counting import (
    by_name,
    cells,
    exemptions,
    folded,
    months,
    totals,
    vendors,
)
from foia.flow.findings.listing import HEADER, Address, rows
from foia.flow.findings.numbers import (
    MOST_BODIES,
    MOST_PLACES,
    Numbers,
    counted,
    newest_places,
    numbers_of,
    run,
)
from foia.flow.findings.package import package
from foia.flow.findings.places import POLICY, Place, asked_places, newest, places
from foia.flow.findings.reporting import report_of
from foia.flow.findings.scope import IN_TURN, Filters, Scope, scope_of
from foia.flow.findings.waiting import days_taken

__all__ = [
    "HEADER",
    "IN_TURN",
    "MOST_BODIES",
    "MOST_PLACES",
    "POLICY",
    "Address",
    "Filters",
    "Numbers",
    "Place",
    "Scope",
    "asked_places",
    "by_name",
    "cells",
    "counted",
    "days_taken",
    "exemptions",
    "folded",
    "months",
    "newest",
    "newest_places",
    "numbers_of",
    "package",
    "places",
    "report_of",
    "rows",
    "run",
    "scope_of",
    "totals",
    "vendors",
]
