"""Agencies: a team's bodies come from files, are listed, mended and merged.

Waits for: a person; an AgencyImport that is to be compared or taken in. Writes: AgencyImport,
ImportProblem, Agency, Contact, AgencyList, System.

upload → (read_as) → plan → apply → receipt; a large table is asked for and the room does it:
upload → (read_as) → ask_to_compare → run → ask_to_apply → run → receipt
"""

from foia.flow.agencies.addresses import AddressTrouble, found_right, take_out_of_use
from foia.flow.agencies.applying import apply
from foia.flow.agencies.bodies import address_on
from foia.flow.agencies.by_hand import BodyTrouble, share, write_down
from foia.flow.agencies.cells import web_address
from foia.flow.agencies.comparison import Comparison, comparison_of, kept
from foia.flow.agencies.discarding import discard
from foia.flow.agencies.dry_run import plan
from foia.flow.agencies.exporting import HEADER, exported
from foia.flow.agencies.laws import law_of
from foia.flow.agencies.lists import ListTrouble, make_list, put_on, rename_list, take_off
from foia.flow.agencies.merging import MergeTrouble, merge, part
from foia.flow.agencies.receipts import receipt
from foia.flow.agencies.running import WORKING, ask_to_apply, ask_to_compare, run
from foia.flow.agencies.search import Filters, filters_of, found, kinds_in, members_of
from foia.flow.agencies.uploads import (
    ImportTrouble,
    Options,
    first_bodies,
    first_cells,
    header_of,
    is_large,
    options_of,
    read_as,
    sheets_of,
    upload,
)

__all__ = [
    "HEADER",
    "WORKING",
    "AddressTrouble",
    "BodyTrouble",
    "Comparison",
    "Filters",
    "ImportTrouble",
    "ListTrouble",
    "MergeTrouble",
    "Options",
    "address_on",
    "apply",
    "ask_to_apply",
    "ask_to_compare",
    "comparison_of",
    "discard",
    "exported",
    "filters_of",
    "first_bodies",
    "first_cells",
    "found",
    "found_right",
    "header_of",
    "is_large",
    "kept",
    "kinds_in",
    "law_of",
    "make_list",
    "members_of",
    "merge",
    "options_of",
    "part",
    "plan",
    "put_on",
    "read_as",
    "receipt",
    "rename_list",
    "run",
    "share",
    "sheets_of",
    "take_off",
    "take_out_of_use",
    "upload",
    "web_address",
    "write_down",
]
