"""Every kind of later letter is drafted where it fits, and says what the docket says."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from foia import drafts
from foia.flow import compose
from foia.flow.compose import Said
from foia.letters.compose import default_ask
from foia.models import Agency, Contact, Message, RecordsRequest, User
from tests.conftest import approve
from tests.flow.test_follow_ups import drafted, fits, happened

# What happened, on which day after the sending, what is written when, and words it must have.
LETTERS: dict[str, tuple[str, int, int, str]] = {
    "receipt_query": ("", 0, 7, "I have not seen an acknowledgment"),
    "clarification": ("clarification_requested", 1, 2, "On November 17, 2026 you asked me"),
    "narrowing": ("fee_demanded", 1, 2, "I narrow it to the records listed below"),
    "fee_objection": ("fee_demanded", 1, 2, "you asked me for $450"),
    "fee_waiver": ("fee_demanded", 1, 2, "I ask you to waive or reduce the fee"),
    "overdue": ("", 0, 8, "was due under 5 ILCS 140/3(d) on November 23, 2026"),
    "late_extension": ("extended", 8, 9, "The time for your answer had ended on November 23, 2026"),
    "search_certification": ("no_records", 2, 3, "On November 18, 2026 you told me"),
}


def text_of(draft: Message, at: datetime) -> str:
    return " ".join(drafts.preview(message=draft, now=at).text.split())


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_says_what_is_on_record(sent: RecordsRequest, now: datetime, kind: str) -> None:
    event, on, written, words = LETTERS[kind]
    if event:
        happened(sent, event, now + timedelta(days=on))
    at = now + timedelta(days=written)
    draft = drafted(sent, kind, at)
    compose.revise(message=draft, said=Said(own_words="I mean all rules.", amount="$450"))
    draft.refresh_from_db()
    assert words in text_of(draft, at)
    assert drafts.preview(message=draft, now=at).problems == ()


def test_an_appeal_against_silence_encloses_the_request_alone(
    sent: RecordsRequest, now: datetime
) -> None:
    late = now + timedelta(days=8)
    draft = drafted(sent, "appeal", late, "pac")
    shown = drafts.preview(message=draft, now=late)
    assert len(shown.enclosures) == 1
    assert "and none has come" in text_of(draft, late)


def test_a_body_that_decides_again_is_written_to_at_its_own_address(
    citizen: User, draft_to: Any, now: datetime
) -> None:
    agency = Agency.objects.create(
        slug="met", name="Metropolitan Police Service", place="London", jurisdiction_code="gb"
    )
    Contact.objects.create(agency=agency, channel="email", address="foi@met-police.example")
    request = compose.start(
        requester=citizen,
        agency=agency,
        technology="frt_live",
        ask=default_ask("frt_live", ["usage_policy"], "en"),
        signed_name="Rosa Resident",
        now=now,
    ).the_request
    happened(request, "sent", now)
    happened(request, "denied", now + timedelta(days=5))
    later = now + timedelta(days=6)
    fit = next(fit for fit in fits(request, later) if fit.kind == "appeal")
    assert fit.step == "internal_review"
    draft = drafted(request, "appeal", later, fit.step)
    shown = drafts.preview(message=draft, now=later)
    assert shown.letter.addressee_block[0] == "Metropolitan Police Service"
    assert shown.recipient == "foi@met-police.example"
    assert approve(draft, citizen, later).deliveries.count() == 1


def test_a_body_whose_law_names_no_day_is_reminded_after_some_weeks(
    citizen: User, draft_to: Any, now: datetime
) -> None:
    agency = Agency.objects.create(
        slug="tampa", name="Tampa Police", place="Tampa", jurisdiction_code="us-fl"
    )
    Contact.objects.create(agency=agency, channel="email", address="records@tampa.example")
    request = compose.start(
        requester=citizen,
        agency=agency,
        technology="alpr",
        ask=default_ask("alpr", ["usage_policy"], "en"),
        signed_name="Rosa Resident",
        now=now,
    ).the_request
    happened(request, "sent", now)
    assert "overdue" not in {fit.kind for fit in fits(request, now + timedelta(days=27))}
    later = now + timedelta(days=28)
    draft = drafted(request, "overdue", later)
    assert "28 days have passed since" in text_of(draft, later)
    assert approve(draft, citizen, later).deliveries.count() == 1
