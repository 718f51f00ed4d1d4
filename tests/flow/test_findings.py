"""Findings: what answers teach, what silence says, what a person corrects and what is undone."""

from datetime import datetime, timedelta

import pytest

from foia import docket, learnt
from foia.flow import deadlines, inbound, match, read
from foia.learnt import FindingError, Said
from foia.models import DocketEntry, Finding, FindingEntry, Message, Reading, RecordsRequest, User
from jurisdictions import DomainError
from tests.mails import EXTENSION, FINAL, VAGUE, contract, mail

REFUSAL = """Your request is denied in its entirety under Section 7(1)(v) of the Act, because
disclosure would endanger the security of the camera network.
"""
PARTS = """The contract is attached.

The use policy is withheld under Section 7(1)(v) of the Act and is denied.
"""
PUBLIC = (
    "The use policy is publicly available at https://records.example/policies/face-search.pdf.\n"
)


def receive(content: bytes, now: datetime) -> Message:
    """Take a mail through the door and read it."""
    arrival = inbound.take(content=content, door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


def states(request: RecordsRequest) -> dict[str, str]:
    return dict(Finding.objects.filter(request=request).values_list("category", "state"))


def test_a_refusal_of_the_whole_request_withholds_each_kind_of_record(
    sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(REFUSAL, to=sent), now)
    assert message.reading.state == Reading.State.SURE
    assert states(sent) == {"usage_policy": "withheld", "contract": "withheld"}
    found = Finding.objects.get(category="contract")
    assert found.exemptions == ["Section 7(1)(v)"]
    assert "denied in its entirety" in found.quote
    assert (found.message, found.said_by, found.entry.origin) == (
        message,
        None,
        f"reading:{message.reading.pk}",
    )


def test_each_kind_of_record_is_called_by_its_own_words_and_has_its_own_answer(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(PARTS, to=sent, files={"contract.pdf": contract()}), now)
    if message.reading.state == Reading.State.ASKED:
        read.confirm(reading=message.reading, kind="records_partial", by=citizen, now=now)
    assert states(sent) == {"usage_policy": "withheld", "contract": "obtained"}
    assert Finding.objects.get(category="usage_policy").exemptions == ["Section 7(1)(v)"]
    assert Finding.objects.get(category="contract").exemptions == []


def test_what_is_published_is_found_at_the_address_that_the_body_gives(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(PUBLIC, to=sent), now)
    if message.reading.state == Reading.State.ASKED:
        read.confirm(reading=message.reading, kind="already_public", by=citizen, now=now)
    found = Finding.objects.get()
    assert (found.category, found.state) == ("usage_policy", "published")
    assert found.url == "https://records.example/policies/face-search.pdf"


def test_a_body_that_lets_its_time_pass_is_silent_until_it_speaks(
    sent: RecordsRequest, late: datetime
) -> None:
    assert states(sent) == {}
    deadlines.run(now=late)
    assert states(sent) == {"usage_policy": "silent", "contract": "silent"}
    receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), late)
    assert states(sent) == {"usage_policy": "confirmed_absent", "contract": "obtained"}


def test_an_extension_in_time_is_no_silence_and_one_after_it_ends_the_silence(
    sent: RecordsRequest, now: datetime, late: datetime
) -> None:
    message = receive(mail(EXTENSION, to=sent), now + timedelta(days=1))
    deadlines.run(now=late)
    assert states(sent) == {}
    read.undo(reading=message.reading, by=sent.requester, now=late)
    assert states(sent) == {"usage_policy": "silent", "contract": "silent"}


def test_a_clock_that_stands_still_is_no_silence(sent: RecordsRequest, now: datetime) -> None:
    sent.jurisdiction_code = "us-or"  # a question of the body stops the clock there
    sent.save()
    asked_at, far = now + timedelta(days=1), now + timedelta(days=200)
    question = docket.record(request=sent, kind="clarification_requested", at=asked_at, now=far)
    assert question is not None
    sent.refresh_from_db()
    assert (sent.stage, states(sent)) == ("paused", {})
    docket.void(entry=question, reason="A mistake.", by=None, now=far)
    assert set(states(sent).values()) == {"silent"}


def test_where_the_law_gives_no_number_nobody_is_called_silent(
    sent: RecordsRequest, late: datetime
) -> None:
    sent.jurisdiction_code = "us-fl"  # "in good faith", without a number of days
    sent.save()
    far = late + timedelta(days=400)
    docket.refold(request=sent, now=far)
    assert not docket.timeline_of(request=sent, now=far).next_deadline(far)
    assert states(sent) == {}


