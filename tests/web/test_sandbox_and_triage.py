"""The pretend world and the waiting mail: read, answered, and put where they belong."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.models import Message, RecordsRequest
from tests.conftest import NOW
from tests.web.conftest import Rows
from worker.doors import doors
from worker.services import free_port


@pytest.fixture
def front_door(settings: Any) -> Iterator[None]:
    """The door of an installation, on a port of its own."""
    settings.DOOR_PORT = free_port()
    front = doors(clock=lambda: NOW)[0]
    front.open()
    yield
    front.stop()


def test_a_caught_mail_is_shown_with_its_headers(rows: Rows, owner: Client) -> None:
    page = owner.get(reverse("sandbox_mail", args=[rows.caught.pk])).content.decode()
    assert "Message-ID:" in page
    assert rows.sent.reference in page
    assert "Answer as the agency" in page


def test_an_answer_written_by_hand_arrives_through_the_front_door(
    transactional_db: None, rows: Rows, owner: Client, front_door: None
) -> None:
    file = SimpleUploadedFile("logs.csv", b"a,b\n1,2\n", content_type="text/csv")
    form = {"subject": "RE: your request", "text": "Here are the logs.", "attachment": file}
    answer = owner.post(reverse("sandbox_answer", args=[rows.caught.pk]), form)
    assert answer["Location"].startswith(reverse("records_request", args=[rows.sent.uuid]))
    for room in (inbound, match, read):
        room.run(now=NOW)
    arrived = Message.objects.get(subject="RE: your request")
    assert arrived.request == rows.sent
    assert blobs.read(arrived.attachments.get().blob_id) == b"a,b\n1,2\n"


def test_a_closed_door_is_said_where_the_person_is(
    rows: Rows, owner: Client, settings: Any
) -> None:
    where = reverse("records_request", args=[rows.sent.uuid])
    script = owner.get(where).context["scripts"][0].id
    settings.DOOR_PORT = free_port()
    owner.post(
        reverse("sandbox_answer", args=[rows.caught.pk]),
        {"script": script},
        HTTP_REFERER=f"http://testserver{where}",
    )
    assert "did not take the answer" in owner.get(where).content.decode()


def test_unplaced_mail_is_filed_by_its_reference(rows: Rows, staff: Client) -> None:
    page = staff.get(reverse("triage")).content.decode()
    assert "Hello there." in page
    for reason in rows.unplaced.filing_reasons:
        assert escape(match.said(reason)) in page
    where = reverse("triage_file", args=[rows.unplaced.uuid])
    staff.post(where, {"reference": "OS-NOSUCH00"})
    assert "There is no request with the reference" in staff.get(reverse("triage")).content.decode()
    staff.post(where, {"reference": f"[{rows.sent.reference.lower()}]"})
    rows.unplaced.refresh_from_db()
    assert rows.unplaced.request == RecordsRequest.objects.get(pk=rows.sent.pk)
    assert rows.unplaced.filing == "filed"
    assert "Nothing waits." in staff.get(reverse("triage")).content.decode()
