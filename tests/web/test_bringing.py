"""What came on another way is brought in on screen, kept first, and stands in its request."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.models import Arrival, Message, RecordsRequest
from tests.mails import EXTENSION, VAGUE, contract, mail
from tests.web.conftest import Rows

pytestmark = pytest.mark.django_db
TODAY = "2026-11-20"


def bring(browser: Client, request: RecordsRequest | None, *files: Any, **told: str) -> Any:
    """Send the form, to a request or to nobody."""
    where = reverse("bring_in_request", args=[request.uuid]) if request else reverse("bring_in")
    return browser.post(where, {"channel": "post", "brought": files, **told})


def walk(now: Any) -> None:
    """Let the rooms work."""
    for room in (inbound, match, read):
        room.run(now=now)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def friday(now: Any) -> Any:
    return now.replace(day=20)


def test_the_pages_of_a_posted_letter_stay_together_and_in_order(
    rows: Rows, owner: Client, friday: Any, monkeypatch: Any
) -> None:
    scans = [file(f"page {number}.jpg", b"\xff\xd8\xff" + bytes([number])) for number in (2, 10, 1)]
    told = {"on": TODAY, "by_name": "on", "sender": "Records Section", "subject": "Your request"}
    monkeypatch.setattr("django.utils.timezone.now", lambda: friday)
    answer = bring(owner, rows.sent, *scans, **told)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [f.name for f in Arrival.objects.get(form="document").files.order_by("position")] == [
        "page 1.jpg",
        "page 2.jpg",
        "page 10.jpg",
    ]
    walk(friday)
    message = Message.objects.get(form="document")
    assert (message.request, message.filing_rung, message.channel) == (rows.sent, "brought", "post")
    assert message.at and message.at.date() == date(2026, 11, 20)
    kept = [blobs.read(a.blob_id)[-1] for a in message.attachments.order_by("position")]
    assert kept == [1, 2, 10]
    page = owner.get(reverse("records_request", args=[rows.sent.uuid])).content.decode()
    assert "A person brought it in as a document." in page


def test_a_pasted_message_of_a_portal_is_read_like_a_mail(
    rows: Rows, owner: Client, friday: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: friday)
    told = {"on": TODAY, "channel": "portal", "sender": "foia@chicago-police.example"}
    bring(owner, rows.sent, text=EXTENSION, **told)
    walk(friday)
    message = Message.objects.get(form="pasted")
    assert blobs.read(message.raw_id or "").decode() == EXTENSION.strip()
    assert message.reading.kind == "extension"
    assert (message.channel, message.authentication) == ("portal", {})


def test_a_day_is_asked_for_and_what_was_typed_stays(rows: Rows, owner: Client) -> None:
    answer = bring(owner, rows.sent, text="They called: two more weeks.", channel="phone")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say on which day it reached you" in page
    assert "They called: two more weeks." in page
    assert not Arrival.objects.filter(form="phone").exists()


@pytest.mark.parametrize(
    ("told", "said"), [({}, "Choose a file"), ({"on": "2999-01-01"}, "not come")]
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    rows: Rows, owner: Client, told: dict[str, str], said: str
) -> None:
    text = "words" if told else ""
    answer = bring(owner, rows.sent, text=text, **told)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_saved_mails_and_a_box_of_mails_become_messages_each(
    rows: Rows, owner: Client, friday: Any
) -> None:
    eml = mail(VAGUE, to="me@home.example", subject="saved")
    opening = b"From x Mon Nov 16 12:00:00 2026\n"
    box = b"".join(
        opening + mail(f"{VAGUE}{n}", to="me@home.example", subject=f"box {n}") + b"\n"
        for n in (1, 2, 3)
    )
    files = [file("a.eml", eml), file("all.mbox", box), file("c.pdf", contract())]
    answer = bring(owner, rows.sent, *files, on="2026-11-16")
    assert answer.status_code == 302
    assert sorted(Arrival.objects.filter(door="brought").values_list("form", flat=True)) == [
        "document",
        "mail",
        "mbox",
    ]
    walk(friday)
    walk(friday)
    subjects = Message.objects.filter(request=rows.sent, filing_rung="brought")
    assert sorted(subjects.values_list("subject", flat=True)) == [
        "",
        "box 1",
        "box 2",
        "box 3",
        "saved",
    ]
    saved = Message.objects.get(subject="saved")
    assert saved.at is not None and saved.at.isoformat().startswith("2026-11-16T18:00")


def test_the_same_mail_by_two_doors_is_one_message(rows: Rows, owner: Client, friday: Any) -> None:
    content = mail(VAGUE, to=rows.sent, subject="twice")
    inbound.take(content=content, door="smtp", now=friday)
    walk(friday)
    bring(owner, rows.sent, file("saved.eml", content.replace(b"\r\n", b"\n")))
    bring(owner, None, file("saved.eml", content))
    walk(friday)
    message = Message.objects.get(subject="twice")
    assert message.arrivals.count() == 3
    assert (message.request, message.filing_rung) == (rows.sent, "reply address")


def test_a_mail_filed_elsewhere_is_filed_where_a_person_brings_it_too(
    rows: Rows, owner: Client, friday: Any
) -> None:
    content = mail(VAGUE, to=rows.sent, subject="for both")
    inbound.take(content=content, door="smtp", now=friday)
    walk(friday)
    other = rows.unclear.message.the_request
    for _ in range(2):
        bring(owner, other, file("saved.eml", content))
        walk(friday)
    filed = Message.objects.filter(subject="for both")
    assert {message.request for message in filed} == {rows.sent, other}
    assert filed.count() == 2


def test_who_brings_a_made_up_mail_files_nothing_under_anothers_request(
    rows: Rows, stranger: Client, friday: Any
) -> None:
    forged = mail(EXTENSION, to=rows.sent, subject="forged")
    bring(stranger, None, file("forged.eml", forged))
    walk(friday)
    message = Message.objects.get(subject="forged")
    assert message.filing == "triage"
    assert "forged" in stranger.get(reverse("triage")).content.decode()
    where = reverse("triage_file", args=[message.uuid])
    stranger.post(where, {"reference": rows.sent.reference})
    message.refresh_from_db()
    assert message.request is None


def test_a_made_up_mail_tells_whoever_brought_it_nothing_of_others_requests(
    rows: Rows, stranger: Client, owner: Client, staff: Client, friday: Any
) -> None:
    made_up = mail(VAGUE, to="me@home.example", subject=f"About {rows.sent.reference}")
    assert bring(stranger, None, file("a.eml", made_up)).status_code == 302
    unmarked = mail(VAGUE, to="me@home.example", subject="About it")
    assert bring(stranger, None, file("b.eml", unmarked)).status_code == 302
    walk(friday)
    for message in Message.objects.in_triage().filter(marks__has_key="brought_by"):
        assert message.suggestions.exists()
        pages = [reverse("triage"), reverse("triage_message", args=[message.uuid])]
        for page in (stranger.get(where).content.decode() for where in pages):
            assert "File it under" not in page
            assert "It may belong to" not in page
            assert rows.sent.agency.name not in page
            assert "open request" not in page
        assert rows.sent.agency.name in staff.get(pages[1]).content.decode()
        told = {"reference": rows.sent.reference}
        refused = stranger.post(reverse("triage_file", args=[message.uuid]), told)
        assert refused.status_code == 422
        message.refresh_from_db()
        assert message.request is None
