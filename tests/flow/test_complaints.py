"""From a refusal through the body's own review to the regulator: each letter by SMTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from foia import drafts
from foia.flow import compose, inbound, match, outbox, read
from foia.flow.compose import Said
from foia.letters.compose import default_ask
from foia.models import Agency, Contact, Message, RecordsRequest, User
from tests.conftest import approve
from tests.flow.test_follow_ups import body_of, drafted, fits
from tests.mails import mail
from tests.sink import Sink

BODY, REGULATOR = "foi@met-police.example", "casework@commissioner.example"
REFUSED = "Your request is refused under section 31 of the Act.\n"
UPHELD = "We have completed the internal review and uphold the original decision.\n"


@pytest.fixture
def request_to_met(citizen: User, sink: Sink, now: datetime, db: None) -> RecordsRequest:
    """A request to a British body, which has left."""
    agency = Agency.objects.create(
        slug="met", name="Metropolitan Police Service", place="London", jurisdiction_code="gb"
    )
    Contact.objects.create(agency=agency, channel="email", address=BODY)
    draft = compose.start(
        requester=citizen,
        agency=agency,
        technology="frt_live",
        ask=default_ask("frt_live", ["usage_policy"], "en"),
        signed_name="Rosa Resident",
        now=now,
    )
    approve(draft, citizen, now)
    outbox.run(now=now)
    return draft.the_request


def receive(text: str, to: RecordsRequest, at: datetime) -> str:
    """Take a mail of the body's through all rooms; return what it was read as, and how sure."""
    arrival = inbound.take(content=mail(text, to=to, sender=BODY), door="smtp", now=at)
    inbound.run(now=at)
    match.run(now=at)
    read.run(now=at)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return f"{arrival.message.reading.kind}, {arrival.message.reading.state}"


def post(kind: str, request: RecordsRequest, at: datetime, **said: Any) -> Message:
    """Draft the letter that fits now, approve it, hand it over."""
    fit = next(fit for fit in fits(request, at) if fit.kind == kind)
    draft = drafted(request, kind, at, fit.step)
    if said:
        compose.revise(message=draft, said=Said(**said))
        draft.refresh_from_db()
    letter = approve(draft, request.requester, at)
    outbox.run(now=at)
    return letter


def test_a_complaint_tells_of_the_review_and_encloses_all_that_went_before(
    request_to_met: RecordsRequest, sink: Sink, now: datetime
) -> None:
    request = request_to_met
    assert receive(REFUSED, request, now + timedelta(days=5)) == "refused_exemption, sure"
    post("appeal", request, now + timedelta(days=6))
    assert sink.taken[-1].recipients == (BODY,)
    assert receive(UPHELD, request, now + timedelta(days=20)) == "appeal_lost, sure"
    decided = request.docket.latest("seq")
    assert (decided.kind, decided.details) == (
        "appeal_decided",
        {"step": "internal_review", "note": "lost"},
    )
    later = now + timedelta(days=21)
    offered = [(fit.kind, fit.step) for fit in fits(request, later)]
    assert offered[0] == ("complaint", "ico")
    letter = post("complaint", request, later, recipient=REGULATOR, channel="email")
    assert sink.taken[-1].recipients == (REGULATOR,)
    mailed = body_of(sink.taken[-1].content)
    assert "Dear Information Commissioner," in mailed
    assert "Its outcome, of 6 December 2026, did not give me all the information." in mailed
    assert " ".join(REFUSED.split()) in mailed and " ".join(UPHELD.split()) in mailed
    shown = drafts.preview(message=letter, now=later)
    assert len(shown.enclosures) == 4, "request, refusal, review asked for, its outcome"
    lodged = request.docket.latest("seq")
    assert (lodged.kind, lodged.details["step"]) == ("appealed", "ico")
    request.refresh_from_db()
    assert request.stage == "on_appeal"
    assert not fits(request, later + timedelta(days=1))


def test_a_last_letter_before_court_goes_to_the_body_and_moves_no_clock(
    citizen: User, sink: Sink, now: datetime, db: None
) -> None:
    agency = Agency.objects.create(
        slug="oakland", name="Oakland Police", place="Oakland", jurisdiction_code="us-ca"
    )
    Contact.objects.create(agency=agency, channel="email", address=BODY)
    draft = compose.start(
        requester=citizen,
        agency=agency,
        technology="alpr",
        ask=default_ask("alpr", ["usage_policy"], "en"),
        signed_name="Rosa Resident",
        now=now,
    )
    approve(draft, citizen, now)
    outbox.run(now=now)
    request = draft.the_request
    later = now + timedelta(days=5)
    assert receive("Your request is denied under the Act.\n", request, later).endswith("sure")
    before = request.docket.count()
    assert [fit.kind for fit in fits(request, later + timedelta(days=1))] == ["before_court"]
    post("before_court", request, later + timedelta(days=1))
    assert sink.taken[-1].recipients == (BODY,)
    mailed = body_of(sink.taken[-1].content)
    assert "What remains open to me is the court (Cal. Gov. Code 7923.000)" in mailed
    assert request.docket.count() == before
    assert not fits(request, later + timedelta(days=2))
