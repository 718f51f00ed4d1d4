"""Agencies: a team's bodies come from files, are listed, mended and merged.

Waits for: a person. Writes: AgencyImport, ImportProblem, Agency, Contact, AgencyList, System.

upload → (read_as) → plan → apply → receipt
"""

from foia.flow.agencies.applying import apply
from foia.flow.agencies.laws import law_of
from foia.flow.agencies.receipts import receipt
from foia.flow.agencies.uploads import (
    ImportTrouble,
    Options,
    header_of,
    options_of,
    plan,
    read_as,
    upload,
)

__all__ = [
    "ImportTrouble",
    "Options",
    "apply",
    "header_of",
    "law_of",
    "options_of",
    "plan",
    "read_as",
    "receipt",
    "upload",
]
