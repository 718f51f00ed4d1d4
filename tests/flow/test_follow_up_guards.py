"""What no later letter does: be drafted twice, go out unapproved, or leave a dangerous place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from foia import drafts
from foia.flow import compose
from foia.flow.compose import ComposeError, Said
from foia.letters.compose import AskItem
from foia.models import Delivery, Message, RecordsRequest, User
from tests.conftest import approve
from tests.flow.test_follow_ups import drafted, fits, happened


@pytest.mark.django_db(transaction=True)
def test_two_tabs_draft_one_letter(sent: RecordsRequest, late: datetime) -> None:
    def click(_: int) -> int:
        try:
            return drafted(sent, "overdue", late).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert Message.objects.filter(step="overdue").count() == 1


def test_a_letter_that_is_on_its_way_is_not_drafted_again(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    approve(drafted(sent, "overdue", late), citizen, late)
    with pytest.raises(ComposeError, match="does not fit"):
        drafted(sent, "overdue", late)


def test_a_letter_that_was_turned_down_can_be_drafted_again(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    first = approve(drafted(sent, "overdue", late), citizen, late)
    Delivery.objects.filter(message=first).update(state=Delivery.State.REFUSED)
    assert drafted(sent, "overdue", late).pk != first.pk


def test_the_request_itself_is_no_later_letter(draft: Message) -> None:
    with pytest.raises(ComposeError, match="not a later letter"):
        compose.discard(message=draft)
    with pytest.raises(ComposeError, match="not a later letter"):
        compose.revise(message=draft, said=Said(own_words="x"))


def test_an_approved_letter_is_neither_revised_nor_discarded(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    letter = approve(drafted(sent, "overdue", late), citizen, late)
    with pytest.raises(ComposeError, match="has been approved"):
        compose.revise(message=letter, said=Said(own_words="x"))
    with pytest.raises(ComposeError, match="has been approved"):
        compose.discard(message=letter)


def test_what_no_form_offers_is_refused(sent: RecordsRequest, late: datetime) -> None:
    draft = drafted(sent, "overdue", late)
    with pytest.raises(ComposeError, match="is no ground"):
        compose.revise(message=draft, said=Said(grounds=("spite",)))
    with pytest.raises(ComposeError, match="no way to send"):
        compose.revise(message=draft, said=Said(recipient="a@b.example", channel="pigeon"))


def test_nothing_later_is_sent_where_asking_is_dangerous(
    draft_to: Any, citizen: User, now: datetime
) -> None:
    signed = {"ask": [AskItem("", "Договор")], "language": "ru", "signed_address": "ул. Ленина 1"}
    request = draft_to("moscow-dit", **signed).the_request
    happened(request, "sent", now, channel="email")
    happened(request, "denied", now + timedelta(days=3))
    later = now + timedelta(days=4)
    fit = next(fit for fit in fits(request, later) if fit.kind == "appeal")
    draft = drafted(request, "appeal", later, fit.step)
    compose.revise(message=draft, said=Said(recipient="a@b.example", channel="email"))
    draft.refresh_from_db()
    shown = drafts.preview(message=draft, now=later)
    with pytest.raises(ComposeError, match="Nothing is sent from here"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=later)
    assert not Delivery.objects.exists()
