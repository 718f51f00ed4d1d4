"""Mail is filed by our own marks only; everything else waits for a person, with reasons."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from foia import access, custody, docket
from foia.drafts import known_addresses, reply_to
from foia.flow import compose, inbound, match, read
from foia.flow.compose import Said
from foia.models import (
    AgencyReference,
    Contact,
    CustodyEntry,
    FilingAct,
    Message,
    Reading,
    RecordsRequest,
    Team,
    User,
)
from tests.conftest import approve
from tests.mails import EXTENSION, VAGUE, mail

Filing = Message.Filing
ELSEWHERE = "foia@reply.openshutter.example"


def receive(content: bytes, now: datetime, *, envelope_to: tuple[str, ...] = ()) -> Message:
    """Take a mail through the door and into its place."""
    arrival = inbound.take(content=content, door="smtp", envelope_to=envelope_to, now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


def suggested(message: Message) -> list[int]:
    """The requests that triage suggests, the likeliest first."""
    return list(message.suggestions.order_by("position").values_list("request_id", flat=True))


def why(message: Message) -> str:
    """Why a message is where it is, as triage says it."""
    return " ".join(match.said(reason) for reason in message.filing_reasons)


@pytest.fixture
def second(draft_to: Callable[..., Message], sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """Another request to another body, sent too."""
    request = draft_to("chicago-oemc").request
    assert request is not None
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    return request


def test_the_reply_address_files_a_mail_whoever_sends_it(
    sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(VAGUE, to=sent, sender="clerk@gmail.com"), now)
    assert (message.filing, message.request, message.filing_rung) == (
        Filing.FILED,
        sent,
        "reply address",
    )
    assert CustodyEntry.objects.filter(act="filed", digest=message.raw_id).count() == 1


def test_a_blind_copy_is_filed_by_what_the_door_saw(sent: RecordsRequest, now: datetime) -> None:
    message = receive(mail(VAGUE, to=ELSEWHERE), now, envelope_to=(reply_to(sent),))
    assert message.request == sent


def test_an_answer_to_our_mail_is_filed_by_its_thread(sent: RecordsRequest, now: datetime) -> None:
    letter = sent.messages.get()
    message = receive(mail(VAGUE, to=ELSEWHERE, In_Reply_To=letter.message_id), now)
    assert (message.request, message.filing_rung) == (sent, "thread")


def test_our_reference_in_the_text_files_a_mail(sent: RecordsRequest, now: datetime) -> None:
    message = receive(mail(f"Your letter {sent.reference.lower()}: see below.", to=ELSEWHERE), now)
    assert (message.request, message.filing_rung) == (sent, "our reference")


def test_one_mail_to_two_reply_addresses_is_filed_under_both_requests(
    sent: RecordsRequest, second: RecordsRequest, now: datetime
) -> None:
    both = f"{reply_to(sent)}, {reply_to(second)}"
    content = mail(VAGUE, to=both, files={"a.txt": b"one"})
    message = receive(content, now)
    copy = message.copies.get()
    assert {message.request, copy.request} == {sent, second}
    assert {message.filing, copy.filing} == {Filing.FILED}
    assert copy.attachments.get().blob_id == message.attachments.get().blob_id
    assert CustodyEntry.objects.filter(act="filed", digest=message.raw_id).count() == 2
    receive(content, now)
    assert Message.objects.incoming().count() == 2


def test_an_answer_to_two_threads_waits_for_a_person_who_may_file_it_under_both(
    sent: RecordsRequest, second: RecordsRequest, citizen: User, now: datetime
) -> None:
    text = f"About {sent.reference} and {second.reference}: please wait."
    message = receive(mail(text, to=ELSEWHERE), now)
    assert message.filing == Filing.TRIAGE
    assert set(suggested(message)) == {sent.pk, second.pk}
    match.file_by_hand(message=message, requests=[sent, second], by=citizen, now=now)
    filed = Message.objects.incoming().filter(filing=Filing.FILED)
    assert {each.request for each in filed} == {sent, second}


def test_a_sender_alone_is_a_suggestion_and_never_a_filing(
    sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(VAGUE, to=ELSEWHERE, sender="x@Chicago-Police.example"), now)
    assert message.filing == Filing.TRIAGE
    assert suggested(message) == [sent.pk]
    assert "Exactly one open request" in why(message)


@pytest.mark.parametrize(
    "sender", ["x@hicago-police.example", "x@%.example", "x@chicago_police.example", "x@gmail.com"]
)
def test_a_domain_is_compared_whole(sent: RecordsRequest, now: datetime, sender: str) -> None:
    Contact.objects.filter(address__contains="oemc").update(address="foia@gmail.com")
    message = receive(mail(VAGUE, to=ELSEWHERE, sender=sender), now)
    assert (message.filing, suggested(message)) == (Filing.TRIAGE, [])


@pytest.fixture
def appealed(sent: RecordsRequest, citizen: User, now: datetime) -> RecordsRequest:
    """The request after its refusal and an appeal by e-mail to the counselor."""
    docket.record(request=sent, kind="denied", at=now, now=now)
    appeal = compose.follow_up(request=sent, kind="appeal", remedy="pac", now=now)
    to = Said(recipient="review@counselor.example", channel="email")
    compose.revise(message=appeal, said=to)
    approve(Message.objects.get(pk=appeal.pk), citizen, now)
    return sent


def test_a_contact_that_another_team_keeps_for_itself_is_a_stranger_here(
    sent: RecordsRequest, now: datetime
) -> None:
    other = Team.objects.create(name="Others", created_at=now)
    Contact.objects.create(
        agency=sent.agency, channel="email", address="x@elsewhere.example", team=other
    )
    assert known_addresses(sent) == ["foia@chicago-police.example"]


def test_the_body_that_an_appeal_went_to_is_suggested_and_no_stranger(
    appealed: RecordsRequest, now: datetime
) -> None:
    assert known_addresses(appealed) == ["foia@chicago-police.example", "review@counselor.example"]
    message = receive(mail(VAGUE, to=ELSEWHERE, sender="clerk@Counselor.example"), now)
    assert (message.filing, suggested(message)) == (Filing.TRIAGE, [appealed.pk])
    other = receive(mail(VAGUE, to=ELSEWHERE, sender="clerk@notcounselor.example"), now)
    assert suggested(other) == []


def test_an_ended_request_is_not_suggested_by_its_sender(
    sent: RecordsRequest, now: datetime
) -> None:
    docket.record(request=sent, kind="withdrawn", at=now, now=now)
    message = receive(mail(VAGUE, to=ELSEWHERE), now)
    assert suggested(message) == []


def test_a_number_learned_from_one_mail_places_the_next(
    sent: RecordsRequest, now: datetime
) -> None:
    receive(mail(EXTENSION, to=sent), now)
    assert AgencyReference.objects.get().text == "F-2026-01184"
    text = "About your request number: f-2026-01184 we need more time."
    message = receive(mail(text, to=ELSEWHERE, sender="x@other.example"), now)
    assert (message.filing, suggested(message)) == (Filing.TRIAGE, [sent.pk])
    assert "learned from earlier mail" in why(message)


def test_a_number_of_two_bodies_places_nothing_by_itself(
    sent: RecordsRequest, second: RecordsRequest, now: datetime
) -> None:
    for request in (sent, second):
        AgencyReference.objects.learn(request, "F-2026-01184")
        AgencyReference.objects.learn(request, "f-2026-01184 ")
    assert AgencyReference.objects.count() == 2
    message = receive(mail("Our reference: F-2026-01184", to=ELSEWHERE), now)
    assert message.filing == Filing.TRIAGE
    assert set(suggested(message)) == {sent.pk, second.pk}


def test_a_person_files_what_waits_in_triage_once(
    sent: RecordsRequest, second: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(EXTENSION, to="nobody@reply.openshutter.example"), now)
    assert message in Message.objects.in_triage()
    match.file_by_hand(message=message, requests=[sent], by=citizen, now=now)
    with pytest.raises(match.FilingError, match="filed already"):
        match.file_by_hand(message=message, requests=[second], by=citizen, now=now)
    read.run(now=now)
    message.refresh_from_db()
    assert (message.request, message.filing_rung) == (sent, "by hand")
    assert message.reading.kind == "extension"
    assert sent.docket.filter(kind="extended").count() == 1


def test_a_mail_that_breaks_the_ladder_waits_for_a_person_and_holds_up_no_other(
    sent: RecordsRequest, now: datetime
) -> None:
    messages = []
    for text in ("first", "second"):
        inbound.take(content=mail(text, to=sent), door="smtp", now=now)
    inbound.run(now=now)
    messages = list(Message.objects.to_match().order_by("pk"))
    Message.objects.filter(pk=messages[0].pk).update(marks={"tokens": 5})
    assert match.run(now=now) == 1
    for message in messages:
        message.refresh_from_db()
    assert [message.filing for message in messages] == [Filing.TRIAGE, Filing.FILED]
    assert "could not be matched" in why(messages[0])


def test_what_is_taken_back_leaves_nothing_of_it_in_the_request(
    sent: RecordsRequest, second: RecordsRequest, citizen: User, now: datetime
) -> None:
    due_before = [due.due_on for due in sent.deadlines.all()]
    message = receive(mail(EXTENSION, to=sent), now)
    assert [due.due_on for due in sent.deadlines.all()] != due_before
    match.take_back(message=message, by=citizen, now=now)
    message.refresh_from_db()
    assert (message.filing, message.request) == (Filing.TRIAGE, None)
    assert [due.due_on for due in sent.deadlines.all()] == due_before
    assert not AgencyReference.objects.exists()
    assert not Reading.objects.filter(message=message).exists()
    assert suggested(message) == [sent.pk]
    assert access.triage_for(citizen).get() == message  # who took it back may file it elsewhere
    match.run(now=now)
    match.file_by_hand(message=message, requests=[second], by=citizen, now=now)
    read.run(now=now)
    assert (Reading.objects.get().kind, Reading.objects.get().message) == ("extension", message)
    acts = FilingAct.objects.filter(message=message).order_by("pk")
    assert [(act.act, act.request, act.rung) for act in acts] == [
        ("taken_back", sent, "reply address"),
        ("filed", second, "by hand"),
    ]
    assert list(custody.breaks()) == []


def test_a_copy_that_is_taken_back_is_set_aside_and_its_original_stays(
    sent: RecordsRequest, second: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(VAGUE, to=f"{reply_to(sent)}, {reply_to(second)}"), now)
    copy = message.copies.get()
    match.take_back(message=copy, by=citizen, now=now)
    copy.refresh_from_db()
    message.refresh_from_db()
    assert (copy.filing, message.filing) == (Filing.ASIDE, Filing.FILED)


def test_what_belongs_to_nobody_is_set_aside_and_can_be_put_back(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail("Buy now", to=ELSEWHERE, sender="x@shop.example"), now)
    match.set_aside(message=message, by=citizen, now=now)
    assert not Message.objects.in_triage().exists()
    with pytest.raises(match.FilingError, match="nothing was changed"):
        match.file_by_hand(message=message, requests=[sent], by=citizen, now=now)
    match.put_back(message=message, by=citizen, now=now)
    assert Message.objects.in_triage().get() == message


def test_a_learned_number_files_a_mail_whose_sender_a_trusted_server_vouches_for(
    sent: RecordsRequest, now: datetime, settings: Any
) -> None:
    settings.TRUSTED_MAIL_HOST = "mx.ours.example"
    AgencyReference.objects.learn(sent, "F-2026-01184")
    text = "About your request number: F-2026-01184 we need more time."
    said = (
        "mx.ours.example; spf=pass smtp.mailfrom=x; dmarc=pass header.from=chicago-police.example"
    )
    message = receive(mail(text, to=ELSEWHERE, Authentication_Results=said), now)
    assert (message.request, message.filing_rung) == (sent, "their reference")
    assert message.authentication == {"spf": "pass", "dmarc": "pass", "by": "mx.ours.example"}
    forged = said.replace("mx.ours.example;", "mx.evil.example;")
    other = receive(mail(f"{text} Again.", to=ELSEWHERE, Authentication_Results=forged), now)
    assert (other.filing, other.authentication) == (Filing.TRIAGE, {})
    stranger = {"to": ELSEWHERE, "sender": "x@evil.example", "Authentication_Results": said}
    assert receive(mail(f"{text} Third.", **stranger), now).filing == Filing.TRIAGE
