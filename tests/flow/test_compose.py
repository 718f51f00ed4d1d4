"""A draft becomes a letter by one person's approval of exactly the text they saw."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.db import connection

from foia import drafts
from foia.flow import compose, outbox
from foia.flow.compose import ComposeError
from foia.letters.compose import AskItem
from foia.models import AgencyReference, Delivery, DocketEntry, Message, RecordsRequest, User
from jurisdictions import DomainError
from tests.conftest import approve, approved_as
from tests.sink import Sink

Draft = Callable[..., Message]


def test_approval_makes_the_shown_text_final(draft: Message, citizen: User, now: datetime) -> None:
    shown = drafts.preview(message=draft, now=now)
    message = approve(draft, citizen)
    assert message.body_text == shown.text
    assert message.approved_digest == shown.digest
    assert message.approved_by == citizen
    assert {file.name for file in message.attachments.all()} == {"letter.docx", "letter.pdf"}
    assert message.deliveries.get().state == Delivery.State.WAITING


def test_a_letter_changed_after_the_look_is_not_approved(
    draft: Message, citizen: User, now: datetime
) -> None:
    shown = drafts.preview(message=draft, now=now)
    compose.edit(
        message=draft,
        ask=[AskItem(category="", text="Something else")],
        signed_name="Rosa Resident",
        signed_address="",
    )
    with pytest.raises(ComposeError, match="has changed since you looked"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=now)
    draft.refresh_from_db()
    assert draft.state == Message.State.DRAFT
    assert not draft.deliveries.exists()
    assert not draft.attachments.exists()


def test_a_body_that_moved_is_noticed_before_approval(
    draft: Message, citizen: User, now: datetime
) -> None:
    shown = drafts.preview(message=draft, now=now)
    draft.request.agency.contacts.update(address="elsewhere@chicago-police.example")
    draft = Message.objects.get(pk=draft.pk)
    with pytest.raises(ComposeError, match="has changed"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=now)


def test_an_approved_letter_can_be_neither_approved_again_nor_edited(
    approved: Message, citizen: User, now: datetime
) -> None:
    with pytest.raises(ComposeError, match="has been approved"):
        compose.approve(message=approved, digest=approved.approved_digest, by=citizen, now=now)
    stale = Message.objects.get(pk=approved.pk)
    stale.state = Message.State.DRAFT  # what a page opened before the approval believes
    with pytest.raises(ComposeError, match="has been approved"):
        compose.edit(message=stale, ask=[], signed_name="Mallory", signed_address="")
    assert RecordsRequest.objects.get().signed_name == "Rosa Resident"
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_approve_once(draft: Message, citizen: User, now: datetime) -> None:
    shown = drafts.preview(message=draft, now=now)

    def click(_: int) -> str:
        try:
            compose.approve(message=draft, digest=shown.digest, by=citizen, now=now)
            return "approved"
        except ComposeError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(click, range(4)))
    assert said.count("approved") == 1
    assert sum("has been approved" in words for words in said) == 3
    assert Delivery.objects.count() == 1


def test_nothing_is_sent_to_a_place_where_asking_is_dangerous(
    draft_to: Draft, citizen: User, now: datetime
) -> None:
    draft = draft_to("moscow-dit", ask=[AskItem("", "Договор")], language="ru")
    shown = drafts.preview(message=draft, now=now)
    with pytest.raises(DomainError):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=now)
    draft.refresh_from_db()
    assert draft.state == Message.State.DRAFT
    assert not Delivery.objects.exists()


@pytest.fixture
def portal_letter(draft_to: Draft, citizen: User) -> Message:
    return approve(draft_to("c5-cdmx", language="es", ask=[AskItem("", "Los contratos")]), citizen)


def test_a_letter_for_a_portal_waits_for_a_person_and_no_mail_leaves(
    portal_letter: Message, sink: Sink, now: datetime
) -> None:
    assert outbox.run(now=now) == 0
    assert sink.taken == []
    assert not portal_letter.deliveries.exists()
    assert not DocketEntry.objects.exists()


def test_filing_by_hand_starts_the_clock_once_and_learns_the_folio(
    portal_letter: Message, citizen: User, now: datetime
) -> None:
    filing = {"message": portal_letter, "by": citizen, "now": now}
    compose.filed_by_hand(at=now, agency_reference=" 0901 6252 6000123 ", **filing)
    with pytest.raises(ComposeError, match="has not gone out"):
        compose.filed_by_hand(at=now, agency_reference="", **filing)
    entry = DocketEntry.objects.get()
    assert (entry.kind, entry.details) == ("sent", {"channel": "portal"})
    learned = AgencyReference.objects.known_as(["090162526000123"]).get()
    assert learned.request == portal_letter.request


def test_a_letter_cannot_have_been_filed_tomorrow(
    portal_letter: Message, citizen: User, now: datetime
) -> None:
    with pytest.raises(ComposeError, match="not yet"):
        compose.filed_by_hand(
            message=portal_letter,
            at=now + timedelta(days=1),
            agency_reference="",
            by=citizen,
            now=now,
        )
    assert not DocketEntry.objects.exists()


def test_a_letter_on_its_way_by_mail_is_not_filed_by_hand_too(
    approved: Message, citizen: User, now: datetime
) -> None:
    with pytest.raises(ComposeError, match="on its way"):
        compose.filed_by_hand(message=approved, at=now, agency_reference="", by=citizen, now=now)


@pytest.mark.parametrize(
    "name",
    [
        "Rosa\r\nBcc: all@police.example",
        'Rosa "the\nhat" <x@evil.example>',
        "Róża Łęcka\x00\x7f",
        "Роза <",
        "a@b, c@d",
    ],
)
def test_no_name_can_write_headers(
    draft_to: Draft, citizen: User, sink: Sink, now: datetime, name: str
) -> None:
    letter = approve(draft_to("chicago-police-department", signed_name=name), citizen)
    outbox.run(now=now)
    (mail,) = sink.taken
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert mail.recipients == ("foia@chicago-police.example",)
    assert parsed["Bcc"] is None
    assert [address.addr_spec for address in parsed["From"].addresses] == [letter.reply_to]
    assert [address.addr_spec for address in parsed["To"].addresses] == [letter.recipient]


def test_a_broken_title_cannot_write_headers(
    draft_to: Draft, citizen: User, sink: Sink, now: datetime
) -> None:
    letter = approve(draft_to("chicago-police-department"), citizen)
    approved_as(letter, subject="Request\r\nBcc: all@police.example")
    outbox.run(now=now)
    assert sink.taken == []
    first = letter.deliveries.order_by("pk").first()
    assert first is not None
    assert first.state == Delivery.State.DEFERRED
    assert "could not be made ready" in first.answer
