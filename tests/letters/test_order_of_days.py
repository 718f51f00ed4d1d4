"""A letter whose days contradict each other is not written, and one sentence says which do."""

from datetime import date

import pytest

from foia.letters.letter import Circumstances
from foia.letters.order_of_days import DaysOutOfOrder
from tests.letters.test_follow_ups import KNOWN, letter

SENT = KNOWN.sent_on
BEFORE = date(2026, 5, 31)
TOMORROW = date(2026, 11, 24)  # the letters are of the 23rd


@pytest.mark.parametrize(
    ("kind", "known", "said"),
    [
        (
            "appeal",
            Circumstances(sent_on=SENT, decided_on=BEFORE),
            "the decision was on 2026-05-31",
        ),
        ("appeal", Circumstances(sent_on=SENT, decided_on=TOMORROW), "the decision was on 2026-11"),
        ("receipt_query", Circumstances(sent_on=TOMORROW), "sent on 2026-11-24, after this letter"),
        (
            "late_extension",
            Circumstances(sent_on=SENT, extended_on=BEFORE, until=date(2026, 12, 1)),
            "notice of an extension was on 2026-05-31, before the request was sent",
        ),
        (
            "late_extension",
            Circumstances(sent_on=SENT, extended_on=SENT, until=BEFORE),
            "the end of the extension was on 2026-05-31, before",
        ),
        (
            "fee_objection",
            Circumstances(sent_on=SENT, asked_on=TOMORROW, amount="$5"),
            "question or fee demand was on 2026-11-24, which is later",
        ),
        (
            "overdue_second",
            Circumstances(sent_on=SENT, reminded_on=date(2026, 6, 3)),
            "when nothing was overdue: the answer was due on 2026-06-08 [(]5 ILCS 140/3[(]d[)][)]",
        ),
    ],
)
def test_days_that_cannot_be_right_are_named(kind: str, known: Circumstances, said: str) -> None:
    with pytest.raises(DaysOutOfOrder, match=said) as found:
        letter("us-il", kind, known)
    assert str(found.value).endswith("correct the one that is wrong.")


def test_everything_may_happen_on_the_day_on_which_the_request_was_sent() -> None:
    same = Circumstances(sent_on=SENT, asked_on=SENT, decided_on=SENT, explanation="All of it.")
    for kind in ("clarification", "search_certification", "appeal"):
        assert letter("us-il", kind, same).blocks
