"""Receipts: what of a table was not taken, or taken with a doubt, as a table again."""

from collections.abc import Iterator

from foia.gateways import tables
from foia.models import AgencyImport

HEADER = ("line", "column", "found", "what is wrong", "left out")


def receipt(agency_import: AgencyImport) -> Iterator[bytes]:
    """Yield the problems of an import as CSV, in the order of the file."""
    rows = agency_import.problems.order_by("line", "pk")
    cells = rows.values_list("line", "column", "found", "sentence", "is_refused")
    return tables.csv_lines(
        HEADER,
        (
            (line, column, found, sentence, "yes" if is_refused else "no")
            for line, column, found, sentence, is_refused in cells.iterator()
        ),
    )
