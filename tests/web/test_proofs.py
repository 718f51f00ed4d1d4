"""A letter filed by hand is recorded with its number and its proof, for its owner alone."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foia.models import Message
from tests.web.conftest import Rows

PDF = b"%PDF-1.7\nreceipt"


def receipt(content: bytes = PDF, name: str = "acuse.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_request_page_shows_the_number_and_the_proof(rows: Rows, owner: Client) -> None:
    form = {"filed_on": "2026-11-16", "agency_reference": "0912-26", "proof": receipt()}
    owner.post(reverse("letter_filed", args=[rows.portal.uuid]), form)
    page = owner.get(reverse("records_request", args=[rows.portal.the_request.uuid]))
    text = page.content.decode()
    assert "acuse.pdf" in text and "proof of filing" in text
    assert 'their number: <span class="cite">0912-26</span>' in text


def test_the_proof_is_handed_out_as_it_was_given_and_to_no_stranger(
    rows: Rows, owner: Client, stranger: Client, staff: Client
) -> None:
    form = {"filed_on": "2026-11-16", "proof": receipt()}
    owner.post(reverse("letter_filed", args=[rows.portal.uuid]), form)
    file = reverse("attachment", args=[rows.portal.attachments.get(role="proof").pk])
    answer = owner.get(file)
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert stranger.get(file).status_code == staff.get(file).status_code == 404


def test_what_is_no_proof_is_said_at_its_field_and_the_day_stays(rows: Rows, owner: Client) -> None:
    form = {"filed_on": "2026-11-15", "proof": receipt(b"<script>", "a.html")}
    answer = owner.post(reverse("letter_filed", args=[rows.portal.uuid]), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a.html» is no PDF and no picture" in page and 'value="2026-11-15"' in page
    assert Message.objects.get(pk=rows.portal.pk).at is None


def test_a_proof_can_be_added_afterwards(rows: Rows, owner: Client, stranger: Client) -> None:
    owner.post(reverse("letter_filed", args=[rows.portal.uuid]), {"filed_on": "2026-11-16"})
    where = reverse("letter_proof", args=[rows.portal.uuid])
    assert where in owner.get(reverse("letter", args=[rows.portal.uuid])).content.decode()
    assert stranger.post(where, {"proof": receipt()}).status_code == 404
    owner.post(where, {"proof": receipt()})
    assert rows.portal.attachments.filter(role="proof").count() == 1
    empty = owner.post(where, {})
    assert empty.status_code == 422 and "This field is required." in empty.content.decode()


def test_how_to_file_it_is_said_for_its_way(rows: Rows, owner: Client) -> None:
    address = reverse("letter", args=[rows.portal.uuid])
    assert "Copy the text below" in owner.get(address).content.decode()
    Message.objects.filter(pk=rows.portal.pk).update(channel="post", recipient="1 Street\nTown")
    page = owner.get(address).content.decode()
    assert "sign it by hand" in page and "Post it to:" in page and "1 Street<br>Town" in page
