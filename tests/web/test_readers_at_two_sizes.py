"""Readers' lists: as many statements for very many rows as for few, and light on the line."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foia import access, samples
from foia.flow import findings, search
from foia.flow.findings import scope as scopes
from foia.gateways import clock
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Agency, Message, Publication, PublicCopy, RecordsRequest, User
from tests.findings_rows import asked, bodies

FEW, MANY = 24, 120
MOST_STATEMENTS, MOST_BYTES = 20, 150_000
LISTS = (
    "/",
    "/ask/",
    "/ask/?q=Town",
    "/findings/",
    "/findings/?law=us",
    "/findings/places/",
    "/findings/place/?place=Town+000000",
    "/findings/grid/",
    "/findings/list/",
    "/findings/list/?state=withheld",
    "/systems/",
    "/public/requests/",
    "/search/?q=camera",
    "/search/?q=camera&what=message&place=us",
)


@pytest.fixture
def show(citizen: User, now: datetime) -> Callable[[int], None]:
    """A function that has readers see so many requests, and so many bodies be known."""
    samples.load()
    agencies = bodies(MANY, each_place=60)
    requests = asked(agencies, by=citizen, now=now)
    _with_letters(requests, now)

    def show(number: int) -> None:
        seen = [row.pk for row in requests[:: MANY // number]]
        Publication.objects.exclude(request__in=seen).update(state="private")
        Publication.objects.filter(request__in=seen).update(state="public")
        there = Agency.objects.filter(pk__in=[body.pk for body in agencies])
        there.filter(records_requests__in=seen).update(merged_into=None)
        there.exclude(records_requests__in=seen).update(merged_into=agencies[0])

    return show


def _with_letters(requests: list[RecordsRequest], now: datetime) -> None:
    """Give each request one letter that readers see and find."""
    letters = Message.objects.bulk_create(
        Message(
            request=row,
            direction="in",
            kind="mail",
            state="arrived",
            filing="filed",
            at=now,
            created_at=now,
            message_id=f"<{row.reference}@agency.example>",
        )
        for row in requests
    )
    PublicCopy.objects.bulk_create(
        PublicCopy(
            publication=letter.the_request.publication,
            message=letter,
            state=PublicCopy.State.SHOWN,
            made_by_version=CHECKS,
            text="We keep no policy for this camera.",
        )
        for letter in letters
    )
    while search.run_copies(now=now):
        pass


@pytest.mark.parametrize("most_named", [1_000, 2], ids=["at once", "by the room"])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_the_same_statements_for_few_and_many_rows_and_stays_light(
    address: str,
    most_named: int,
    show: Callable[[int], None],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scopes, "MOST_NAMED", most_named)
    taken = []
    for number in (FEW, MANY):
        show(number)
        client.get(address)
        findings.run(now=clock.now(), requests=access.requests_behind)
        with CaptureQueriesContext(connection) as asked_for:
            answer = client.get(address)
        assert answer.status_code == 200
        taken.append(len(asked_for))
    assert taken[0] == taken[1] <= MOST_STATEMENTS
    assert weight(answer.content.decode()) < MOST_BYTES


def weight(page: str) -> int:
    """Return the bytes of a page and of the styles, scripts and pictures that it asks for."""
    files = set(re.findall(r'(?:href|src)="/static/([^"?#]+)"', page))
    assert files
    found = [finders.find(file) for file in files]
    return len(page.encode()) + sum(Path(str(file)).stat().st_size for file in found)
