"""Strangers see nothing; people see what is theirs; staff sees what nobody could place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from foia import access
from foia.flow import inbound, match, read
from foia.models import Message, RecordsRequest, User
from tests.mails import FINAL, contract, mail

VIEWS: list[Callable[[Any], Any]] = [
    access.requests_for,
    access.messages_for,
    access.triage_for,
    access.attachments_for,
    access.deliveries_for,
    access.readings_for,
    access.sandbox_mail_for,
]
OWN = [view for view in VIEWS if view not in (access.triage_for, access.sandbox_mail_for)]


@pytest.fixture
def full(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """A request with an answer, and a mail that nobody could place."""
    placed = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    lost = mail("Who is this?", to="x@reply.openshutter.example", sender="x@gmail.com")
    for content in (placed, lost):
        inbound.take(content=content, door="smtp", now=now)
    for room in (inbound, match, read):
        room.run(now=now)
    return sent


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_strangers_see_nothing(full: RecordsRequest, view: Callable[[Any], Any]) -> None:
    assert not view(AnonymousUser()).exists()
    assert not view(User.objects.create_user("mallory@openshutter.example")).exists()


@pytest.mark.parametrize("view", OWN, ids=lambda view: view.__name__)
def test_people_see_what_is_theirs(
    full: RecordsRequest, citizen: User, view: Callable[[Any], Any]
) -> None:
    assert view(citizen).exists()


@pytest.mark.parametrize("view", OWN, ids=lambda view: view.__name__)
def test_staff_does_not_see_other_peoples_requests(
    full: RecordsRequest, view: Callable[[Any], Any]
) -> None:
    assert not view(User.objects.create_superuser("olive@openshutter.example")).exists()


def test_staff_alone_sees_what_nobody_could_place(full: RecordsRequest, citizen: User) -> None:
    olive = User.objects.create_user("olive@openshutter.example", is_staff=True)
    assert access.triage_for(olive).get().sender == "Records Section <x@gmail.com>"
    assert not access.triage_for(citizen).exists()
    assert Message.objects.incoming().count() == 2
