"""An address is mended on one page; its letters are read again and leave."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foia.flow import outbox, reports
from foia.models import Contact, Delivery, DeliveryReport, Message, RecordsRequest, User
from tests.conftest import approve
from tests.sink import Sink
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
NEW = "records@chicago-police.example"
GIVEN = {"channel": "email", "address": NEW, "source_url": ""}


@pytest.fixture
def letter(sent: RecordsRequest, now: datetime) -> Message:
    """The Chicago letter after it came back."""
    letter = sent.messages.get(kind="letter")
    DeliveryReport.objects.keep(
        source="mail",
        event_id="1",
        kind="bounced_hard",
        mail_ids=[letter.message_id],
        recipient="",
        words="550 5.1.1 no such user",
        at=now,
        now=now,
    )
    reports.run(now=now)
    return letter


def page(letter: Message) -> str:
    return reverse("address", args=[letter.the_request.agency.uuid])


def test_the_request_leads_to_where_its_address_is_mended(owner: Client, letter: Message) -> None:
    shown = owner.get(reverse("records_request", args=[letter.the_request.uuid])).content.decode()
    assert page(letter) in shown and "no such user" in shown
    assert reverse("addresses") in owner.get(reverse("home")).content.decode()
    listed = owner.get(reverse("addresses")).content.decode()
    assert page(letter) in listed and "1 letter" in listed


def test_a_letter_is_mended_read_again_and_sent(
    owner: Client, letter: Message, sink: Sink, now: datetime
) -> None:
    shown = owner.get(page(letter)).content.decode()
    assert "foia@chicago-police.example" in shown and "no such user" in shown
    assert owner.post(page(letter), GIVEN).status_code == 302
    read = owner.get(page(letter))
    assert f'<dd class="break">{NEW}</dd>' in read.content.decode()
    assert letter.body_text[:40] in read.content.decode()
    digest = read.context["digest"]
    send = reverse("address_send", args=[letter.the_request.agency.uuid])
    assert owner.post(send, {"digest": digest}).status_code == 302
    outbox.run(now=now + timedelta(days=365))
    ours = [mail for mail in sink.taken if letter.message_id.encode() in mail.content]
    assert [mail.recipients[0] for mail in ours] == ["foia@chicago-police.example", NEW]
    assert "Nothing waits." in owner.get(reverse("addresses")).content.decode()


def test_what_was_not_shown_is_not_approved(owner: Client, letter: Message) -> None:
    owner.post(page(letter), GIVEN)
    send = reverse("address_send", args=[letter.the_request.agency.uuid])
    said = owner.post(send, {"digest": "0" * 64}, follow=True).content.decode()
    assert "read them again" in said
    letter.refresh_from_db()
    assert letter.state == Message.State.DRAFT


def test_what_was_typed_wrong_is_kept_and_explained(owner: Client, letter: Message) -> None:
    empty = owner.post(page(letter), GIVEN | {"address": ""})
    assert empty.status_code == 422 and "error-summary" in empty.content.decode()
    wrong = owner.post(page(letter), GIVEN | {"address": "nobody at all"})
    assert wrong.status_code == 422 and "nobody at all" in wrong.content.decode()
    assert not Contact.objects.filter(rank=0).exists()


def test_nobody_else_sees_or_mends_it(stranger: Client, letter: Message) -> None:
    assert stranger.get(page(letter)).status_code == 404
    assert stranger.post(page(letter), GIVEN).status_code == 404
    assert "Chicago Police" not in stranger.get(reverse("addresses")).content.decode()


def test_a_person_says_what_became_of_an_answered_letter(
    owner: Client, sent: RecordsRequest, now: datetime
) -> None:
    delivery = sent.messages.get().deliveries.get()
    Delivery.objects.update(fate="bounced_hard")
    assert "Did these arrive?" in owner.get(reverse("addresses")).content.decode()
    answer = owner.post(reverse("delivery_arrived", args=[delivery.pk]), {"arrived": "yes"})
    assert answer.status_code == 302
    assert "Did these arrive?" not in owner.get(reverse("addresses")).content.decode()


def test_the_number_of_queries_does_not_grow(
    letter: Message, citizen: User, draft_to, now: datetime
) -> None:
    counts = []
    for _ in range(2):
        client = signed_in(citizen)
        for address in (reverse("addresses"), page(letter)):
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
        for _ in range(4):
            more = approve(draft_to("chicago-police-department"), citizen)
            Delivery.objects.filter(message=more).update(state="refused", answer="550 no")
    assert counts[:2] == counts[2:] and max(counts) <= 20
