"""Systems: dossiers are written, taken in and handed out; each has its plan of whom to ask what.

Waits for: a person. Writes: System and what its dossier holds.
"""

from foia.flow.systems.editing import DossierTrouble, change, put, take_out, write_down
from foia.flow.systems.exporting import HEADER, as_dossier, as_rows, with_parts
from foia.flow.systems.importing import Taken, kept_file, read_kept, take_in
from foia.flow.systems.planning import ROLES_IN_ORDER, Asked, plainly, plan_of
from foia.flow.systems.questions import QUESTIONS, answered
from foia.flow.systems.search import Filters, found

__all__ = [
    "HEADER",
    "QUESTIONS",
    "ROLES_IN_ORDER",
    "Asked",
    "DossierTrouble",
    "Filters",
    "Taken",
    "answered",
    "as_dossier",
    "as_rows",
    "change",
    "found",
    "kept_file",
    "plainly",
    "plan_of",
    "put",
    "read_kept",
    "take_in",
    "take_out",
    "with_parts",
    "write_down",
]
