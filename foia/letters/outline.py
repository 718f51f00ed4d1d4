"""What each kind of letter consists of, in which order, and what must be known to write it."""

from collections.abc import Container
from typing import NamedTuple

from foia.letters.letter import Circumstances, Requester
from foia.letters.silence import has_meaning, is_unread
from jurisdictions import Statute

#: Kinds of letter that take a step of the law's ladder of remedies, first and later ones.
APPEALS = ("appeal", "complaint")
#: Kinds of letter against a refusal or against silence.
AGAINST = (*APPEALS, "before_court")
GROUNDS = (
    *("law_enforcement", "security", "personal_data", "trade_secrets", "deliberation", "other"),
    "no_records",
)


class Outline(NamedTuple):
    """A kind of letter: the section its subject comes from, and its blocks in order.

    A name ending in `_heading` is a heading, `items` are the records asked for, `explanation` is
    the requester's own text, `details` what the law wants to know of them, all else are
    paragraphs. A heading with nothing under it is left out.
    `needs` are the circumstances without which it cannot be written; `is_after_due`: a date must
    have been missed.
    """

    subject: str
    blocks: tuple[str, ...]
    needs: tuple[str, ...] = ("sent_on",)
    is_after_due: bool = False
    salutation: str = "salutation"


#: What a reminder says where no day for the answer is known, in the place of what it says else.
UNDATED = {
    "overdue": "overdue_undated",
    "overdue_ask": "overdue_undated_ask",
    "overdue_silence": "",
}
#: What reminders say of silence to which the law gives no meaning: nothing, or what it opens.
WITHOUT_MEANING = {
    "overdue_silence": "overdue_silence_plain",
    "overdue_final_silence": "overdue_final_open",
}
LISTED = ("reference", "records_heading", "items")
#: Why a refusal does not hold.
ARGUED = (
    "appeal_cited",
    "appeal_grounds_heading",
    *(f"ground_{ground}" for ground in GROUNDS),
    "ground_segregability",
    "explanation",
    "appeal_ask_heading",
)

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
            "details",
            "clarify",
            "reference",
        ),
        needs=(),
    ),
    "receipt_query": Outline(
        subject="receipt_query_subject",
        blocks=("receipt_query", "receipt_query_ask", *LISTED),
    ),
    "clarification": Outline(
        subject="clarification_subject",
        blocks=(
            "clarification",
            "explanation",
            "clarification_scope",
            "clarification_more",
            "reference",
        ),
        needs=("sent_on", "asked_on", "explanation"),
    ),
    "narrowing": Outline(
        subject="narrowing_subject", blocks=("narrowing", "narrowing_scope", *LISTED)
    ),
    "fee_objection": Outline(
        subject="fee_objection_subject",
        blocks=(
            "fee_objection",
            "fee_objection_ask",
            "fee_objection_alternative",
            "reference",
        ),
        needs=("sent_on", "asked_on", "amount"),
    ),
    "fee_waiver": Outline(
        subject="fee_waiver_subject",
        blocks=("fee_waiver_request", "fee_waiver_argument", "fee_waiver_else", "reference"),
    ),
    "overdue": Outline(
        subject="overdue_subject",
        blocks=("overdue", "overdue_ask", "overdue_silence", *LISTED),
        is_after_due=True,
    ),
    "overdue_second": Outline(
        subject="overdue_second_subject",
        blocks=("overdue_second", "overdue_second_ask", "overdue_second_remedy", *LISTED),
        needs=("sent_on", "reminded_on"),
        is_after_due=True,
    ),
    "overdue_final": Outline(
        subject="overdue_final_subject",
        blocks=("overdue_final", "overdue_final_silence", "overdue_final_remedy", *LISTED),
        needs=("sent_on", "reminded_on"),
        is_after_due=True,
    ),
    "late_extension": Outline(
        subject="late_extension_subject",
        blocks=("late_extension", "late_extension_ask", *LISTED),
        needs=("sent_on", "extended_on", "until"),
    ),
    "search_certification": Outline(
        subject="search_certification_subject",
        blocks=(
            "search_certification",
            "search_certification_ask",
            "search_certification_policy",
            "search_certification_else",
            *LISTED,
        ),
        needs=("sent_on", "decided_on"),
    ),
    "appeal": Outline(
        subject="appeal_subject",
        blocks=(
            "appeal",
            *ARGUED,
            "appeal_request",
            "appeal_enclosed",
            "identity",
            *LISTED,
        ),
        salutation="appeal_salutation",
    ),
    "complaint": Outline(
        subject="complaint_subject",
        blocks=(
            "complaint",
            "complaint_review",
            *ARGUED,
            "complaint_ask",
            "complaint_enclosed",
            "identity",
            *LISTED,
        ),
        needs=("sent_on", "review_asked_on"),
        salutation="complaint_salutation",
    ),
    "before_court": Outline(
        subject="before_court_subject",
        blocks=("before_court", *ARGUED, "before_court_ask", *LISTED),
    ),
}


def subject_section(
    subject: str, sections: Container[str], known: Circumstances, *, is_dated: bool
) -> str:
    """Return the section of the subject; silence has its own where its remedy has another name.

    So has a reminder under a law that gives no date (not `is_dated`).
    """
    if subject == "overdue_subject" and not is_dated:
        return "overdue_undated_subject"
    silent = f"{subject}_silent"
    return silent if known.decided_on is None and silent in sections else subject


def chosen_sections(
    *, values: dict[str, str], requester: Requester, known: Circumstances, statute: Statute
) -> dict[str, str]:
    """Return which section says a block in this letter, or nothing where it has no place.

    A block that is not there is said by the section of its own name.
    """
    is_silent = known.decided_on is None
    is_argued = known.decided_on is not None or known.review_decided_on is not None
    return {
        "response": "response_by" if values["due_on"] else "response",
        "commercial": {True: "is_commercial", False: "not_commercial", None: ""}[
            requester.is_commercial
        ],
        "fee_waiver": "" if requester.is_commercial else "fee_waiver",
        "fee_ceiling": "fee_ceiling" if values["fee_ceiling"] else "",
        "reference": "reference" if values["reference"] else "",
        **({} if has_meaning(statute) else WITHOUT_MEANING),
        **({} if values["due_on"] else _undated(statute)),
        "late_extension": "late_extension_late" if known.is_late else "late_extension_long",
        "appeal": "appeal_silent" if is_silent else "appeal_refused",
        "appeal_request": "appeal_ask_silent" if is_silent else "appeal_ask",
        "complaint": "complaint_silent" if is_silent else "complaint_refused",
        "complaint_review": _review_section(known),
        "before_court": "before_court_silent" if is_silent else "before_court_refused",
        "appeal_cited": "appeal_cited" if known.cited else "",
        "ground_segregability": "ground_segregability" if is_argued else "",
        "appeal_grounds_heading": "appeal_grounds_heading" if is_argued else "",
        **{
            f"ground_{ground}": f"ground_{ground}" if is_argued and ground in known.grounds else ""
            for ground in GROUNDS
        },
    }


def _undated(statute: Statute) -> dict[str, str]:
    """Return what a reminder says without a day; that the law has none only if that was read."""
    return UNDATED | ({"overdue": "overdue_undated_plain"} if is_unread(statute) else {})


def _review_section(known: Circumstances) -> str:
    """Return the section that says what became of the review."""
    if known.review_decided_on is not None:
        return "complaint_reviewed"
    return "complaint_review_late" if known.review_due_on else "complaint_unreviewed"
