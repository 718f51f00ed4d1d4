"""Where no law gives a right to records: a kind request that cites none, and one reminder of it.

The words are the person's and the frame's; nothing is due, so nothing can be late or appealed.
"""

from foia.letters.outline import LISTED, OUTLINES, Outline
from jurisdictions import DomainError, Pack

#: How the wording calls the frame of such letters.
INFORMAL = "informal"

INFORMAL_OUTLINES = {
    "request": Outline(
        subject="informal_subject",
        blocks=(
            "informal_right",
            "records_heading",
            "items",
            "delivery_heading",
            "format_plain",
            "informal_cost",
            "answer_heading",
            "informal_answer",
            "informal_transfer",
            "clarify",
            "reference",
        ),
        needs=(),
    ),
    "receipt_query": Outline(
        subject="informal_receipt_subject",
        blocks=("informal_receipt", "informal_receipt_ask", *LISTED),
    ),
}


class NoSuchRight(DomainError):
    """A letter that claims a right, at a place where no law gives one."""


def outline_of(kind: str, pack: Pack) -> Outline:
    """Return what a letter of that kind consists of; NoSuchRight if it would claim too much."""
    if not pack.is_without_law:
        return OUTLINES[kind]
    if kind in INFORMAL_OUTLINES:
        return INFORMAL_OUTLINES[kind]
    why = pack.no_law.cite if pack.no_law else ""
    raise NoSuchRight(
        f"No law on file gives a right to records in {pack.name.get('en', pack.code)} ({why}), so"
        " nothing is overdue there and nothing can be appealed; write a kind request, or ask"
        " whether it arrived (receipt_query)."
    )
