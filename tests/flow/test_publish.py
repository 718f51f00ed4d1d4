"""Nothing is shown to readers that was not checked, and nobody in it who did not want to be."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from foia import access, custody
from foia.flow import accounts, archive, inbound, match, publish, read
from foia.gateways import blobs
from foia.gateways.cleaned.for_readers import CHECKS
from foia.gateways.inspect import pdf
from foia.models import (
    Attachment,
    Derivative,
    DocumentText,
    Message,
    Publication,
    PublicationAct,
    PublicCopy,
    RecordsRequest,
    User,
)
from tests import papers
from tests.gateways.inspect.test_office import edited
from tests.gateways.inspect.test_pdf import BLACK
from tests.mails import contract, mail

State = PublicCopy.State
ANSWER = """Dear Ms. Resident, dear Rosa,

we release the contract. Download it at https://records.example/get?key=a8f72bc91d.
Call 311 with questions about OS-references.

> From: Rosa Resident
> 12 Elm Street
"""


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """The Chicago request after an answer with a clean file and a badly redacted one."""
    files = {
        "contract.pdf": contract(),
        "report for Rosa Resident.pdf": papers.covered(BLACK),
        "photo.jpg": papers.photo(),
        "data.bin": b"\0\1\2",
    }
    content = mail(ANSWER, to=sent, files=files)
    later = now + timedelta(days=1)
    inbound.take(content=content, door="smtp", now=later)
    for room in (inbound, match, read):
        room.run(now=later)
    RecordsRequest.objects.filter(pk=sent.pk).update(signed_address="12 Elm Street\nChicago")
    return RecordsRequest.objects.get(pk=sent.pk)


@pytest.fixture
def prepared(answered: RecordsRequest, citizen: User, now: datetime) -> Publication:
    publication = publish.prepare(request=answered, by=citizen, now=now)
    while publish.run(now=now):
        pass
    return publication


def copies(publication: Publication) -> dict[str, PublicCopy]:
    found = publication.copies.select_related("attachment", "message")
    return {
        copy.attachment.name if copy.attachment else copy.message.direction: copy for copy in found
    }


def test_each_item_is_checked_and_a_doubt_keeps_it_private(prepared: Publication) -> None:
    states = {name: copy.state for name, copy in copies(prepared).items()}
    assert states == {
        "out": State.SHOWN,
        "in": State.SHOWN,
        "contract.pdf": State.SHOWN,
        "report for Rosa Resident.pdf": State.QUARANTINED,
        "photo.jpg": State.TO_LOOK_AT,
        "data.bin": State.KEPT,
    }
    assert not access.published_requests().exists()
    assert not access.public_copies(CHECKS).exists()


def test_the_requester_is_in_no_text_and_no_name_of_a_file(prepared: Publication) -> None:
    seen = prepared.copies.filter(state=State.SHOWN)
    words = "\n".join(f"{copy.subject}\n{copy.text}\n{copy.name}" for copy in seen)
    for mine in ("Rosa", "Resident", "Elm Street", "rosa@", "a8f72bc91d", "@reply."):
        assert mine not in words
    assert prepared.request.reference not in words
    assert "we release the contract" in words
    assert copies(prepared)["report for Rosa Resident.pdf"].name == "file-2.pdf"


def test_the_original_stays_and_the_copy_is_other_bytes_with_its_lineage(
    prepared: Publication,
) -> None:
    copy = copies(prepared)["contract.pdf"]
    assert copy.attachment and copy.blob_id
    assert blobs.read(copy.attachment.blob_id) == contract()
    assert copy.blob_id != copy.attachment.blob_id
    made = Derivative.objects.get(derived=copy.blob_id)
    assert (made.original_id, made.role) == (copy.attachment.blob_id, "cleaned")
    assert list(archive.verify_store()) == []


def test_published_it_is_seen_and_taken_back_it_is_not(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    assert access.published_requests().get() == prepared.request
    assert access.public_copies(CHECKS).count() == 3
    publish.unpublish(publication=prepared, by=citizen, now=now)
    assert not access.published_requests().exists()
    assert not access.public_copies(CHECKS).exists()
    acts = list(PublicationAct.objects.order_by("pk").values_list("act", "by"))
    assert acts == [(act, citizen.pk) for act in ("asked", "published", "taken back")]
    assert list(custody.breaks()) == []
    with pytest.raises(publish.PublishError, match="private already"):
        publish.unpublish(publication=prepared, by=citizen, now=now)


def test_what_is_not_checked_yet_is_not_published(
    answered: RecordsRequest, citizen: User, now: datetime
) -> None:
    publication = publish.prepare(request=answered, by=citizen, now=now)
    with pytest.raises(publish.PublishError, match="Not everything is checked yet"):
        publish.publish(publication=publication, by=citizen, now=now)
    publication.refresh_from_db()
    assert publication.state == "private"


def test_with_better_checks_all_is_unseen_until_it_is_made_anew(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    prepared.copies.update(made_by_version=CHECKS - 1)
    assert not access.public_copies(CHECKS).exists()
    while publish.run(now=now):
        pass
    assert access.public_copies(CHECKS).count() == 3


def test_what_is_filed_elsewhere_is_gone_from_readers_and_checked_where_it_is_now(
    prepared: Publication, citizen: User, now: datetime, draft_to: Callable[..., Message]
) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    other = draft_to("chicago-police-department").the_request
    answer = Message.objects.incoming().get(request=prepared.request)
    assert access.public_copies(CHECKS).filter(message=answer).exists()
    Message.objects.filter(pk=answer.pk).update(request=other)
    assert not access.public_copies(CHECKS).filter(message=answer).exists()
    elsewhere = publish.prepare(request=other, by=citizen, now=now)
    copies = elsewhere.copies.values_list("message", "state", "desk")
    assert set(copies) == {(answer.pk, State.WAITING, other.desk)}
    assert elsewhere.desk == other.desk


def test_what_came_later_waits_for_a_person(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    content = mail("One more page.\n", to=prepared.request)
    inbound.take(content=content, door="smtp", now=now)
    for room in (inbound, match, publish):
        room.run(now=now)
    assert access.public_copies(CHECKS).count() == 3
    publish.prepare(request=prepared.request, by=citizen, now=now)
    assert access.public_copies(CHECKS).count() == 3
    publish.run(now=now)
    assert access.public_copies(CHECKS).count() == 4


def test_a_picture_is_seen_after_a_persons_look_and_never_against_their_word(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    photo = copies(prepared)["photo.jpg"]
    publish.looked_at(copy=photo, by=citizen, now=now)
    assert copies(prepared)["photo.jpg"].state == State.SHOWN
    publish.keep_private(copy=photo, reason="a face", by=citizen, now=now)
    kept = copies(prepared)["photo.jpg"]
    assert (kept.state, kept.blob, kept.reason) == (State.KEPT, None, "a face")
    publish.decide_again(copy=photo, by=citizen, now=now)
    publish.run(now=now)
    assert copies(prepared)["photo.jpg"].state == State.TO_LOOK_AT


@pytest.mark.parametrize("name", ["report for Rosa Resident.pdf", "data.bin", "contract.pdf"])
def test_a_persons_look_overrules_no_check(
    prepared: Publication, citizen: User, now: datetime, name: str
) -> None:
    with pytest.raises(publish.PublishError, match="does not wait for your look"):
        publish.looked_at(copy=copies(prepared)[name], by=citizen, now=now)


def test_named_only_if_they_chose_it(prepared: Publication, citizen: User, now: datetime) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    publish.name_requester(publication=prepared, is_named=True, by=citizen, now=now)
    assert not access.public_copies(CHECKS).exists()
    publish.run(now=now)
    shown = copies(prepared)
    assert "Ms. Resident" in shown["in"].text
    assert "Elm Street" not in shown["in"].text


def test_an_embargo_ends_on_its_day_where_the_body_is(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    day = now.date() + timedelta(days=7)
    publish.embargo(publication=prepared, until_on=day, by=citizen, now=now)
    eve = datetime.combine(day, now.timetz()).replace(hour=0, minute=0)
    publish.run(now=eve - timedelta(minutes=1))
    assert not access.published_requests().exists()
    publish.run(now=eve)
    assert access.published_requests().exists()
    prepared.refresh_from_db()
    assert (prepared.published_at, prepared.published_by) == (eve, citizen)


def test_an_embargo_that_no_longer_passes_stays_private_and_says_why(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    day = now.date() + timedelta(days=7)
    publish.embargo(publication=prepared, until_on=day, by=citizen, now=now)
    prepared.copies.filter(attachment__name="contract.pdf").update(made_by_version=0)
    RecordsRequest.objects.update(jurisdiction_code="nowhere")
    publish.run(now=now + timedelta(days=9))
    prepared.refresh_from_db()
    assert prepared.state == "private"
    assert "dangerous" in prepared.trouble
    with pytest.raises(publish.PublishError, match="not in the future"):
        RecordsRequest.objects.update(jurisdiction_code="us-il-chicago")
        publish.embargo(publication=prepared, until_on=date(2026, 1, 1), by=citizen, now=now)


def test_where_asking_is_dangerous_a_person_must_say_that_they_know(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    RecordsRequest.objects.update(jurisdiction_code="ru")
    with pytest.raises(publish.PublishError, match="dangerous"):
        publish.publish(publication=prepared, by=citizen, now=now)
    publish.publish(publication=prepared, by=citizen, now=now, is_risk_accepted=True)
    assert access.published_requests().exists()


def test_where_asking_is_dangerous_nobody_is_named(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    RecordsRequest.objects.update(jurisdiction_code="ru")
    with pytest.raises(publish.PublishError, match="never named"):
        publish.name_requester(publication=prepared, is_named=True, by=citizen, now=now)
    prepared.refresh_from_db()
    assert not prepared.is_requester_named


def test_nothing_is_made_for_readers_of_who_closed_their_account(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    publish.publish(publication=prepared, by=citizen, now=now)
    accounts.close(person=citizen, now=now)
    PublicCopy.objects.update(made_by_version=0)  # better checks have come
    publish.run(now=now)
    assert not access.public_copies(CHECKS).exists()
    assert not any("Elm Street" in copy.text for copy in PublicCopy.objects.all())


def test_a_redaction_takes_the_words_out_of_a_copy_and_is_proved(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    file = Attachment.objects.get(name="contract.pdf")
    words = pdf.text_of(contract())[0].split()[0]
    with pytest.raises(publish.PublishError, match="reason"):
        publish.cover_words(attachment=file, words=words, reason=" ", by=citizen, now=now)
    with pytest.raises(publish.PublishError, match="nowhere"):
        publish.cover_words(attachment=file, words="xyzzy", reason="r", by=citizen, now=now)
    count = publish.cover_words(
        attachment=file, words=words, reason="trade secret", by=citizen, now=now
    )
    assert count >= 1
    again = publish.cover_words(attachment=file, words=words, reason="r", by=citizen, now=now)
    assert again == 0
    made = publish.make(attachment=file, by=citizen, now=now)
    assert words not in made.proof
    assert made.applied[0]["reason"] == "trade secret"
    assert blobs.read(file.blob_id) == contract()
    publish.run(now=now)
    copy = copies(prepared)["contract.pdf"]
    assert copy.state == State.TO_LOOK_AT
    assert copy.blob_id and words not in "".join(pdf.text_of(blobs.read(copy.blob_id)))
    publish.looked_at(copy=copy, by=citizen, now=now)
    assert list(archive.verify_store()) == []


def test_a_file_that_hides_something_goes_out_as_its_text_through_the_same_gate(
    answered: RecordsRequest, citizen: User, now: datetime
) -> None:
    hidden = "<w:del><w:r><w:delText>hush</w:delText></w:r></w:del><w:r>"
    letter = edited(papers.letter("To Rosa Resident: here."), "word/document.xml", "<w:r>", hidden)
    content = mail("See the file.", to=answered, files={"letter.docx": letter})
    inbound.take(content=content, door="smtp", now=now + timedelta(days=2))
    for room in (inbound, match, read):
        room.run(now=now + timedelta(days=2))
    publication = publish.prepare(request=answered, by=citizen, now=now)
    while publish.run(now=now):
        pass
    copy = copies(publication)["letter.docx"]
    assert (copy.state, copy.blob) == (State.KEPT, None)
    assert copy.attachment is not None
    made = publish.show_as_text(attachment=copy.attachment, by=citizen, now=now)
    assert publish.run(now=now) == 1
    copy.refresh_from_db()
    assert (copy.state, copy.name) == (State.SHOWN, "letter.docx.txt")
    assert copy.content_type == "text/plain" and copy.blob_id is not None
    assert blobs.read(copy.blob_id).decode() == "[…]To █████: here.\n"
    lineage = Derivative.objects.filter(original=copy.attachment.blob_id, derived=made.blob)
    assert lineage.exists() and blobs.read(copy.attachment.blob_id) == letter


def test_a_bad_redaction_becomes_harmless_by_a_copy_of_pictures(
    prepared: Publication, citizen: User, now: datetime
) -> None:
    file = Attachment.objects.get(name="report for Rosa Resident.pdf")
    publish.make(attachment=file, by=citizen, now=now)
    publish.run(now=now)
    copy = copies(prepared)[file.name]
    assert copy.state == State.TO_LOOK_AT
    assert copy.blob_id and papers.SECRET not in "".join(pdf.text_of(blobs.read(copy.blob_id)))


def test_the_requester_in_a_file_is_covered_by_one_click(
    answered: RecordsRequest, citizen: User, now: datetime
) -> None:
    file = Attachment.objects.get(name="contract.pdf")
    named = papers.pdf("Released to Rosa Resident, 12 Elm Street.\n\nThe contract.")
    Attachment.objects.filter(pk=file.pk).update(blob=_kept(named, now))
    file.refresh_from_db()
    publication = publish.prepare(request=answered, by=citizen, now=now)
    publish.run(now=now)
    copy = copies(publication)["contract.pdf"]
    assert copy.state == State.KEPT
    assert {problem["kind"] for problem in copy.problems} >= {"requester"}
    assert publish.cover_requester(attachment=file, reason="privacy", by=citizen, now=now) == 2
    publish.make(attachment=file, by=citizen, now=now)
    publish.run(now=now)
    assert copies(publication)["contract.pdf"].state == State.TO_LOOK_AT


def _kept(content: bytes, now: datetime) -> object:
    with transaction.atomic():
        return custody.keep(content, subject="test", now=now)


def test_a_file_that_the_scanner_called_infected_stays_private(
    answered: RecordsRequest, citizen: User, now: datetime
) -> None:
    file = Attachment.objects.get(name="contract.pdf")
    file.document = DocumentText.objects.create(
        blob=file.blob, content_type="application/pdf", scan=DocumentText.Scan.INFECTED
    )
    file.save()
    publication = publish.prepare(request=answered, by=citizen, now=now)
    publish.run(now=now)
    copy = copies(publication)["contract.pdf"]
    assert (copy.state, copy.blob) == (State.KEPT, None)


def test_a_draft_a_notice_and_our_own_drawing_have_no_copy(prepared: Publication) -> None:
    assert not PublicCopy.objects.filter(attachment__role="rendering").exists()
    assert not PublicCopy.objects.filter(message__kind=Message.Kind.NOTICE).exists()
    assert not PublicCopy.objects.filter(message__state=Message.State.DRAFT).exists()


def test_preparing_costs_the_same_statements_however_much_there_is(
    answered: RecordsRequest,
    citizen: User,
    now: datetime,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with django_assert_max_num_queries(16):
        publish.prepare(request=answered, by=citizen, now=now)
