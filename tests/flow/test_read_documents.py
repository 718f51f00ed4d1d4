"""A body's answer in an attached document is read with its mail, page by page."""

from datetime import datetime, timedelta

from foia import docket, learnt
from foia.flow import inbound, match, read, texts
from foia.models import Finding, Message, Reading, RecordsRequest, User
from tests import documents
from tests.mails import mail

COVER = "Please see the attached letter.\n"
LETTER = "Dear Rosa Resident,\nwe write about your request of November 16.\n"
REFUSAL = (
    "Your request is denied in its entirety under Section 7(1)(v) of the Act, because disclosure\n"
    "would endanger the security of the camera network.\n"
)
EXTENDED = (
    "Pursuant to 5 ILCS 140/3(e), the Department is extending the time to respond to your\n"
    "request by five (5) business days.\n"
)


def receive(content: bytes, now: datetime) -> Message:
    """Take a mail through the door and read it, its documents not yet."""
    arrival = inbound.take(content=content, door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


def read_documents(now: datetime) -> None:
    texts.run(now=now)
    read.run(now=now)


def states(request: RecordsRequest) -> dict[str, str]:
    return dict(Finding.objects.filter(request=request).values_list("category", "state"))


def test_a_letter_in_an_attachment_is_read_when_its_text_is_there(
    sent: RecordsRequest, now: datetime
) -> None:
    letter = documents.pdf([LETTER, REFUSAL])
    message = receive(mail(COVER, to=sent, files={"response.pdf": letter}), now)
    assert (message.reading.kind, message.reading.waits_for_text) == ("cover_letter", True)
    assert states(sent) == {}
    read_documents(now)
    reading = Reading.objects.get(message=message)
    assert (reading.kind, reading.state) == ("refused_exemption", Reading.State.SURE)
    assert not reading.waits_for_text
    file = message.attachments.get()
    piece = next(each for each in reading.evidence if each["where"] == "document")
    assert (piece["document"], piece["page"]) == (file.pk, 2)
    assert [entry.kind for entry in docket.standing(sent)] == ["sent", "denied"]
    found = Finding.objects.get(category="contract")
    assert (found.state, found.attachment, found.page) == ("withheld", file, 2)
    assert found.exemptions == ["Section 7(1)(v)"]


def test_a_record_that_was_handed_over_is_no_letter_whatever_it_says(
    sent: RecordsRequest, now: datetime
) -> None:
    policy = documents.pdf(["Use policy. Your request is denied where Section 7(1)(v) applies."])
    message = receive(mail("The use policy.\n", to=sent, files={"policy.pdf": policy}), now)
    read_documents(now)
    reading = Reading.objects.get(message=message)
    assert not [piece for piece in reading.evidence if piece["where"] == "document"]
    assert (reading.state, reading.waits_for_text) == (Reading.State.ASKED, False)


def test_what_a_person_decided_is_not_read_again(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    letter = documents.pdf([LETTER + REFUSAL])
    message = receive(mail("Hello.\n", to=sent, files={"response.pdf": letter}), now)
    read.confirm(reading=message.reading, kind="no_records", by=citizen, now=now)
    read_documents(now)
    reading = Reading.objects.get(message=message)
    assert (reading.decided_kind, reading.decided_by) == ("no_records", citizen)
    assert set(states(sent).values()) == {"confirmed_absent"}


def test_a_letter_that_says_something_else_than_its_mail_makes_it_a_question_again(
    sent: RecordsRequest, now: datetime
) -> None:
    letter = documents.pdf([LETTER + REFUSAL])
    message = receive(mail(EXTENDED, to=sent, files={"letter.pdf": letter}), now)
    assert message.reading.state == Reading.State.SURE
    read_documents(now)
    reading = Reading.objects.get(message=message)
    if reading.kind != "extension":
        assert reading.state == Reading.State.ASKED
        assert any("something else" in trouble for trouble in reading.troubles)
        assert [entry.kind for entry in docket.standing(sent)] == ["sent"]


def test_a_posted_letter_brought_as_two_pages_is_read_as_one_and_needs_no_known_sender(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    pages = [documents.pdf([LETTER]), documents.pdf([REFUSAL])]
    files = [(f"page {number}.pdf", content) for number, content in enumerate(pages, start=1)]
    brought = inbound.Brought(files=files, channel="post", at=now, sender="The FOIA officer")
    inbound.bring(brought, request=sent, by=citizen, now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    message = Message.objects.get(direction="in")
    read_documents(now)
    reading = Reading.objects.get(message=message)
    assert (reading.kind, reading.state) == ("refused_exemption", Reading.State.SURE)
    second = message.attachments.order_by("position").last()
    assert Finding.objects.get(category="contract").attachment == second


def test_a_note_of_a_call_is_always_a_question(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    brought = inbound.Brought(text=EXTENDED, channel="phone", at=now, sender="The clerk")
    inbound.bring(brought, request=sent, by=citizen, now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    reading = Reading.objects.get()
    assert (reading.kind, reading.state) == ("extension", Reading.State.ASKED)
    assert any("call" in trouble for trouble in reading.troubles)


def test_a_correction_of_a_finding_outlives_the_text_of_the_documents(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    letter = documents.pdf([LETTER + REFUSAL])
    receive(mail(REFUSAL, to=sent, files={"letter.pdf": letter}), now)
    said = learnt.Said("contract", "published")
    later = now + timedelta(hours=1)
    learnt.correct(request=sent, said=said, reason="It is online.", by=citizen, now=later)
    read_documents(later)
    assert states(sent)["contract"] == "published"
    assert states(sent)["usage_policy"] == "withheld"
