"""The pretend world and the waiting mail: read, answered, and put where they belong."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from foia.flow import inbound, match, read
from foia.gateways import blobs, clock
from foia.gateways.door import HandedIn
from foia.models import Message, RecordsRequest, User
from foia.sandbox import mailbox
from tests.conftest import NOW
from tests.web.conftest import Rows, mail, receive
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
    answer = owner.post(
        reverse("sandbox_answer", args=[rows.caught.pk]),
        {"script": script},
        HTTP_REFERER=f"http://testserver{where}",
    )
    assert "did not take the answer" in answer.content.decode()


def test_unplaced_mail_is_filed_by_its_reference(rows: Rows, staff: Client) -> None:
    page = staff.get(reverse("triage")).content.decode()
    assert "Hello there." in page
    for reason in rows.unplaced.filing_reasons:
        assert escape(match.said(reason)) in page
    where = reverse("triage_file", args=[rows.unplaced.uuid])
    answer = staff.post(where, {"reference": "OS-NOSUCH00"})
    assert "There is no request with the reference" in answer.content.decode()
    staff.post(where, {"reference": f"[{rows.sent.reference.lower()}]"})
    rows.unplaced.refresh_from_db()
    assert rows.unplaced.request == RecordsRequest.objects.get(pk=rows.sent.pk)
    assert rows.unplaced.filing == "filed"
    page = staff.get(reverse("triage")).content.decode()
    assert "Nothing waits." in page
    assert "Filed by you lately" in page


def test_a_wrong_filing_is_taken_back_on_screen(rows: Rows, staff: Client, owner: Client) -> None:
    where = reverse("triage_file", args=[rows.unplaced.uuid])
    staff.post(where, {"reference": rows.sent.reference})
    for room in (match, read):
        room.run(now=NOW)
    page = owner.get(reverse("records_request", args=[rows.sent.uuid])).content.decode()
    assert "x@elsewhere.example" in page or "Take it back to triage" in page
    staff.post(reverse("message_take_back", args=[rows.unplaced.uuid]))
    rows.unplaced.refresh_from_db()
    assert (rows.unplaced.request, rows.unplaced.filing) == (None, "triage")


def test_a_requests_reference_is_searched_and_several_are_ticked(rows: Rows, staff: Client) -> None:
    where = reverse("triage_message", args=[rows.unplaced.uuid])
    page = staff.get(where, {"q": "chicago police"}).content.decode()
    assert rows.sent.reference in page
    assert rows.draft.the_request.reference not in page  # it has not left
    assert "No request that has left" in staff.get(where, {"q": "atlantis"}).content.decode()
    other = rows.unclear.message.the_request.reference
    form = {"reference": [rows.sent.reference, other]}
    staff.post(reverse("triage_file", args=[rows.unplaced.uuid]), form)
    filed = Message.objects.filter(raw=rows.unplaced.raw, filing="filed")
    assert {each.the_request.reference for each in filed} == set(form["reference"])


def test_what_belongs_nowhere_is_set_aside_and_put_back(rows: Rows, staff: Client) -> None:
    staff.post(reverse("triage_set_aside", args=[rows.unplaced.uuid]))
    assert "Nothing waits." in staff.get(reverse("triage")).content.decode()
    assert "Your request" in staff.get(reverse("triage"), {"aside": ""}).content.decode()
    staff.post(reverse("triage_put_back", args=[rows.unplaced.uuid]))
    assert "Nothing waits." not in staff.get(reverse("triage")).content.decode()


def test_who_asked_alone_at_a_body_files_its_mail_and_a_second_asker_hides_it(
    rows: Rows, owner: Client, stranger: Client
) -> None:
    content = mail(rows.sent, "Late news.", to="foia@reply.openshutter.example", message_id="<9@x>")
    message = receive(content)
    assert message.filing == "triage"
    assert "Late news." in owner.get(reverse("triage")).content.decode()
    assert "Late news." not in stranger.get(reverse("triage")).content.decode()
    other = User.objects.get(email="sam@openshutter.example")
    RecordsRequest.objects.filter(pk=rows.unclear.message.the_request.pk).update(
        requester=other, agency=rows.sent.agency, stage="closed"
    )
    again = receive(content.replace(b"<9@x>", b"<10@x>").replace(b"Late news", b"Later news"))
    assert again.filing == "triage"
    assert "Later news." not in owner.get(reverse("triage")).content.decode()


def test_staff_alone_is_told_what_could_not_be_taken_in(
    rows: Rows, staff: Client, owner: Client
) -> None:
    inbound.keep_unread(content=b"?", door="webhook", trouble="Odd.", now=NOW, event_id="x:1")
    assert "could not be taken in: Odd." in staff.get(reverse("triage")).content.decode()
    assert "Odd." not in owner.get(reverse("triage")).content.decode()


def test_a_person_lets_time_pass_and_what_is_overdue_shows_at_once(
    rows: Rows, owner: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    where = reverse("records_request", args=[rows.sent.uuid])
    panel = owner.get(where).content.decode()
    after = max(d.due_on for d in rows.sent.deadlines.filter(state="running")) + timedelta(days=1)
    assert 'name="until"' in panel
    done = owner.post(reverse("sandbox_pass"), {"until": max(after, clock.today() + timedelta(1))})
    assert done["Location"] == reverse("sandbox")
    rows.sent.refresh_from_db()
    assert rows.sent.stage == "overdue" or rows.sent.stage == "silent_refusal"
    assert "Its clock says" in owner.get(reverse("sandbox")).content.decode()


def test_time_goes_back_for_nobody(
    rows: Rows, owner: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    page = owner.post(reverse("sandbox_pass"), {"until": "2020-01-01"})
    assert page.status_code == 422
    assert "can be set to a later day" in page.content.decode()
    assert not clock.ahead()


def test_mail_about_an_account_is_read_by_its_owner_alone(
    rows: Rows, owner: Client, stranger: Client
) -> None:
    """A code that would be mailed: on the screen for whom it was written, for nobody else."""
    owners = User.objects.get(pk=owner.session["_auth_user_id"]).email
    caught = [
        mailbox.catch(HandedIn("site@x.example", (to,), _a_code(to)), now=clock.now())
        for to in (owners, "nobody@openshutter.example")
    ]
    pages = [reverse("sandbox_mail", args=[each.pk]) for each in caught]
    assert pages[0] in owner.get(reverse("sandbox")).content.decode()
    assert "A1B2C3" in owner.get(pages[0]).content.decode()
    assert owner.get(pages[1]).status_code == 404
    for page in pages:
        assert stranger.get(page).status_code == 404
        assert page not in stranger.get(reverse("sandbox")).content.decode()
        assert Client().get(page).status_code == 302


def test_a_letter_is_no_mail_of_the_account_whose_address_it_goes_to(
    rows: Rows, stranger: Client
) -> None:
    """Whoever signs up with a body's address reads none of the letters to it."""
    User.objects.filter(pk=stranger.session["_auth_user_id"]).update(email=rows.caught.recipient)
    assert stranger.get(reverse("sandbox_mail", args=[rows.caught.pk])).status_code == 404


def _a_code(to: str) -> bytes:
    head = f"From: site@x.example\r\nTo: {to}\r\nSubject: Your code\r\nMessage-ID: <{to}>"
    return f"{head}\r\n\r\nA1B2C3\r\n".encode()
