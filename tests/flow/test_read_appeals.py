"""What an appeal body writes moves the clocks of the appeal, and of nothing else."""

from datetime import datetime, timedelta

import pytest

from foia import docket, drafts
from foia.flow import inbound, match, read
from foia.letters.fitting import fitting
from foia.models import Message, Reading, RecordsRequest, User
from tests.mails import mail

COUNSELOR = "publicaccess@attorney-general.example"
RECEIVED = (
    "The Public Access Bureau has received your Request for Review. Receipt of your appeal.\n"
)
DENIED = "After review, your appeal is denied.\n"
GRANTED = "After review, your appeal is granted and the denial is reversed.\n"
REFUSED = "Your request is denied under Section 7(1)(d) of the Act.\n"


@pytest.fixture
def on_appeal(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """A request that was refused, and whose Request for Review went to the counselor."""
    later = now + timedelta(days=5)
    docket.record(request=sent, kind="denied", at=later, now=later)
    lodged = later + timedelta(days=1)
    Message.objects.create(
        request=sent,
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.APPROVED,
        step="appeal",
        remedy="pac",
        channel="email",
        recipient=COUNSELOR,
        at=lodged,
        approved_at=lodged,
        approved_by=sent.requester,
        created_at=lodged,
    )
    docket.record(request=sent, kind="appealed", at=lodged, details={"step": "pac"}, now=lodged)
    return sent


def receive(text: str, to: RecordsRequest, at: datetime, sender: str = COUNSELOR) -> Reading:
    arrival = inbound.take(content=mail(text, to=to, sender=sender), door="smtp", now=at)
    inbound.run(now=at)
    match.run(now=at)
    read.run(now=at)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message.reading


def test_a_receipt_of_the_appeal_is_recorded_under_its_step(
    on_appeal: RecordsRequest, now: datetime
) -> None:
    reading = receive(RECEIVED, on_appeal, now + timedelta(days=8))
    assert (reading.kind, reading.state) == ("appeal_ack", Reading.State.SURE), reading.troubles
    entry = on_appeal.docket.order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.details) == ("appeal_acknowledged", {"step": "pac"})


@pytest.mark.parametrize(
    ("text", "kind", "outcome"),
    [(DENIED, "appeal_lost", "lost"), (GRANTED, "appeal_won", "won")],
)
def test_a_decision_on_appeal_is_recorded_with_its_step_and_outcome(
    on_appeal: RecordsRequest, now: datetime, text: str, kind: str, outcome: str
) -> None:
    later = now + timedelta(days=30)
    reading = receive(text, on_appeal, later)
    assert (reading.kind, reading.state) == (kind, Reading.State.SURE), reading.troubles
    entry = on_appeal.docket.order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.details) == ("appeal_decided", {"step": "pac", "note": outcome})
    on_appeal.refresh_from_db()
    assert on_appeal.stage == "appeal_decided"
    offered = {fit.kind for fit in fitting(drafts.past_of(on_appeal, now=later))}
    assert offered == ({"before_court"} if outcome == "lost" else set())


def test_a_strangers_decision_is_a_question(on_appeal: RecordsRequest, now: datetime) -> None:
    reading = receive(DENIED, on_appeal, now + timedelta(days=30), sender="x@elsewhere.example")
    assert reading.state == Reading.State.ASKED
    on_appeal.refresh_from_db()
    assert on_appeal.stage == "on_appeal"


def test_a_decision_without_an_appeal_is_a_question(sent: RecordsRequest, now: datetime) -> None:
    reading = receive(DENIED, sent, now, sender="foia@chicago-police.example")
    assert reading.state == Reading.State.ASKED
    assert "It speaks of an appeal, and none is pending here." in reading.troubles
    assert sent.docket.count() == 1


def test_a_refusal_while_an_appeal_is_pending_may_be_the_decision_on_it(
    on_appeal: RecordsRequest, now: datetime, citizen: User
) -> None:
    reading = receive(REFUSED, on_appeal, now + timedelta(days=30))
    assert reading.state == Reading.State.ASKED
    pending = "An appeal is pending (Public Access Counselor); this may be the decision on it."
    assert pending in reading.troubles
    read.confirm(reading=reading, kind="appeal_lost", by=citizen, now=now + timedelta(days=31))
    on_appeal.refresh_from_db()
    assert on_appeal.stage == "appeal_decided"


def test_where_the_law_knows_no_opinion_a_regulators_is_a_decision(
    on_appeal: RecordsRequest, now: datetime, citizen: User
) -> None:
    reading = receive("Our position in this matter.\n", on_appeal, now + timedelta(days=30))
    read.confirm(reading=reading, kind="regulator_opinion", by=citizen, now=now)
    entry = on_appeal.docket.order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.details) == ("appeal_decided", {"step": "pac"})