def test_undoing_a_sure_reading_takes_back_history_and_findings_and_asks_again(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)
    assert len(states(sent)) == 2
    read.undo(reading=message.reading, by=citizen, now=now)
    sent.refresh_from_db()
    message.reading.refresh_from_db()
    assert states(sent) == {}
    assert message.reading.state == Reading.State.ASKED
    assert sent.stage == "awaiting_response"
    assert [entry.kind for entry in docket.standing(sent)] == ["sent"]
    assert FindingEntry.objects.filter(withdrawn_by=citizen).count() == 2
    with pytest.raises(read.ReadingError, match="a question already"):
        read.undo(reading=message.reading, by=citizen, now=now)


def test_what_was_undone_can_be_decided_anew_and_is_recorded_again(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)
    for _ in range(2):
        reading = Reading.objects.get(message=message)
        read.undo(reading=reading, by=citizen, now=now)
        reading.refresh_from_db()
        read.confirm(reading=reading, kind="records_partial", by=citizen, now=now)
    assert states(sent) == {"usage_policy": "confirmed_absent", "contract": "obtained"}
    assert [entry.kind for entry in docket.standing(sent)] == ["sent", "partially_released"]
    assert DocketEntry.objects.filter(kind="partially_released").count() == 3
    assert Finding.objects.get(category="contract").said_by == citizen


def test_a_mail_on_which_the_house_has_acted_as_a_returned_letter_is_not_undone(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    reading = receive(mail(VAGUE, to=sent), now).reading
    read.confirm(reading=reading, kind="bounce", by=citizen, now=now)
    reading.refresh_from_db()
    with pytest.raises(DomainError, match="returned letter"):
        read.undo(reading=reading, by=citizen, now=now)


def test_a_person_decides_what_a_vague_mail_says_of_each_record_with_the_same_click(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    reading = receive(mail(VAGUE, to=sent), now).reading
    told = {"usage_policy": "confirmed_absent", "contract": ""}
    read.confirm(reading=reading, kind="records_partial", by=citizen, now=now, states=told)
    assert states(sent) == {"usage_policy": "confirmed_absent", "contract": "partly"}
    assert set(Finding.objects.values_list("said_by", flat=True)) == {citizen.pk}
    for wrong in ({"usage_policy": "nonsense"}, {"training": "withheld"}):
        read.undo(reading=Reading.objects.get(), by=citizen, now=now)
        with pytest.raises(FindingError, match="cannot be chosen"):
            read.confirm(reading=reading, kind="no_records", by=citizen, now=now, states=wrong)
        assert states(sent) == {}
        read.confirm(reading=reading, kind="no_records", by=citizen, now=now)


def test_a_person_corrects_a_finding_with_a_reason_and_the_history_stays(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)
    said = Said("contract", "partly", quote="pages 3 to 9 are blank", page=3)
    with pytest.raises(FindingError, match="Say why"):
        learnt.correct(request=sent, said=said, reason=" ", by=citizen, now=now)
    file = message.attachments.get()
    learnt.correct(
        request=sent, said=said, reason="Half is missing.", by=citizen, now=now, attachment=file
    )
    found = Finding.objects.get(category="contract")
    assert (found.state, found.page, found.reason) == ("partly", 3, "Half is missing.")
    assert (found.attachment, found.message, found.said_by) == (file, message, citizen)
    past = learnt.history(sent, "contract")
    assert [entry.state for entry in past] == ["obtained", "partly"]
    learnt.withdraw(request=sent, origin="person", by=citizen, now=now)
    assert states(sent)["contract"] == "obtained"


def test_nothing_is_said_of_records_that_were_not_asked_for_and_silence_is_the_clocks_to_say(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    for wrong in (Said("training", "withheld"), Said("contract", "silent"), Said("contract", "x")):
        with pytest.raises(FindingError):
            learnt.correct(request=sent, said=wrong, reason="So.", by=citizen, now=now)
    assert not FindingEntry.objects.exists()


def test_a_correction_stands_against_the_same_mail_read_again_but_not_against_a_later_one(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    first = receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)
    later = now + timedelta(days=1)
    said = Said("contract", "withheld")
    learnt.correct(request=sent, said=said, reason="It is blank.", by=citizen, now=later)
    learnt.say(
        [Said("contract", "obtained")], message=first, origin="reading:again", by=None, now=later
    )
    assert states(sent)["contract"] == "withheld"
    receive(mail(FINAL, to=sent), later + timedelta(days=1))
    assert states(sent)["contract"] == "obtained"


def test_what_is_withheld_after_a_first_part_came_is_partly_obtained(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)
    reading = receive(mail(REFUSAL, to=sent), now + timedelta(days=1)).reading
    if reading.state == Reading.State.ASKED:
        read.confirm(reading=reading, kind="refused_exemption", by=citizen, now=now)
    assert states(sent) == {"usage_policy": "withheld", "contract": "partly"}
