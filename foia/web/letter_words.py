"""Plain words for the kinds of letter, ready to be translated."""

from django.utils.translation import gettext_lazy as _

from foia.letters.ladder import appeal_of
from foia.letters.outline import APPEALS
from foia.letters.silence import names_days
from foia.web import law_words, words
from jurisdictions import Statute

LETTERS = {
    "request": _("The request"),
    "receipt_query": _("Ask whether it arrived"),
    "clarification": _("Give them the details they asked for"),
    "narrowing": _("Ask for less"),
    "fee_objection": _("Object to the fee"),
    "fee_waiver": _("Ask them to waive the fee"),
    "overdue": _("Remind them that the answer is late"),
    "overdue_undated": _("Remind them of your request"),
    "overdue_second": _("Remind them a second time"),
    "overdue_final": _("Remind them for the last time"),
    "late_extension": _("Answer their extension"),
    "search_certification": _("Ask how they searched"),
    "appeal": _("Ask for review"),
    "complaint": _("Complain after the review"),
    "before_court": _("Write a last time before court"),
}
GROUNDS = {**law_words.PROTECTS, "no_records": _("They say they hold no such records")}
WAYS = [
    ("email", _("by e-mail, sent from here")),
    ("portal", _("on their portal, by yourself")),
    ("post", _("by post, by yourself")),
    ("fax", _("by fax, by yourself")),
]


def title(kind: str, step: str, statute: Statute) -> str:
    """Return what a letter is called; an appeal says to whom it goes."""
    if kind == "overdue" and not names_days(statute):
        kind = "overdue_undated"
    name = words.said(LETTERS, kind)
    appeal = appeal_of(statute, step) if kind in APPEALS else None
    return f"{name}: {words.named(appeal.body)}" if appeal else name
