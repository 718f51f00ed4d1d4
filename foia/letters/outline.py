"""What each kind of letter consists of, and in which order."""

from typing import NamedTuple

from foia.letters.letter import Requester


class Outline(NamedTuple):
    """A kind of letter: the section its subject comes from, and its blocks in order.

    A name ending in `_heading` is a heading, `items` are the records asked for, all else are
    paragraphs. A heading with nothing under it is left out.
    """

    subject: str
    blocks: tuple[str, ...]


OUTLINES = {
    "request": Outline(
        subject="subject",
        blocks=(
            "right",
            "records_heading",
            "items",
            "delivery_heading",
            "format",
            "segregability",
            "cost_heading",
            "fees",
            "fee_ceiling",
            "fee_waiver",
            "commercial",
            "answer_heading",
            "response",
            "transfer",
            "denial_contents",
            "identity",
            "clarify",
            "reference",
        ),
    ),
    "overdue": Outline(
        subject="overdue_subject",
        blocks=(
            "overdue",
            "overdue_ask",
            "overdue_silence",
            "reference",
            "records_heading",
            "items",
        ),
    ),
}


def chosen_section(name: str, *, values: dict[str, str], requester: Requester) -> str:
    """Return the section that says `name` in this letter, or nothing where it has no place."""
    if name == "response":
        return "response_by" if values["due_on"] else "response"
    if name == "commercial":
        stated = {True: "is_commercial", False: "not_commercial", None: ""}
        return stated[requester.is_commercial]
    if name in ("fee_ceiling", "reference"):
        return name if values[name] else ""
    return name
