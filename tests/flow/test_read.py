"""What a mail says becomes history if it is sure, and a question if it is not."""

from datetime import date, datetime, timedelta
from string import Template

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import docket
from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.mail.classify import classify
from foia.mail.kinds import AskedItem
from foia.mail.parse import parse
from foia.models import Deadline, DocketEntry, Finding, Message, Reading, RecordsRequest, User
from foia.sandbox.agency import scripts
from jurisdictions import DomainError
from tests.mails import EXTENSION, FINAL, VAGUE, contract, mail

AUTOMATIC = "This is an automatic reply. This mailbox is monitored on business days.\n"


def receive(content: bytes, now: datetime) -> Message:
    """Take a mail through the door and read it."""
    arrival = inbound.take(content=content, door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


def due(request: RecordsRequest) -> date:
    return Deadline.objects.get(request=request, term="response").due_on


def test_an_automatic_reply_moves_no_clock(sent: RecordsRequest, now: datetime) -> None:
    before = due(sent)
    message = receive(mail(AUTOMATIC, to=sent, Auto_Submitted="auto-replied"), now)
    assert (message.reading.kind, message.reading.state) == ("auto_reply", "sure")
    assert due(sent) == before == date(2026, 11, 23)
    assert [entry.kind for entry in sent.docket.all()] == ["sent"]


def test_a_written_extension_moves_the_deadline_by_the_days_of_the_statute(
    sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(EXTENSION, to=sent), now + timedelta(days=4))
    assert message.reading.state == Reading.State.SURE
    assert any("extending the time" in piece["quote"] for piece in message.reading.evidence)
    assert due(sent) == date(2026, 12, 2)


@pytest.mark.parametrize("text", [EXTENSION, FINAL])
def test_what_a_stranger_writes_moves_no_clock_until_a_person_agrees(
    sent: RecordsRequest, now: datetime, citizen: User, text: str
) -> None:
    before = due(sent)
    message = receive(mail(text, to=sent, sender="clerk@elsewhere.example"), now)
    assert message.reading.state == Reading.State.ASKED
    assert message.reading.troubles == [
        "clerk@elsewhere.example is no known address of Chicago Police Department."
    ]
    assert due(sent) == before
    assert [entry.kind for entry in sent.docket.all()] == ["sent"]
    assert not Finding.objects.exists()
    read.confirm(reading=message.reading, kind=message.reading.kind, by=citizen, now=now)
    assert sent.docket.count() == 2


def test_an_answer_teaches_what_exists_and_what_does_not(
    sent: RecordsRequest, now: datetime
) -> None:
    content = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    message = receive(content, now + timedelta(days=5))
    assert message.reading.state == Reading.State.SURE
    found = {finding.category: finding for finding in Finding.objects.all()}
    assert {name: finding.state for name, finding in found.items()} == {
        "usage_policy": Finding.State.CONFIRMED_ABSENT,
        "contract": Finding.State.OBTAINED,
    }
    assert "no policy responsive to item 1" in found["usage_policy"].quote
    assert message.attachments.get().content_type == "application/pdf"
    sent.refresh_from_db()
    assert sent.stage == "partly_answered"


def test_what_is_not_sure_becomes_one_question(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(VAGUE, to=sent), now)
    reading = message.reading
    assert reading.state == Reading.State.ASKED
    assert sent.docket.count() == 1
    read.confirm(reading=reading, kind="clarification_needed", by=citizen, now=now)
    reading.refresh_from_db()
    assert (reading.state, reading.decided_by) == (Reading.State.REJECTED, citizen)
    entry = DocketEntry.objects.get(kind="clarification_requested")
    assert (entry.message, entry.recorded_by) == (message, citizen)
    with pytest.raises(read.ReadingError, match="decided already"):
        read.confirm(reading=reading, kind="no_records", by=citizen, now=now)
    with pytest.raises(read.ReadingError, match="is not a kind"):
        read.confirm(reading=reading, kind="nonsense", by=citizen, now=now)


def test_a_sure_reading_that_the_law_cannot_place_becomes_a_question(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    """An extension dated before the request was sent."""
    message = receive(mail(EXTENSION, to=sent), now - timedelta(days=10))
    reading = message.reading
    assert reading.state == Reading.State.ASKED
    assert any("could not be recorded" in trouble for trouble in reading.troubles)
    assert sent.docket.count() == 1
    with pytest.raises(DomainError, match="before"):
        read.confirm(reading=reading, kind="extension", by=citizen, now=now)
    reading.refresh_from_db()
    assert reading.state == Reading.State.ASKED
    read.confirm(reading=reading, kind="not_about_us", by=citizen, now=now)
    assert sent.docket.count() == 1
    assert not Finding.objects.exists()


def test_a_person_who_says_it_is_no_answer_is_believed_about_its_findings(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    content = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    reading = receive(content, now - timedelta(days=10)).reading
    read.confirm(reading=reading, kind="portal_notice", by=citizen, now=now)
    assert not Finding.objects.exists()


def test_items_in_a_persons_own_words_are_read_too(sent: RecordsRequest, now: datetime) -> None:
    sent.ask = [{"category": "", "text": "The names of the cats"}, *sent.ask]
    sent.save()
    message = receive(mail(FINAL, to=sent), now)
    assert message.reading.troubles == [] or "could not" not in message.reading.troubles[0]
    assert "" not in Finding.objects.values_list("category", flat=True)


def test_a_mail_that_breaks_the_reader_becomes_a_question_and_holds_up_no_other(
    sent: RecordsRequest, now: datetime
) -> None:
    for text in (VAGUE, EXTENSION):
        inbound.take(content=mail(text, to=sent), door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    broken, whole = Message.objects.to_read().order_by("pk")
    blobs.path_of(broken.raw_id or "").unlink()
    assert read.run(now=now) == 1
    broken.refresh_from_db()
    assert broken.reading.state == Reading.State.ASKED
    assert "could not be read" in broken.reading.troubles[0]
    whole.refresh_from_db()
    assert whole.reading.kind == "extension"
    assert read.run(now=now) == 0


def test_reading_twice_records_once(sent: RecordsRequest, now: datetime) -> None:
    message = receive(mail(EXTENSION, to=sent), now + timedelta(days=1))
    again = docket.record(
        request=sent,
        kind="extended",
        at=now + timedelta(days=1),
        origin=f"reading:{message.reading.pk}",
        now=now,
    )
    assert again is None
    assert sent.docket.filter(kind="extended").count() == 1


def test_every_kind_that_makes_history_makes_an_event_the_law_knows(
    sent: RecordsRequest, now: datetime
) -> None:
    for number, kind in enumerate(set(read.EVENTS.values()), start=1):
        docket.record(request=sent, kind=kind, at=now + timedelta(hours=number), now=now)
    assert sent.docket.count() == 1 + len(set(read.EVENTS.values()))


READ_AS = {
    "auto_reply": "auto_reply",
    "acknowledgment": "acknowledgment",
    "extension": "extension",
    "fee": "fee_estimate",
    "refusal": "refused_exemption",
    "records": "records_full",
}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_what_the_pretend_agency_writes_is_read_as_what_it_is(language: str) -> None:
    written = scripts(language)
    assert {"auto_reply", "refusal", "final_answer"} <= {script.id for script in written}
    for script in written:
        text = Template(script.text).safe_substitute(
            extended_until={"en": "December 2, 2026", "es": "2 de diciembre de 2026"}.get(language)
        )
        subject = {"Auto_Submitted": "auto-replied"} if script.is_automatic else {}
        files = {"sample-contract.pdf": contract()} if script.attach else {}
        content = mail(text, to="r@reply.openshutter.example", files=files, **subject)
        asked = [AskedItem(1, "usage_policy", ""), AskedItem(2, "contract", "")]
        reading = classify(parse(content), language=language, asked=asked, country="us")
        assert reading.is_sure, (script.id, reading)
        if script.id == "final_answer":
            said = {item.category: item.state for item in reading.found.item_findings}
            assert said == {"usage_policy": "confirmed_absent", "contract": "obtained"}
        else:
            assert (script.id, reading.kind) == (script.id, READ_AS[script.id])


def test_the_chain_of_rooms_keeps_to_its_statements(sent: RecordsRequest, now: datetime) -> None:
    """Counted over ten plain mails, without the marks of transactions."""
    mails = [mail(f"{VAGUE}{number}", to=sent) for number in range(10)]
    with CaptureQueriesContext(connection) as asked:
        for content in mails:
            inbound.take(content=content, door="smtp", now=now)
        for room in (inbound, match, read):
            assert room.run(now=now) == len(mails)
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    statements = [query["sql"] for query in asked if not query["sql"].startswith(marks)]
    locks = 2 if connection.features.has_select_for_update else 0  # of the custody chain
    assert len(statements) / len(mails) < 19.5 + locks
